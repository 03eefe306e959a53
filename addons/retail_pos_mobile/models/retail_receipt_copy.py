from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.retail_base.lib.asks import asks

from ..lib.from_phone import from_phone
from .pos_order import RECEIPT_STATES


class RetailReceiptCopy(models.Model):
    """One print of a receipt after the first. Nobody changes or deletes it."""

    _name = "retail.receipt.copy"
    _description = "Copy of a Receipt"
    _order = "printed_at desc, id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one("pos.order", required=True, index=True, ondelete="cascade")
    store_id = fields.Many2one(related="order_id.store_id", store=True, index=True)
    printed_at = fields.Datetime(
        required=True, help="By the clock of the till, yet never later than it was told."
    )
    user_id = fields.Many2one("res.users", string="Printed by", required=True)

    @api.model
    @from_phone
    @asks("read", "pos.order")
    @asks(groups=("point_of_sale.group_pos_user",))
    def _retail_log_copy(self, uuid, values):
        """Count a copy that a till has printed.

        :param values: ``order_uuid``, and ``printed_at`` as text in UTC
        :return: ``{"copies": how many there are of this receipt now}``
        :raise UserError: there is no such finished sale
        :raise AccessError: the user may not see it, such as that of another store
        """
        order = self._find_order(values.get("order_uuid"))
        self._add(order, values.get("printed_at"))
        return {"copies": order.copy_count}

    @api.model
    def _add(self, order, printed_at):
        self.sudo().create(
            {
                "order_id": order.id,
                "printed_at": self._moment(printed_at),
                "user_id": self.env.uid,
            }
        )

    @api.model
    def _find_order(self, uuid):
        order = self.env["pos.order"].sudo().search([("uuid", "=", str(uuid or "-"))], limit=1)
        if order.state not in RECEIPT_STATES:
            raise UserError(self.env._("This receipt is not known here."))
        order = order.with_env(self.env)
        order.check_access("read")
        if not self.env.user.has_group("point_of_sale.group_pos_user"):
            raise AccessError(self.env._("Only who sells at a till may print copies of receipts."))
        return order

    @api.model
    def _moment(self, text):
        """Return the moment that a till named, now if it is none or still to come."""
        now = fields.Datetime.now()
        try:
            moment = fields.Datetime.to_datetime(text)
        except (TypeError, ValueError):
            moment = None
        return moment if moment and now - timedelta(days=366) < moment < now else now
