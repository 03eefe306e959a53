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
        config = order.config_id
        policy = self.env["retail.approval.rule"]._policy(config)
        if "reprint" not in policy or not config.store_id.is_store:
            return result
        needs = {"reprint": result["copies"]}
        moment = self._moment(values.get("printed_at"))
        tokens = values.get("signed_approvals")
        if result["copies"] <= policy["reprint"]["limit"]:
            return result
        approvals = self.env["retail.approval"]
        if approvals._take(config, order.uuid, needs, tokens, moment, order):
            known = approvals.sudo().search_count(
                [("request_uuid", "=", f"missing:{order.uuid}"), ("operation", "=", "reprint")]
            )
            if not known:
                approvals._note_missing(
                    config, order.uuid, needs, order.pos_reference, moment, order, order.guide_id
                )
            order._flag("approval", operation="reprint", amount=result["copies"])
        return result
