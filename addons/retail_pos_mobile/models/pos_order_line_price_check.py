from odoo import models

from .pos_order_receipts import MAX_PIECES

TOLERANCE = 1.001  # units of the currency: what two ways of rounding may differ


class PosOrderLine(models.Model):
    """The checks of one line; each gives rows (kind, line, amount that is missing, details)."""

    _inherit = "pos.order.line"

    def _has_rule_price(self):
        """Tell whether the line is plain goods, priced by list price and price list."""
        self.ensure_one()
        return not (
            self._is_real_reward()
            or self._is_refund()
            or self._is_of_combo()
            or self._is_ordered()
            or self._is_of_removed_product()
        )

    def _is_of_removed_product(self):
        stand_in = self.env["ir.model.data"]._xmlid_to_res_id("retail_pos_mobile.product_removed")
        return self.product_id.id == stand_in

    # A till may claim any of these: only what bears the claim out is believed

    def _is_real_reward(self):
        reward = self.reward_id.sudo()
        return bool(
            self.is_reward_line and reward and self.product_id == reward.discount_line_product_id
        )

    def _is_refund(self):
        if self.return_line_uuid:
            return self.qty < 0
        return self.qty < 0 and self.refunded_orderline_id.product_id == self.product_id

    def _is_of_combo(self):
        return "combo" in (self.product_id.type, self.combo_parent_id.product_id.type)

    def _is_ordered(self):
        return bool(self.sale_order_line_id) and (
            self.sale_order_line_id.sudo().product_id == self.product_id
        )

    def _is_down_payment(self):
        """Tell whether the line is paid ahead for an order: it bears the taxes of the order's goods."""
        product = self.order_id.config_id.down_payment_product_id
        ordered = self.sale_order_origin_id.sudo().order_line
        return self.product_id == product and bool(ordered) and self.tax_ids <= ordered.tax_ids

    def _rule_price(self, pricelist, moment):
        """Return the unit prices that are right by the rules, the likeliest first.

        A fiscal position moves the taxes of a sale at Odoo's till and leaves its unit prices.
        """
        self.ensure_one()
        order, prices = self.order_id, []
        for extra in self._price_extras():
            product = self.product_id
            if extra:
                product = product.with_context(no_variant_attributes_price_extra=extra)
            price = pricelist._get_product_price(
                product, self._priced_qty(), currency=order.currency_id, date=moment
            )
            prices.append(price)
        return prices

    def _price_extras(self):
        """Return what chosen attributes may add; tills add twice what a variant made on demand costs."""
        values = self.attribute_value_ids
        if not values:
            return [0]
        never = values.filtered(lambda value: value.attribute_id.create_variant == "no_variant")
        on_demand = values.filtered(lambda value: value.attribute_id.create_variant == "dynamic")
        extra = sum(never.mapped("price_extra"))
        return list(dict.fromkeys([extra, extra + sum(on_demand.mapped("price_extra"))]))

    def _priced_qty(self):
        """Return the pieces that count for a rule's least quantity, as the till counts them."""
        if self.product_id.tracking == "none":
            return self.qty
        same = self.order_id.lines.filtered(lambda line: line.product_id == self.product_id)
        return sum(same.mapped("qty"))

    def _is_price(self, prices):
        """Tell whether the line was sold at one of these unit prices."""
        allowed = self.currency_id.rounding * TOLERANCE
        return any(abs(self.price_unit - price) <= allowed for price in prices)

    def _wrong_amounts(self):
        """Find an amount that does not follow from price, quantity and taxes, taxes that are not the
        product's, and a discount or quantity that the rules do not know."""
        return [*self._wrong_bounds(), *self._wrong_amount(), *self._wrong_taxes()]

    def _is_counted(self):
        """Whether parts of a piece cannot be sold: a shirt of a store."""
        return self.product_uom_id.is_pos_groupable and self.order_id.store_id.is_store

    def _wrong_bounds(self):
        details = {"qty": self.qty, "discount": self.discount}
        is_whole = self.qty == int(self.qty) or not self._is_counted()
        is_within = 0 <= self.discount <= 100 and -MAX_PIECES <= self.qty <= MAX_PIECES
        if not (is_whole and is_within):
            return [("bounds", self, 0, details | {"refuse": True})]
        order = self.order_id
        by_hand = self.discount and not self._is_refund()
        if not by_hand or order.config_id.manual_discount or order._is_of_manager():
            return []
        taken = self.currency_id.round(self.price_unit * self.qty * self.discount / 100)
        return [("discount", self, taken, details | {"refuse": True})]

    def _wrong_amount(self):
        if self._is_down_payment():
            expected = self._amounts_paid_ahead()
        elif self.tax_ids:
            expected = self._compute_amount_line_all()
        else:
            amount = self.price_unit * (1 - self.discount / 100) * self.qty
            expected = {"price_subtotal": amount, "price_subtotal_incl": amount}
        allowed = self.currency_id.rounding * TOLERANCE
        sign = self._sent_sign()
        if all(abs(sign * self[name] - amount) <= allowed for name, amount in expected.items()):
            return []
        sold, right = sign * self.price_subtotal_incl, expected["price_subtotal_incl"]
        details = {"sold": sold, "expected": right, "refuse": True}
        return [("amount", self, right - sold, details)]

    def _amounts_paid_ahead(self):
        """Return the amounts with the taxes that the till took over from the order, not worked out anew."""
        order, taxes = self.order_id, self.env["account.tax"]
        rows = order.lines._prepare_tax_base_line_values()
        taxes._add_tax_details_in_base_lines(rows, order.company_id)
        taxes._round_base_lines_tax_details(rows, order.company_id)
        [details] = [row["tax_details"] for row in rows if row["record"] == self]
        total = details["total_excluded_currency"] + details["delta_total_excluded_currency"]
        return {
            "price_subtotal": total,
            "price_subtotal_incl": details["total_included_currency"],
        }

    def _sent_sign(self):
        """Return what the amounts of this line, as the till sent them, are to be multiplied by.

        Of an order that is a refund as a whole tills send the lines without their sign.
        """
        is_turned = self.qty * self.price_unit * self.price_subtotal_incl < 0
        return -1 if self.order_id.is_refund and is_turned else 1

    def _wrong_taxes(self):
        is_right = self.tax_ids == self.product_id.taxes_id or self._is_down_payment()
        if is_right or not self._has_rule_price():
            return []
        right = self.product_id.taxes_id._filter_taxes_by_company(self.order_id.company_id)
        if right == self.tax_ids:
            return []
        details = {
            "sold": ", ".join(self.tax_ids.mapped("name")),
            "expected": ", ".join(right.mapped("name")),
            "refuse": True,
        }
        return [("tax", self, 0, details)]

    def _wrong_own_price(self):
        """Find a wrong price of a line that has one of its own: what comes back, rewards, orders."""
        if self._is_real_reward():
            return self._wrong_reward()
        if self.return_line_uuid:
            return []  # refused already if it is not what was approved
        if self._is_refund():
            sold = self.refunded_orderline_id
            return self._compared([sold.price_unit * (1 - sold.discount / 100)])
        if self._is_ordered():
            ordered = self.sale_order_line_id.sudo()
            return self._compared(
                [ordered.price_reduce_taxinc, ordered.price_reduce_taxexcl, ordered.price_unit]
            )
        return self._wrong_combo() if self.product_id.type == "combo" else []

    def _compared(self, prices):
        sold = self.price_unit * (1 - self.discount / 100)
        allowed = self.currency_id.rounding * TOLERANCE
        if any(abs(sold - price) <= allowed for price in prices):
            return []
        amount = self.currency_id.round((prices[0] - sold) * self.qty)
        return [("price", self, amount, {"sold": sold, "expected": prices[0]})]

    def _wrong_combo(self):
        """Find a combination that is cheaper than its price; who adds to it may pay more."""
        parts = self.combo_line_ids
        sold = sum(part.price_unit * part.qty for part in parts) + self.price_unit * self.qty
        least = self.qty * min(
            self._rule_price(self.order_id.pricelist_id, self.order_id.date_order)
        )
        if sold + self.currency_id.rounding * TOLERANCE * max(len(parts), 1) >= least:
            return []
        return [("price", self, least - sold, {"sold": sold, "expected": least})]

    def _wrong_reward(self):
        """Find a reward that gives more than its programme can; what a promotion gives is worked out
        elsewhere, see `_settle_promotions`."""
        if self._is_promotion() or self.price_subtotal_incl >= 0:
            return []
        given, most = -self.price_subtotal_incl, self._most_of_reward()
        if given <= most + self.currency_id.rounding * TOLERANCE:
            return []
        details = {"sold": -given, "expected": -most, "refuse": True}
        return [("price", self, given - most, details)]

    def _most_of_reward(self):
        """Return the greatest amount that Odoo's own reward can take off this sale."""
        reward = self.reward_id.sudo()
        goods = sum(
            line.price_subtotal_incl
            for line in self.order_id.lines
            if line.price_subtotal_incl > 0 and not line.is_reward_line
        )
        if reward.reward_type != "discount":
            return goods
        most = {
            "per_point": reward.discount * self.points_cost,
            "per_order": reward.discount,
            "percent": goods * reward.discount / 100,
        }[reward.discount_mode]
        return min(most, goods, reward.discount_max_amount or goods)
