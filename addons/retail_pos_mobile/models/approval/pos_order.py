from odoo import api, fields, models
from odoo.exceptions import AccessError

from .retail_approval import ApprovalNeeded

# How a sale of a till is told from one that is written past it; no caller can send this in a context
SENT = object()


class PosOrder(models.Model):
    """What in a sale somebody has to approve: looked for when it is booked, without a query."""

    _inherit = "pos.order"

    signed_approvals = fields.Char(
        store=False, help="What managers signed for this sale without a connection; never kept."
    )

    @api.model
    def _process_order(self, order, existing_order):
        tokens = order.pop("signed_approvals", None)
        moment = self._moment_of(order.get("date_order")) or fields.Datetime.now()
        before = existing_order._lines_not_to_void() if existing_order else {}
        quick = self.with_context(
            retail_sent=SENT, retail_signed=isinstance(tokens, str) and tokens
        )
        if existing_order:
            existing_order = existing_order.with_env(quick.env)
        order_id = super(PosOrder, quick)._process_order(order, existing_order)
        if before:
            quick.browse(order_id)._check_voided(before, min(moment, fields.Datetime.now()))
        return order_id

    def _process_existing_gift_cards(self, coupon_data):
        """@override A sale takes from a gift card what its guide may not take by hand."""
        return super(PosOrder, self.sudo())._process_existing_gift_cards(coupon_data)

    # What needs it

    def _settle_approvals(self, found):
        """Use the approvals of this sale; refuse it or flag it where one is missing.

        :param found: what the check of the prices found, as rows (kind, about, amount, details)
        :return: the same without what was approved, and with what was not
        """
        if not self.config_id.store_id.is_store:
            return found
        policy = self.env["retail.approval.rule"]._policy(self.config_id)
        if not policy:
            return found
        needs, about = self._approval_needs(found, policy)
        missing = self._take_approvals(needs) if needs else {}
        if missing and self.env.context.get("retail_live"):
            raise ApprovalNeeded(self._approval_message(missing), self.uuid, missing)
        if missing:
            self._note_missing_approvals(missing)
        settled = policy.keys() - missing.keys()
        kept = [row for row in found if not self._is_approved(row, settled, needs)]
        return kept + [
            ("approval", about[name], amount, {"operation": name, "amount": amount})
            for name, amount in missing.items()
        ]

    def _is_approved(self, row, settled, needs):
        """Tell whether a finding is what somebody approved, or may do alone."""
        kind, _about, _amount, details = row
        if kind == "price":
            return details.get("manual") and "price" in settled
        return kind == "discount" and "discount" in settled & needs.keys()

    def _approval_needs(self, found, policy):
        """Return {operation: amount} beyond what this user may do alone, and the line of each."""
        needs, about = {}, {}
        for name, rows in (
            ("price", self._prices_by_hand(found)),
            ("discount", self._discounts_by_hand(self._most_discount(policy))),
            ("below_cost", self._sold_below_cost()),
            ("refund", self._goods_back(lambda line: bool(line.refunded_orderline_id))),
            ("receiptless", self._goods_back(lambda line: not line.refunded_orderline_id)),
            ("backdate", self._days_backdated()),
        ):
            if name not in policy or not rows:
                continue
            amount = self.currency_id.round(sum(value for _line, value in rows))
            # The limit of a discount is a percentage, which chose the rows already
            if name == "discount" or amount > policy[name]["limit"]:
                needs[name] = amount
                about[name] = rows[0][0]
        return needs, about

    def _most_discount(self, policy):
        """Return the percentage up to which nobody is asked; none where the till gives no discounts."""
        is_given = "discount" in policy and self.config_id.manual_discount
        return policy["discount"]["limit"] if is_given else 0

    # Each of these gives rows (line or None, amount)

    def _prices_by_hand(self, found):
        return [
            (line, abs(amount))
            for kind, line, amount, details in found
            if kind == "price" and details.get("manual")
        ]

    def _discounts_by_hand(self, limit):
        return [
            (line, line._taken_off())
            for line in self.lines
            if line.discount > limit and line.qty > 0 and not line.is_reward_line
        ]

    def _sold_below_cost(self):
        """Return lines that a hand took below their cost; what rules and promotions give is head office's.

        The amount is what was taken off: the cost is not the guide's to know.
        """
        by_hand = self.lines.filtered(
            lambda line: (
                line.qty > 0
                and not line.is_reward_line
                and (line.discount or line.price_type == "manual")
            )
        )
        rows = []
        for line in by_hand:
            cost = line.product_id.with_company(self.company_id).standard_price
            if cost and self.currency_id.compare_amounts(line.price_subtotal, cost * line.qty) < 0:
                full = line.product_id.lst_price * line.qty
                rows.append((line, max(full - line.price_unit * line.qty, 0) + line._taken_off()))
        return rows

    def _goods_back(self, is_meant):
        if all(line.qty >= 0 for line in self.lines):
            return []
        # Money for what never came is owed: nobody has to approve it
        came = self.lines - self.lines._moved_by_fulfilment()
        return [
            (line, abs(line.price_subtotal_incl))
            for line in came
            if line._is_goods_back() and not line.return_line_uuid and is_meant(line)
        ]

    def _days_backdated(self):
        if not self.business_date:
            return []
        days = (self._sale_day() - self.business_date).days
        return [(None, days)] if days > 0 else []

    # What becomes of it

    def _take_approvals(self, needs, moment=None):
        """Use what was approved; return {operation: amount} of what was not."""
        tokens = self.env.context.get("retail_signed")
        missing = self.env["retail.approval"]._take(
            self.config_id, self.uuid, needs, tokens, moment or self.date_order, self
        )
        return {name: needs[name] for name in missing}

    def _note_missing_approvals(self, missing):
        self.env["retail.approval"]._note_missing(
            self.config_id,
            self.uuid,
            missing,
            self.pos_reference,
            self.date_order,
            self,
            self.guide_id,
        )

    def _approval_message(self, needs):
        names = dict(
            self.env["retail.approval"]._fields["operation"]._description_selection(self.env)
        )
        return self.env._(
            "This needs the approval of a manager: %s.", ", ".join(names[name] for name in needs)
        )

    # Lines that go after money was taken, or the bill printed

    def _lines_not_to_void(self):
        """Return {line id: (pieces, amount)} of a cart that was paid in part, or printed."""
        self.ensure_one()
        order = self.sudo()
        if order.state != "draft" or not (order.nb_print or order.payment_ids):
            return {}
        if "void" not in self.env["retail.approval.rule"]._policy(order.config_id):
            return {}
        return {line.id: (line.qty, line.price_subtotal_incl) for line in order.lines}

    def _check_voided(self, before, moment):
        """Let nobody take a line out of such a cart alone."""
        order = self.sudo()
        now = {line.id: line.qty for line in order.lines}
        amount = sum(
            amount * (qty - min(now.get(line_id, 0), qty)) / qty
            for line_id, (qty, amount) in before.items()
            if qty > 0 and now.get(line_id, 0) < qty
        )
        policy = self.env["retail.approval.rule"]._policy(order.config_id)
        if not amount or amount <= policy.get("void", {}).get("limit", amount):
            return
        missing = order._take_approvals({"void": order.currency_id.round(amount)}, moment)
        if missing and (order.state == "draft" or self.env.context.get("retail_live")):
            raise ApprovalNeeded(order._approval_message(missing), order.uuid, missing)
        if missing:
            order._note_missing_approvals(missing)
            order._flag("approval", operation="void", amount=missing["void"])

    def _check_may_void(self):
        """Raise AccessError for who throws such a cart away alone."""
        if self.env.su or self.env.context.get("retail_sent") is SENT:
            return
        self.check_access("write")
        for order in self:
            before = order._lines_not_to_void()
            amount = sum(amount for _qty, amount in before.values())
            if amount and order.sudo()._take_approvals({"void": amount}, fields.Datetime.now()):
                raise AccessError(order._approval_message(["void"]))


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    def _taken_off(self):
        """Return what a discount by hand takes off this line."""
        return self.currency_id.round(self.price_unit * self.qty * self.discount / 100)
