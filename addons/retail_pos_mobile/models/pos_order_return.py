from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib.return_shares import paid_shares, share_of_pieces, split_back

PREPAID = ("gift_card", "ewallet")
WHOLE_ONLY = ("coupons", "next_order_coupons", "promo_code", "promotion", "buy_x_get_y")


class PosOrder(models.Model):
    """A sale whose goods come back, and the order that takes them back."""

    _inherit = "pos.order"

    # Goods may come back in a store whose orders the seller's users do not see
    refund_orders_count = fields.Integer(compute_sudo=True)
    refunded_order_id = fields.Many2one(compute_sudo=True)

    # -- What may come back --------------------------------------------------------------------

    def _check_can_come_back(self, config):
        """Raise why the goods of this sale cannot come back at a till."""
        if not self:
            raise UserError(self.env._("No sale has this number. Look at the receipt again."))
        if self.company_id != config.company_id:
            raise UserError(self.env._("This sale belongs to another company."))
        if self.currency_id != config.currency_id:
            raise UserError(self.env._("This sale was paid in another currency."))
        if self.state not in ("paid", "done"):
            raise UserError(self.env._("This sale is not paid."))
        if self.is_refund or not any(line.qty > 0 for line in self.lines):
            raise UserError(
                self.env._("%s is a return itself. Look for the sale.", self.pos_reference)
            )

    def _goods_lines(self):
        """Return the lines of goods sold: no rewards, no discounts, nothing that is money."""
        money = self.config_id.tip_product_id | self._prepaid_products()
        return self.lines.filtered(
            lambda line: (
                line.qty > 0
                and line.price_subtotal_incl >= 0
                and not line.is_reward_line
                and line.product_id.type != "combo"
                and line.product_id not in money
            )
        )

    @api.model
    def _prepaid_products(self):
        programs = self.env["loyalty.program"].search([("program_type", "in", PREPAID)])
        return programs.trigger_product_ids

    def _paid_shares(self):
        """Return ``{line: cents}``: what was really paid for each line of goods, taxes included.

        A discount on a line of its own is shared among the lines that it was for.
        """
        self.ensure_one()
        goods = self._goods_lines()
        booked = goods._promotions_booked()
        discounts = self.lines.filtered(
            lambda line: (
                line.price_subtotal_incl < 0
                and line.qty > 0
                and line.reward_id.program_id.program_type not in PREPAID
                and line.reward_id.program_id not in booked["programs"]
            )
        )
        shares = paid_shares(
            [
                self._cents(line.price_subtotal_incl - booked["amounts"].get(line, 0))
                for line in goods
            ],
            [
                (self._cents(line.price_subtotal_incl), self._indices_of_discount(line, goods))
                for line in discounts.sorted("id")
            ],
        )
        return dict(zip(goods, shares, strict=True))

    def _indices_of_discount(self, discount, goods):
        """Return the places in GOODS of the lines for which a discount was given."""
        wanted = self._goods_of_reward(discount.reward_id, goods) or goods
        taxed_alike = wanted.filtered(lambda line: line.tax_ids == discount.tax_ids)
        wanted = taxed_alike or wanted
        return [index for index, line in enumerate(goods) if line in wanted]

    @api.model
    def _goods_of_reward(self, reward, goods):
        """Return the lines that bear a reward; of n for m, those bought as well as the free ones."""
        if reward.reward_type == "product":
            rules = reward.program_id.rule_ids
            if any(rules.mapped("any_product")):
                return goods
            products = reward.reward_product_ids | rules.valid_product_ids
        elif reward.discount_applicability == "specific":
            # The field of all these products is empty unless a system parameter asks for it
            products = goods.product_id.filtered_domain(reward._get_discount_product_domain())
        elif reward.discount_applicability == "cheapest":
            return goods.sorted(lambda line: line.price_subtotal_incl / line.qty)[:1]
        else:
            return goods
        return goods.filtered(lambda line: line.product_id in products)

    def _cents(self, amount):
        return round(amount / self.currency_id.rounding)

    def _amount(self, cents):
        return self.currency_id.round(cents * self.currency_id.rounding)

    def _pieces_back(self):
        """Return ``{line: pieces}`` that came back, or will by a return that is asked or approved."""
        lines = self.lines
        back = {line: line.refunded_qty for line in lines}
        waiting = self.env["retail.return.line"]._read_group(
            [("order_line_id", "in", lines.ids), ("state", "in", ("asked", "approved"))],
            ["order_line_id"],
            ["qty:sum"],
        )
        for line, qty in waiting:
            back[line] += qty
        return back

    def _return_line_values(self, wanted):
        """Return the values of the return lines for what a phone wants, ``[{uuid, qty}]``.

        Two phones that return the same sale at once meet at its row: the request of the second one
        starts again, and sees what the first one wrote.
        """
        self.ensure_one()
        self.env.cr.execute(
            SQL("UPDATE pos_order SET write_uid = write_uid WHERE id = %s", self.id)
        )
        shares, back = self._paid_shares(), self._pieces_back()
        by_uuid = {line.uuid: line for line in shares}
        pieces = {}
        for asked in wanted:
            line = by_uuid.get(asked.get("uuid"))
            if not line:
                raise UserError(self.env._("This line of the sale cannot come back."))
            qty = self.env["retail.return"]._checked_qty(asked.get("qty"), line.product_id)
            pieces[line] = pieces.get(line, 0) + qty
        for line, qty in pieces.items():
            left = line.qty - back[line]
            if line.product_uom_id.compare(qty, left) > 0:
                raise UserError(
                    self.env._(
                        "Of %(product)s %(sold)g were sold, and %(left)g can still come back.",
                        product=line.product_id.display_name,
                        sold=line.qty,
                        left=max(left, 0),
                    )
                )
        return [
            self.env["retail.return.line"]._values_of_sold(line, qty, back[line], shares[line])
            for line, qty in pieces.items()
        ]

    # -- By which way the money goes back ------------------------------------------------------

    def _related_sales(self, but):
        """Return the sale with all orders tied to it by goods that went back, BUT one."""
        found, new = self, self
        while new:
            lines = new.lines
            new = lines.refunded_orderline_id.order_id | lines.refund_orderline_ids.order_id
            new = new.filtered(lambda order: order.state in ("paid", "done"))
            new -= found | but
            found |= new
        return found

    def _ways_back(self, config, but):
        """Return ``[(payment method of the till, cents)]``: what is left of each way money came."""
        methods = config.payment_method_ids
        left = {}
        for payment in self._related_sales(but).payment_ids.sorted("id"):
            method = config._payment_method_here(payment.payment_method_id)
            left[method] = left.get(method, 0) + self._cents(payment.amount)
        return [(method, left[method]) for method in methods if left.get(method, 0) > 0]

    def _cards_back(self, but):
        """Return ``{(gift card or wallet, its line): cents}`` that paid for the sale, less what went back."""
        left = {}
        for line in self._related_sales(but).lines.sorted("id"):
            if line.reward_id.program_id.program_type in PREPAID and line.coupon_id:
                first = next((key for key in left if key[0] == line.coupon_id), None)
                key = first or (line.coupon_id, line)
                left[key] = left.get(key, 0) - self._cents(line.price_subtotal_incl)
        return {key: cents for key, cents in left.items() if cents > 0}

    def _split_back(self, cents, config, order):
        """Return how an amount goes back by ORDER, perhaps none yet.

        What no way holds any more is paid in cash.

        :return: ``({payment method: cents}, {(card, line that it paid): cents})``
        """
        ways = self._ways_back(config, order) if self else []
        cards = self._cards_back(order) if self else {}
        shares = split_back(cents, [left for _way, left in ways] + list(cards.values()))
        by_card = dict(zip(cards, shares[len(ways) :], strict=True))
        by_method = {method: share for (method, _left), share in zip(ways, shares, strict=False)}
        rest = cents - sum(shares)
        if rest:
            cash = config._payment_method_here()
            by_method[cash] = by_method.get(cash, 0) + rest
        return by_method, {key: share for key, share in by_card.items() if share}

    def _pay_back(self, sale):
        """Pay what this order owes the customer: fill cards again by lines, add the payments."""
        methods, cards = sale._split_back(-self._cents(self.amount_total), self.config_id, self)
        for (card, line), cents in cards.items():
            self._fill_card(card, line, self._amount(cents))
        if cards:
            self._compute_prices()
        for method, cents in methods.items():
            if cents:
                self.add_payment(
                    {
                        "pos_order_id": self.id,
                        "amount": -self._amount(cents),
                        "payment_method_id": method.id,
                        "payment_date": fields.Datetime.now(),
                    }
                )

    def _fill_card(self, card, paid_line, amount):
        """Give an amount back to the gift card or wallet that paid by a line of the sale."""
        values = {
            "product_id": paid_line.product_id.id,
            "full_product_name": paid_line.full_product_name,
            "qty": 1,
            **dict.fromkeys(("price_unit", "price_subtotal", "price_subtotal_incl"), amount),
            "is_reward_line": True,
            "reward_id": paid_line.reward_id.id,
            "coupon_id": card.id,
        }
        self.write({"lines": [fields.Command.create(values)]})
        self.env["retail.return"]._book_points(card, self, issued=amount)

    # -- Points and coupons --------------------------------------------------------------------

    def _take_points_back(self, record, order):
        """Take back the points that the sale earned for what comes back, give back those it cost."""
        self.ensure_one()
        total = sum(self._paid_shares().values())
        done = self.env["retail.return"].search(
            [("order_id", "=", self.id), ("state", "=", "done"), ("id", "!=", record.id)]
        )
        before = self._cents(sum(done.mapped("amount")))
        now = self._cents(record.amount)
        if not total or not now:
            return
        # The till takes an order with history for one that has its points, and would grant the new
        # goods of an exchange none
        source = order if order.is_refund else record
        history = self.env["loyalty.history"].search(
            [("order_model", "=", "pos.order"), ("order_id", "=", self.id)]
        )
        for line in history.filtered(lambda line: line.card_id.program_type not in PREPAID):
            whole = line.card_id.program_type in WHOLE_ONLY
            if whole and before + now < total:
                continue
            parts = (0, total) if whole else (before, now)
            issued, used = (
                share_of_pieces(round(points * 100), total, *parts) / 100
                for points in (line.issued, line.used)
            )
            record._book_points(line.card_id, source, issued=used, used=issued)

    def _return_points(self):
        """@override A return takes the points back itself, of an exchange as well."""
        if self.sudo().lines.filtered("return_line_uuid"):
            return None
        return super()._return_points()

    def _expected_to_take_back(self):
        """@override A piece of a return bears the price that was paid: nothing stands beside it."""
        if not self.lines.filtered("return_line_uuid"):
            return super()._expected_to_take_back()
        self.lines._book_promotions_back()
        return {}

    # -- Exchange, and goods that come back on a sale of the till ------------------------------

    def _compute_order_name(self, session=None):
        # @override The sale that the name tells of may be another store's
        return super(PosOrder, self.sudo())._compute_order_name(session)

    def _process_saved_order(self, draft):
        if draft:
            return super()._process_saved_order(draft)
        self._check_goods_back()
        returns = self.sudo()._settle_goods_back()
        result = super()._process_saved_order(draft)
        returns._finish(self.sudo())
        return result

    def _check_goods_back(self):
        """Refuse goods back without an approved return, where the till of a store asks for one.

        Managers may: they would approve it.
        """
        config = self.config_id.sudo()
        if self.env.su or not config.return_approval or not config.store_id.is_store:
            return
        if self.env.user.has_group("retail_security.group_store_manager"):
            return
        # Money for what never came is owed: nothing comes back
        for line in self.lines - self.lines._moved_by_fulfilment():
            if line._is_goods_back() and not line.return_line_uuid:
                raise UserError(
                    self.env._("Goods come back with an approved return only. See Me, Returns.")
                )

    def _settle_goods_back(self):
        """Check what a phone took back against the returns that were approved; return those."""
        lines = self.lines.filtered("return_line_uuid")
        # A refund that the server wrote itself is settled by who wrote it
        if not lines or self.env.context.get("retail_return_settled"):
            return self.env["retail.return"]
        goods = self.env["retail.return.line"].search(
            [("uuid", "in", lines.mapped("return_line_uuid"))]
        )
        returns = goods.return_id
        if returns:
            returns._lock()
        for record in returns:
            record._check_ready(self.config_id, "exchange")
            if record.type == "repair":
                raise UserError(self.env._("%s is another kind of return.", record.name))
        by_uuid = {line.uuid: line for line in returns.line_ids}
        if sorted(lines.mapped("return_line_uuid")) != sorted(by_uuid):
            raise UserError(self.env._("An approved return comes back as a whole, once."))
        if "exchange" in returns.mapped("type"):
            self._check_new_goods()
        for line in lines:
            line._settle(by_uuid[line.return_line_uuid])
        self._settle_ways(returns.order_id)
        return returns

    def _check_new_goods(self):
        """Refuse an exchange for nothing: it would be a refund that nobody approved."""
        if not self.lines.filtered(
            lambda line: line.qty > 0 and not line.refilled_card and not line.is_reward_line
        ):
            raise UserError(
                self.env._("An exchange without new goods is a refund: ask for one instead.")
            )

    def _settle_ways(self, sale):
        """Check by which ways an exchange gives money back, and fill gift cards and wallets again."""
        refills = self.lines.filtered("refilled_card")
        left = self.amount_total - sum(refills.mapped("price_subtotal_incl"))
        cents = max(-self._cents(left), 0)
        if not cents and not refills:
            return
        sale = sale[:1]
        methods, cards = sale._split_back(cents, self.config_id, self)
        self._check_ways(methods, cards, refills)
        for (card, paid_line), amount in cards.items():
            line = refills.filtered(lambda line, card=card: line.refilled_card == card.id)
            line.write(
                {
                    "is_reward_line": True,
                    "reward_id": paid_line.reward_id.id,
                    "coupon_id": card.id,
                }
            )
            self.env["retail.return"]._book_points(card, self, issued=self._amount(amount))

    def _check_ways(self, methods, cards, refills):
        """Refuse money back by another way than it came.

        :param methods: ``{payment method: cents}`` by which it goes back
        :param cards: ``{(card, line that it paid): cents}`` likewise
        :param refills: the lines of this order that fill cards again
        """
        paid = {}
        for payment in self.payment_ids:
            method = payment.payment_method_id
            paid[method] = paid.get(method, 0) - self._cents(payment.amount)
        filled = {
            (line.refilled_card, line.product_id): self._cents(line.price_subtotal_incl)
            for line in refills
        }
        due = {(card.id, line.product_id): cents for (card, line), cents in cards.items()}
        is_same = {m: c for m, c in paid.items() if c} == {m: c for m, c in methods.items() if c}
        if not is_same or filled != due or len(filled) < len(refills):
            ways = [(method.name, cents) for method, cents in methods.items() if cents]
            ways += [(card.code, cents) for (card, _line), cents in cards.items()]
            raise UserError(
                self.env._(
                    "The money goes back by the way it came: %s.",
                    ", ".join(
                        f"{name} {self.currency_id.format(self._amount(cents))}"
                        for name, cents in ways
                    ),
                )
            )
