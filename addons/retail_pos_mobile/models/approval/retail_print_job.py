from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.retail_base.lib.asks import asks

from ...lib.from_phone import from_phone

GONE = ("failed", "expired", "cancelled")  # nothing came out


class RetailPrintJob(models.Model):
    _inherit = "retail.print.job"

    @api.model
    @from_phone
    @asks("read", "pos.order")
    @asks(groups=("point_of_sale.group_pos_user",))
    def _retail_print_receipt(self, uuid, values):
        """@override A copy is counted with its job, and not printed where it is one too many and nobody
        approved it. What the server gave to a printer before is a copy, whatever the phone says.

        :param values: as well ``printed_at`` and ``signed_approvals`` of a copy
        :return: as well ``{"copies": how many there are}`` of a copy
        :raise UserError: nobody approved it
        """
        counted = self.env["retail.receipt.copy"]
        order = counted._find_order(values.get("order_uuid")).sudo()
        is_copy = bool(values.get("is_copy")) or self._was_printed(order)
        result = super()._retail_print_receipt(uuid, {**values, "is_copy": is_copy})
        if not is_copy:
            return result
        counted._add(order, values.get("printed_at"))
        if counted._lacks_approval(order, values):
            raise UserError(order._approval_message(["reprint"]))
        return {**result, "copies": order.copy_count}

    @api.model
    def _was_printed(self, order):
        jobs = self.sudo().search_count(
            [("order_id", "=", order.id), ("state", "not in", GONE)], limit=1
        )
        return bool(jobs)
