from odoo import models


class UomUom(models.Model):
    _inherit = "uom.uom"

    def _is_countable(self, quantity):
        """Return whether there can be so much: of what is counted in pieces, whole ones."""
        self.ensure_one()
        pieces = self._has_common_reference(self.env.ref("uom.product_uom_unit"))
        return not self.compare(quantity, int(quantity) if pieces else self.round(quantity))
