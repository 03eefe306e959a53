from odoo import api, fields, models

from odoo.addons.retail_base.lib.asks import asks

from ..pos_order import LOCKED_WHEN_PAID
from ..pos_order_flags import FINISHED


class PosOrder(models.Model):
    """What the audit trail keeps of a sale: one statement, in the sale's own transaction."""

    _inherit = "pos.order"

    @api.model
    def _process_order(self, order, existing_order):
        claimed = self._moment_of(order.get("date_order"))
        order_id = super()._process_order(order, existing_order)
        sale = self.browse(order_id)
        if sale.state in FINISHED:
            sale._audit_sale(claimed)
        return order_id

    def write(self, vals):
        """@override Who redates a finished sale by hand, or credits it to another guide."""
        names = LOCKED_WHEN_PAID & vals.keys() if not self.env.su else ()
        finished = self.filtered(lambda order: order.state in FINISHED) if names else self.browse()
        former = [{name: order._audited(name) for name in names} for order in finished.sudo()]
        result = super().write(vals)
        for order, before in zip(finished.sudo(), former, strict=True):
            changes = {
                name: {"from": old, "to": order._audited(name)}
                for name, old in before.items()
                if old != order._audited(name)
            }
            if changes:
                order._audit("backdate", details=changes)
        return result

    @asks("read", "retail.audit.event")
    def action_audit_timeline(self):
        """Show what happened around this sale, in its order."""
        self.ensure_one()
        domain = [("document_key", "=", self.uuid)]
        return self.env["retail.audit.event"]._timeline(domain, self.pos_reference or self.name)

    def _audited(self, name):
        value = self[name]
        return value.name if isinstance(value, models.BaseModel) else str(value)

    def _audit(self, kind, **values):
        self.env["retail.audit.event"]._record(kind, **self._audit_basis(), **values)

    def _audit_basis(self):
        """Return the columns that any event about this sale has."""
        self.ensure_one()
        return {
            **self.env["retail.audit.event"]._at_till(self.config_id, self.pos_reference),
            "res_model": self._name,
            "res_id": self.id,
            "document": self.pos_reference or self.name,
            "document_key": self.uuid,
            "employee_id": self.guide_id.id or self.employee_id.id or None,
        }

    def _audit_sale(self, claimed):
        """Tell of a finished sale, and of what was unusual in it.

        :param claimed: when it was made, by the phone's clock as it was
        """
        order = self.sudo()
        basis = {**order._audit_basis(), "device_time": claimed}
        if not self.env.context.get("retail_live"):
            basis["details"] = {"offline": True}
        self.env["retail.audit.event"]._record_all(
            [
                {**basis, **event, "details": {**basis.get("details", {}), **event["details"]}}
                for event in order._audit_events()
            ]
        )

    def _audit_events(self):
        """Return what is to tell of this sale, in the order of its lines, itself last."""
        events = [event for line in self.lines for event in line._audit_events()]
        today = fields.Datetime.context_timestamp(
            self.with_context(tz=self.store_id._get_time_zone()), self.date_order
        ).date()
        if self.business_date and self.business_date != today:
            events.append({"kind": "backdate", "details": {"to": str(self.business_date)}})
        pieces = sum(self.lines.mapped("qty"))
        details = {"amount": self.amount_total, "pieces": pieces}
        if self.amount_total >= 0 and not self.is_refund:
            return [*events, {"kind": "sale", "details": details}]
        decision = self._refund_decision()
        if decision:
            details["return"] = decision.name
        approver = decision.decided_by_id.id or None
        return [*events, {"kind": "refund", "approver_id": approver, "details": details}]

    def _refund_decision(self):
        """Return the application of which this refund is the end, if it has one."""
        uuids = [uuid for uuid in self.lines.mapped("return_line_uuid") if uuid]
        lines = self.env["retail.return.line"]
        return ((uuids and lines.search([("uuid", "in", uuids)], limit=1)) or lines).return_id


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    def _audit_events(self):
        """Return what a person did to this line: another price, a discount."""
        events, about = [], {"product": self.product_id.display_name, "qty": self.qty}
        if self._is_refund() or self.is_reward_line:
            return events
        if self.price_type == "manual":
            events.append({"kind": "price", "details": {**about, "price": self.price_unit}})
        if self.discount:
            events.append({"kind": "discount", "details": {**about, "percent": self.discount}})
        return events
