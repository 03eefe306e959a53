from odoo import models


class PosOrder(models.Model):
    _inherit = "pos.order"

    def _get_valid_session(self, order):
        """@override A sale that comes after its pop-up till has closed is booked all the same: the
        customer has paid. Its session closes with the next run of the job."""
        session = self.env["pos.session"].sudo().browse(order["session_id"])
        config = session.config_id
        is_open = config.session_ids.filtered(
            lambda other: other.state not in ("closed", "closing_control")
        )
        if is_open or not config._is_popup_over():
            return super()._get_valid_session(order)
        config.active = True
        return session.create(
            {"config_id": config.id, "user_id": session.user_id.id, "rescue": True}
        )
