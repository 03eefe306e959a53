from odoo import api, models
from odoo.exceptions import UserError


class PosSession(models.Model):
    _inherit = "pos.session"

    @api.model_create_multi
    def create(self, vals_list):
        """@override No session begins at a pop-up till outside its days, but one that Odoo makes
        for sales that came late."""
        opened = [values.get("config_id") for values in vals_list if not values.get("rescue")]
        self.env["pos.config"].browse(filter(None, opened))._check_popup_day()
        return super().create(vals_list)

    def _close_popup_sessions(self):
        """Close the sessions of pop-up tills that are over, without a person at the drawer.

        The cash that should be there is taken as counted, and somebody is asked to count it.
        """
        for session in self:
            unpaid = session.get_session_orders().filtered(
                lambda order: order.state == "draft" and not order.payment_ids
            )
            if unpaid:
                unpaid.action_pos_order_cancel()
            drawer = session.get_closing_control_data()["default_cash_details"]
            if drawer:
                session.cash_register_balance_end_real = drawer["amount"]
            # Natively a dictionary is a question to the user: the books would not balance
            if isinstance(session.action_pos_session_closing_control(), dict):
                raise UserError(
                    self.env._("The entries of session %s do not balance.", session.name)
                )
            if drawer:
                session.config_id._tell_responsible(
                    self.env._("Count the drawer of %s", session.config_id.name), session.name
                )
