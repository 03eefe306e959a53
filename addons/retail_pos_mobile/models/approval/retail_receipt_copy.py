from odoo import api, models

from ...lib.from_phone import from_phone


class RetailReceiptCopy(models.Model):
    _inherit = "retail.receipt.copy"

    @api.model
    @from_phone
    def _retail_log_copy(self, uuid, values):
        """@override A copy too many without an approval is counted, and put on the review list."""
        result = super()._retail_log_copy(uuid, values)
        order = self.env["pos.order"].sudo().search([("uuid", "=", values["order_uuid"])], limit=1)
        if self._lacks_approval(order, values):
            approvals = self.env["retail.approval"]
            known = approvals.sudo().search_count(
                [("request_uuid", "=", f"missing:{order.uuid}"), ("operation", "=", "reprint")]
            )
            if not known:
                approvals._note_missing(
                    order.config_id,
                    order.uuid,
                    {"reprint": result["copies"]},
                    order.pos_reference,
                    self._moment(values.get("printed_at")),
                    order,
                    order.guide_id,
                )
            order._flag("approval", operation="reprint", amount=result["copies"])
        return result

    @api.model
    def _lacks_approval(self, order, values):
        """Tell whether the last copy was one too many and nobody approved it; else use what approves it.

        :param values: of the delivery: ``printed_at``, ``signed_approvals``
        """
        config = order.config_id
        policy = self.env["retail.approval.rule"]._policy(config)
        is_free = "reprint" not in policy or order.copy_count <= policy["reprint"]["limit"]
        if is_free or not config.store_id.is_store:
            return False
        moment = self._moment(values.get("printed_at"))
        tokens = values.get("signed_approvals")
        needs = {"reprint": order.copy_count}
        approvals = self.env["retail.approval"]
        return bool(approvals._take(config, order.uuid, needs, tokens, moment, order))
