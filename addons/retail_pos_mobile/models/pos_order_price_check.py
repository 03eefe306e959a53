from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError

from .pos_order import MANAGERS
from .product_pricelist import SharedRules

# A state of the prices for each change of one of them; nobody changes a price more often in a season
MOST_STATES = 20
REMEMBERED = timedelta(days=31)
# A phone that is online learns a new price within this time
KNOWN_AFTER = timedelta(minutes=2)
FREE_PRICE = ("gift_card", "ewallet")


class PosOrder(models.Model):
    """The prices of a sale, worked out again for the time when it was made.

    What stands on the lines must follow from a rule of that time or from an approval. What does not is
    flagged, and refused while the customer is still there; see docs/decisions/conflicts.md.
    """

    _inherit = "pos.order"

    def _check_prices(self):
        """Flag what no rule allows; raise UserError for it where the till waits for the answer.

        The till only says that it waits (`retail_live` in the context). One that does not say so gets
        its sale booked: nothing is lost, and a manager sees it.
        """
        self.ensure_one()
        order = self.sudo()
        order.lines.filtered("rule_price_unit").rule_price_unit = 0  # whatever a till claims
        found = [
            *order._wrong_totals(),
            *(row for line in order.lines for row in line._wrong_amounts()),
            *order._wrong_prices(),
            *order._back_beyond_sold(),
        ]
        found = order._settle_approvals(found)
        if self.env.context.get("retail_live"):
            self._refuse_wrong(found)
        order._flag_all(found)

    def _refuse_wrong(self, found):
        refused = [row for row in found if row[-1].pop("refuse", False)]
        if refused:
            kind, about, _amount, details = refused[0]
            flag = self.env["retail.sale.flag"].new(
                {"kind": kind, "details": details, "order_id": self.id}
            )
            name = about.display_name if about else self.pos_reference
            if kind == "goods_back":  # no price is wrong, and no manager is asked
                raise UserError(
                    self.env._(
                        "This refund was not taken. %(product)s: %(reason)s",
                        product=name,
                        reason=flag.reason,
                    )
                )
            raise UserError(
                self.env._(
                    "This sale was not taken. %(product)s: %(reason)s Update the prices of the till, "
                    "or let a manager sell it.",
                    product=name,
                    reason=flag.reason,
                )
            )

    # Each of these gives rows (kind, line or product, amount that is missing, details)

    def _wrong_totals(self):
        """Find a total that is not the sum of its lines."""
        total = sum(line._sent_sign() * line.price_subtotal_incl for line in self.lines)
        rounding = self.config_id.rounding_method if self.config_id.cash_rounding else None
        allowed = self.currency_id.rounding * max(len(self.lines), 1)
        if rounding:
            allowed = max(allowed, rounding.rounding)
        if abs(total - self.amount_total) <= allowed * 1.001:
            return []
        details = {"sold": self.amount_total, "expected": total, "refuse": True}
        return [("amount", None, total - self.amount_total, details)]

    def _wrong_prices(self):
        goods = self.lines.filtered(lambda line: line._has_rule_price())
        expected = self._rule_prices(goods)
        wrong = [line for line in goods if not line._is_price(expected[line])]
        rows = self._wrong_pricelist()
        if wrong:
            lines = self.env["pos.order.line"].concat(*wrong) - self._goods_of_free_price()
            rows += self._explain_prices(lines, expected)
        for line in self.lines - goods:
            rows += line._wrong_own_price()
        return rows

    def _wrong_pricelist(self):
        """Find a price list that the till does not have, or that members of other card types have."""
        pricelist, member, config = self.pricelist_id, self.partner_id, self.config_id
        if not pricelist or pricelist == config.pricelist_id:
            return []
        types = pricelist.member_card_type_ids
        if types:
            is_right = member.member_card_ids.type_id & types
        else:
            usable = config._get_available_pricelists() | member.property_product_pricelist
            is_right = pricelist in usable
        if is_right:
            return []
        details = {"pricelist": pricelist.name, "member": member.name, "refuse": True}
        return [("member_price", None, 0, details)]

    def _rule_prices(self, lines, history=None, moment=None):
        """Return {line: prices that are right} by list price and price list at the time of the sale.

        :param history: what changed since, to work out the prices of an earlier moment instead
        """
        moment = moment or self.date_order
        known = SharedRules(lines.product_id, history.rules_at(moment) if history else {})
        former = history.prices_at(moment) if history else None
        order = self.with_context(retail_rules=known, retail_former_prices=former)
        return {
            line: line.with_env(order.env)._rule_price(order.pricelist_id, moment) for line in lines
        }

    def _explain_prices(self, lines, expected):
        """Tell prices that were right before, or were approved, from those that never were."""
        rows, is_manager = [], self._is_of_manager()
        for line, until in self._find_former(lines).items():
            right = expected[line][0]
            amount = self._missing(line, right)
            details = {"sold": line.price_unit, "expected": right}
            is_manual = line.price_type == "manual"
            if not until:
                line.rule_price_unit = right
            if until is True or (is_manual and is_manager):
                continue
            if until:
                rows.append(("price_changed", line, amount, details | {"until": until}))
                continue
            may_type = is_manual and not self.config_id.restrict_price_control
            details |= {"manual": is_manual, "refuse": not may_type}
            rows.append(("price", line, amount, details))
        return rows

    def _missing(self, line, price):
        per_piece = (price - line.price_unit) * (1 - line.discount / 100)
        return self.currency_id.round(per_piece * line.qty)

    def _is_of_manager(self):
        """Tell whether a manager is signed in; whom the till names beside him is a mere claim."""
        return any(self.env.user.has_group(group) for group in MANAGERS)

    def _goods_of_free_price(self):
        """Return the lines whose price is what the customer wishes: gift cards, tips, deposits."""
        config = self.config_id
        cards = self.env["loyalty.program"].search([("program_type", "in", FREE_PRICE)])
        products = (
            cards.trigger_product_ids | config.tip_product_id | config.down_payment_product_id
        )
        return self.lines.filtered(lambda line: line.product_id in products)

    # What was right before

    def _find_former(self, lines):
        """Return, for each line: True if its price was right at the time of the sale, until when it had
        been right before, or None if it never was."""
        result = dict.fromkeys(lines)
        if not lines:
            return result
        history = self.env["retail.price.log"]._history(
            lines.product_id, self.pricelist_id, self.date_order - REMEMBERED
        )
        for moment in [self.date_order, *history.moments_before(self.date_order)][:MOST_STATES]:
            left = lines.filtered(lambda line: result[line] is None)
            if not left:
                break
            prices = self._rule_prices(left, history, moment)
            is_fresh = self.date_order - moment < KNOWN_AFTER
            for line in left.filtered(lambda line, prices=prices: line._is_price(prices[line])):
                result[line] = True if is_fresh else moment
        return result
