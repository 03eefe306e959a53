from odoo import api, fields, models
from odoo.exceptions import UserError

GONE = ("failed", "expired", "cancelled")  # nothing came out


class RetailPrintJob(models.Model):
    """A copy is counted with its job, and not printed where it is one too many and nobody approved it."""

    _inherit = "retail.print.job"

    @api.model
    def _is_copy(self, order, values):
        """@override What the server gave to a printer before is a copy, whatever the phone says."""
        known = [("order_id", "=", order.id), ("state", "not in", GONE)]
        return super()._is_copy(order, values) or bool(self.sudo().search_count(known, limit=1))

    @api.model
    def _settle_copy(self, order, values):
        """@override

        :param values: as well ``printed_at`` and ``signed_approvals``
        :return: ``{"copies": how many there are}``
        :raise UserError: nobody approved it
        """
        counted, order = self.env["retail.receipt.copy"], order.sudo()
        counted._add(order, values.get("printed_at"))
        if counted._lacks_approval(order, values):
            raise UserError(order._approval_message(["reprint"]))
        return super()._settle_copy(order, values) | {"copies": order.copy_count}

    @api.model
    def _check_drawer(self, config, key, values):
        """@override

        :raise UserError: nobody approved it
        """
        super()._check_drawer(config, key, values)
        policy = self.env["retail.approval.rule"]._policy(config)
        if "drawer" not in policy or not config.store_id.is_store:
            return
        approved = values.get("approval_key")
        missing = self.env["retail.approval"]._take(
            config,
            approved if isinstance(approved, str) else key,
            {"drawer": 0},
            values.get("signed_approvals"),
            fields.Datetime.now(),
        )
        if missing:
            raise UserError(self.env["pos.order"]._approval_message(["drawer"]))
