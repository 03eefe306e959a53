from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    pos_receipt_printer_id = fields.Many2one(
        related="pos_config_id.receipt_printer_id", readonly=False
    )
    pos_store_id = fields.Many2one(related="pos_config_id.store_id")

    def _is_cashdrawer_displayed(self, res_config):
        """@override A drawer may hang on a cloud printer as well: saving the settings keeps it."""
        return bool(
            super()._is_cashdrawer_displayed(res_config) or res_config.pos_receipt_printer_id
        )

    @api.depends("pos_receipt_printer_id")
    def _compute_pos_iface_cashdrawer(self):
        """@override"""
        return super()._compute_pos_iface_cashdrawer()
