from odoo import models


class UomUom(models.Model):
    _inherit = "uom.uom"

    def _is_countable(self, quantity):
        """Return whether there can be so much: of what is counted in pieces, whole ones."""
        self.ensure_one()
        # `env.ref` would ask the database each time
        unit_id = self.env["ir.model.data"]._xmlid_to_res_id("uom.product_uom_unit")
        pieces = self._has_common_reference(self.browse(unit_id))
        return not self.compare(quantity, int(quantity) if pieces else self.round(quantity))
