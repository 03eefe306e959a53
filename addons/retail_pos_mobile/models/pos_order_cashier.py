from odoo import api, fields, models

from .pos_order_flags import FINISHED


class PosOrder(models.Model):
    """The cashier whom a shared till names, checked by what the server knows of the PIN."""

    _inherit = "pos.order"

    cashier_proof = fields.Char(
        store=False, help="What the till got when the PIN of the cashier was entered; never kept."
    )

    @api.model
    def _process_order(self, order, existing_order):
        proof = order.pop("cashier_proof", None)
        order_id = super()._process_order(order, existing_order)
        sale = self.browse(order_id)
        if sale.state in FINISHED:
            sale._check_cashier(proof)
        return order_id

    def _check_cashier(self, proof):
        """Flag the first sale of a session by somebody who did not prove to be at this till."""
        self.ensure_one()
        sale, cashier = self.sudo(), self.sudo().employee_id
        if not cashier or not sale.config_id.module_pos_hr:
            return
        sign_ins = self.env["retail.till.sign.in"]
        if sign_ins._is_proven(sale.config_id, cashier, proof, sale.date_order):
            return
        known = self.env["retail.sale.flag"].sudo()
        if not known.search_count(
            [
                ("kind", "=", "cashier"),
                ("state", "=", "open"),
                ("order_id.session_id", "=", sale.session_id.id),
                ("order_id.employee_id", "=", cashier.id),
            ],
            limit=1,
        ):
            sale._flag("cashier", cashier=cashier.name, user=self.env.user.name)
