from odoo import api, fields, models


class RetailAuditEvent(models.Model):
    """Knows the phone by its cookie: a cart's reference names a number that anybody can claim."""

    _inherit = "retail.audit.event"

    till_device_id = fields.Many2one(
        "retail.till.device",
        string="Registered Phone",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.model
    def _record_all(self, events):
        """@override"""
        device = self.env["retail.till.device"]._of_request()
        known = {"till_device_id": device.id} if device else {}
        return super()._record_all([known | event for event in events])
