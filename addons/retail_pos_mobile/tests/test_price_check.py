from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .flag_common import FlagCommon


@tagged("post_install", "-at_install")
class TestPriceCheck(FlagCommon):
    """A-L2a, P4.1.1: every line that a till sends is priced again for the time of the sale."""

    def test_the_list_price_is_right(self):
        order = self._send_waiting(self._line(self.jacket, 1, 599), self._line(self.shirt, 2, 100))
        self.assertFalse(order.flag_ids)

    def test_a_price_of_nobody_is_booked_and_flagged(self):
        order = self._send(self._line(self.jacket, 1, 0.01))
        flag = order.flag_ids
        self.assertEqual((flag.kind, flag.rule, flag.product_id), ("price", "C2", self.jacket))
        self.assertEqual((flag.amount, flag.was_offline), (598.99, True))
        self.assertRegex(flag.reason, r"Sold at .*0\.01.*599\.00")
        self.assertEqual(flag.decision, "Booked as the customer paid.")

    def test_a_price_of_nobody_is_refused_while_the_customer_waits(self):
        with self.assertRaisesRegex(UserError, r"not taken.*0\.01.*599\.00"):
            self._send_waiting(self._line(self.jacket, 1, 0.01))
        self.assertFalse(
            self.env["retail.sale.flag"].sudo().search([("product_id", "=", self.jacket.id)])
        )

    def test_too_much_is_told_as_well(self):
        flag = self._send(self._line(self.jacket, 1, 699)).flag_ids
        self.assertEqual((flag.kind, flag.amount), ("price", -100))

    def test_a_claim_to_be_offline_costs_a_flag_and_no_sale(self):
        for claim in ({}, {"retail_live": False}, {"retail_live": 0}):
            order = self._send(self._line(self.jacket, 1, 2), context=claim)
            self.assertEqual(self._kinds(order), ["price"])

    # Price lists

    def test_the_rule_that_holds_at_the_time_of_the_sale(self):
        now = fields.Datetime.now()
        self.config.pricelist_id = self._pricelist(
            {"compute_price": "fixed", "fixed_price": 80, "date_end": now - timedelta(hours=3)},
            {"compute_price": "fixed", "fixed_price": 90, "date_start": now - timedelta(hours=3)},
        )
        values = {"pricelist_id": self.config.pricelist_id.id}
        early = self._send(
            self._line(self.shirt, 1, 80), date_order=str(now - timedelta(hours=4)), **values
        )
        self.assertFalse(early.flag_ids)
        self.assertFalse(self._send(self._line(self.shirt, 1, 90), **values).flag_ids)
        late = self._send(self._line(self.shirt, 1, 80), **values)
        self.assertEqual(self._kinds(late), ["price_changed"])

    def test_each_quantity_has_its_rule(self):
        self.config.pricelist_id = self._pricelist(
            {"compute_price": "percentage", "percent_price": 10},
            {"compute_price": "fixed", "fixed_price": 70, "min_quantity": 5},
        )
        values = {"pricelist_id": self.config.pricelist_id.id}
        right = self._send_waiting(
            self._line(self.shirt, 5, 70), self._line(self.shirt, 1, 90), **values
        )
        self.assertFalse(right.flag_ids)
        wrong = self._send(self._line(self.shirt, 4, 70), **values)
        self.assertEqual(wrong.flag_ids.amount, 80)

    def test_a_price_list_on_a_price_list(self):
        base = self._pricelist({"compute_price": "percentage", "percent_price": 10})
        self.config.pricelist_id = self._pricelist(
            {
                "compute_price": "formula",
                "base": "pricelist",
                "base_pricelist_id": base.id,
                "price_surcharge": -5,
            }
        )
        values = {"pricelist_id": self.config.pricelist_id.id}
        self.assertFalse(self._send_waiting(self._line(self.shirt, 1, 85), **values).flag_ids)

    def test_a_price_list_that_the_till_does_not_have(self):
        wholesale = self._pricelist({"compute_price": "percentage", "percent_price": 50})
        order = self._send(self._line(self.shirt, 1, 50), pricelist_id=wholesale.id)
        self.assertEqual(self._kinds(order), ["member_price"])
        with self.assertRaisesRegex(UserError, "price list Winter"):
            self._send_waiting(self._line(self.shirt, 1, 50), pricelist_id=wholesale.id)

    def test_members_get_the_price_of_their_card_and_nobody_else(self):
        gold = self._pricelist({"compute_price": "percentage", "percent_price": 20})
        card_type = self.env["retail.member.card.type"].create(
            {"name": "Gold", "pricelist_id": gold.id}
        )
        member, other = self.env["res.partner"].create([{"name": "Li Na"}, {"name": "Wu Lei"}])
        self.env["retail.member.card"].sudo().create(
            {"type_id": card_type.id, "member_id": member.id}
        )
        values = {"pricelist_id": gold.id}
        line = [self._line(self.shirt, 1, 80)]
        self.assertFalse(self._send_waiting(*line, partner_id=member.id, **values).flag_ids)
        for partner in (other.id, False):
            line = [self._line(self.shirt, 1, 80)]
            order = self._send(*line, partner_id=partner, **values)
            self.assertEqual(self._kinds(order), ["member_price"])

    def test_a_fiscal_position_moves_taxes_and_leaves_prices(self):
        included, free = self.env["account.tax"].create(
            [
                {"name": "13% incl.", "amount": 13, "price_include_override": "tax_included"},
                {"name": "Export", "amount": 0, "price_include_override": "tax_included"},
            ]
        )
        abroad = self.env["account.fiscal.position"].create({"name": "Abroad"})
        free.write({"fiscal_position_ids": abroad.ids, "original_tax_ids": included.ids})
        self.shirt.taxes_id = included
        line = self._line(self.shirt, 2, 100)
        line[2]["tax_ids"] = [Command.set(included.ids)]
        order = self._send_waiting(line, fiscal_position_id=abroad.id)
        self.assertFalse(order.flag_ids)
        self.assertEqual((order.amount_total, order.amount_tax), (200, 0))

    def test_what_is_paid_ahead_bears_the_taxes_of_the_order(self):
        # Odoo confirms the order as the cashier, who may write nobody's points by hand
        self.cashier.sudo().group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        of_goods, other = self.env["account.tax"].create(
            [
                {"name": f"{rate}%", "amount": rate, "price_include_override": "tax_included"}
                for rate in (9, 6)
            ]
        )
        ordered = (
            self.env["sale.order"]
            .sudo()
            .create(
                {
                    "partner_id": self.env["res.partner"].create({"name": "Li Na"}).id,
                    "order_line": [
                        Command.create({"product_id": self.jacket.id, "tax_ids": of_goods.ids})
                    ],
                }
            )
        )
        ahead = self.env["product.product"].create(
            {"name": "Ahead", "type": "service", "available_in_pos": True, "taxes_id": False}
        )
        self.config.down_payment_product_id = ahead
        for tax, kinds in ((of_goods, []), (other, ["tax"])):
            line = self._line(
                ahead,
                1,
                50,
                sale_order_origin_id=ordered.id,
                tax_ids=[Command.set(tax.ids)],
                price_subtotal=tax.compute_all(50)["total_excluded"],
            )
            order = self._send(line, partner_id=ordered.partner_id.id)
            self.assertEqual(self._kinds(order), kinds)
        self.assertEqual(ordered.state, "sale")
        # Odoo divides what is paid ahead among the order's taxes, and rounds the order as a whole
        whole, tax = 45.8, 4.12
        shares = {"tax_amount_currency": tax, "base_amount_currency": whole}
        line = self._line(
            ahead,
            1,
            50,
            sale_order_origin_id=ordered.id,
            tax_ids=[Command.set(of_goods.ids)],
            price_subtotal=whole,
            price_subtotal_incl=whole + tax,
            extra_tax_data={
                "currency_id": self.config.currency_id.id,
                "price_unit": 50,
                "discount": 0,
                "quantity": 1,
                "rate": 1,
                "manual_total_excluded_currency": whole,
                "manual_total_excluded": whole,
                "manual_tax_amounts": {
                    str(of_goods.id): {**shares, "tax_amount": tax, "base_amount": whole}
                },
            },
        )
        self.assertEqual(self._kinds(self._send(line, partner_id=ordered.partner_id.id)), [])

    # What changed meanwhile

    def test_a_price_that_changed_after_the_sale_was_right(self):
        self._log_price(self.shirt.product_tmpl_id, self._ago(hours=1), list_price=88)
        sold = {"date_order": str(self._ago(hours=2))}
        self.assertFalse(self._send(self._line(self.shirt, 1, 88), **sold).flag_ids)

    def test_a_price_that_changed_before_the_sale_is_told_with_its_last_moment(self):
        until = self._ago(hours=3)
        self._log_price(self.shirt.product_tmpl_id, until, list_price=88)
        order = self._send(self._line(self.shirt, 1, 88), date_order=str(self._ago(hours=2)))
        self.assertEqual(self._kinds(order), ["price_changed"])
        self.assertEqual(order.flag_ids.amount, 12)
        self.assertEqual(order.flag_ids.rule, "C1")
        self.assertIn("88.00, which was the price until", order.flag_ids.reason)

    def test_a_price_that_changed_before_is_taken_from_a_till_that_waits(self):
        self._log_price(self.shirt.product_tmpl_id, self._ago(hours=3), list_price=88)
        order = self._send_waiting(self._line(self.shirt, 1, 88))
        self.assertEqual(self._kinds(order), ["price_changed"])

    def test_a_till_that_is_online_has_two_minutes_to_learn_a_price(self):
        self._log_price(self.shirt.product_tmpl_id, self._ago(minutes=1), list_price=88)
        self.assertFalse(self._send_waiting(self._line(self.shirt, 1, 88)).flag_ids)

    def test_of_several_former_prices_each_is_known(self):
        style = self.shirt.product_tmpl_id
        for days, price in ((9, 60), (6, 70), (3, 80)):
            self._log_price(style, self._ago(days=days), list_price=price)
        for days, price in ((8, 70), (4, 80), (10, 60), (1, 100)):
            sold = {"date_order": str(self._ago(days=days))}
            self.assertFalse(self._send(self._line(self.shirt, 1, price), **sold).flag_ids)
        order = self._send(self._line(self.shirt, 1, 60), date_order=str(self._ago(days=1)))
        self.assertEqual(self._kinds(order), ["price_changed"])

    def test_what_was_longer_ago_than_a_month_is_no_excuse(self):
        self._log_price(self.shirt.product_tmpl_id, self._ago(days=40), list_price=60)
        self.assertEqual(self._kinds(self._send(self._line(self.shirt, 1, 60))), ["price"])

    def test_a_rule_that_was_changed_or_deleted(self):
        pricelist = self._pricelist(
            {
                "compute_price": "fixed",
                "fixed_price": 80,
                "product_tmpl_id": self.shirt.product_tmpl_id.id,
            },
            {"compute_price": "fixed", "fixed_price": 500, "product_id": self.jacket.id},
        )
        self.config.pricelist_id = pricelist
        of_shirt = pricelist.item_ids.filtered(lambda rule: rule.fixed_price == 80)
        of_shirt.fixed_price = 85
        (pricelist.item_ids - of_shirt).unlink()
        lines = [self._line(self.shirt, 1, 80), self._line(self.jacket, 1, 500)]
        order = self._send(*lines, pricelist_id=pricelist.id, date_order=str(self._ago(hours=1)))
        self.assertFalse(order.flag_ids)
        self.env["retail.price.log"].sudo().search([]).until = self._ago(hours=2)
        lines = [self._line(self.shirt, 1, 80), self._line(self.jacket, 1, 500)]
        order = self._send(*lines, pricelist_id=pricelist.id, date_order=str(self._ago(hours=1)))
        self.assertEqual(self._kinds(order), ["price_changed", "price_changed"])

    def test_a_rule_that_came_later_did_not_hold(self):
        pricelist = self._pricelist(
            {"compute_price": "fixed", "fixed_price": 80}, created=self._ago(hours=1)
        )
        self.config.pricelist_id = pricelist
        values = {"pricelist_id": pricelist.id}
        early = self._send(
            self._line(self.shirt, 1, 100), date_order=str(self._ago(hours=2)), **values
        )
        self.assertFalse(early.flag_ids, early.flag_ids.mapped("reason"))

    def test_a_change_of_a_price_is_remembered(self):
        style = self.shirt.product_tmpl_id
        log = self.env["retail.price.log"].sudo()
        style.list_price = 100  # the same
        self.assertFalse(log.search([]))
        style.list_price = 120
        self.shirt.lst_price = 130
        rows = log.search([("res_model", "=", style._name), ("res_id", "=", style.id)], order="id")
        self.assertEqual([row.former["list_price"] for row in rows], [100, 120])

    # Prices that are typed, discounts

    def test_a_typed_price_is_a_managers(self):
        manager = new_test_user(
            self.env, "price_manager", groups="base.group_user,point_of_sale.group_pos_manager"
        )
        manual = {"price_type": "manual"}
        order = self._send_waiting(self._line(self.shirt, 1, 75, **manual), user=manager)
        self.assertFalse(order.flag_ids)
        order = self._send_waiting(self._line(self.shirt, 1, 75, **manual))
        self.assertIn("somebody who is no manager", order.flag_ids.reason)
        self.config.restrict_price_control = True
        with self.assertRaises(UserError):
            self._send_waiting(self._line(self.shirt, 1, 75, **manual))
        order = self._send(self._line(self.shirt, 1, 75, **manual))
        self.assertEqual(self._kinds(order), ["price"])

    def test_a_sale_at_another_price_keeps_what_the_rules_gave(self):
        manual = {"price_type": "manual"}
        line = self._send(self._line(self.shirt, 2, 75, **manual)).lines
        self.assertEqual(line.sudo().rule_price_unit, 100)
        manager = new_test_user(
            self.env, "price_manager", groups="base.group_user,point_of_sale.group_pos_manager"
        )
        line = self._send_waiting(self._line(self.shirt, 1, 75, **manual), user=manager).lines
        self.assertEqual(line.sudo().rule_price_unit, 100)
        self._log_price(self.shirt.product_tmpl_id, self._ago(hours=3), list_price=88)
        line = self._send(self._line(self.shirt, 1, 88), date_order=str(self._ago(hours=2))).lines
        self.assertFalse(line.sudo().rule_price_unit, "it was the price an hour before")

    def test_what_a_till_claims_of_the_rules_price_does_not_count(self):
        claim = {"rule_price_unit": 500}
        line = self._send(self._line(self.shirt, 1, 100, **claim)).lines
        self.assertFalse(line.sudo().rule_price_unit)
        line = self._send(self._line(self.shirt, 1, 75, price_type="manual", **claim)).lines
        self.assertEqual(line.sudo().rule_price_unit, 100)
        with self.assertRaises(AccessError):
            line.with_user(self.cashier).rule_price_unit = 75

    def test_a_discount_where_the_till_gives_none(self):
        half = {"discount": 50, "price_subtotal": 50, "price_subtotal_incl": 50}
        self.assertFalse(self._send_waiting(self._line(self.shirt, 1, 100, **half)).flag_ids)
        self.config.manual_discount = False
        order = self._send(self._line(self.shirt, 1, 100, **half))
        self.assertEqual((self._kinds(order), order.flag_ids.amount), (["discount"], 50))
        with self.assertRaisesRegex(UserError, "taken off by hand"):
            self._send_waiting(self._line(self.shirt, 1, 100, **half))

    # What else a till could send

    def test_an_amount_that_does_not_follow_from_the_price(self):
        cheap = {"price_subtotal": 1, "price_subtotal_incl": 1}
        order = self._send(self._line(self.jacket, 1, 599, **cheap))
        self.assertEqual((self._kinds(order), order.flag_ids.amount), (["amount"], 598))
        with self.assertRaisesRegex(UserError, "come to"):
            self._send_waiting(self._line(self.jacket, 1, 599, **cheap))

    def test_a_total_that_is_not_the_sum(self):
        paid = Command.create({"amount": 1, "payment_method_id": self.cash_pm1.id})
        order = self._send(
            self._line(self.jacket, 1, 599), amount_total=1, amount_paid=1, payment_ids=[paid]
        )
        self.assertEqual((self._kinds(order), order.flag_ids.amount), (["amount"], 598))

    def test_taxes_of_the_product(self):
        tax = self.env["account.tax"].create(
            {"name": "VAT 13", "amount": 13, "price_include_override": "tax_included"}
        )
        self.shirt.taxes_id = tax
        taxed = {"tax_ids": [Command.set(tax.ids)], "price_subtotal": 88.5}
        order = self._send_waiting(self._line(self.shirt, 1, 100, **taxed), amount_tax=11.5)
        self.assertFalse(order.flag_ids)
        order = self._send(self._line(self.shirt, 1, 100))
        self.assertEqual(self._kinds(order), ["tax"])
        self.assertIn("the product has VAT 13", order.flag_ids.reason)

    def test_goods_do_not_become_rewards_orders_or_returns_by_a_claim(self):
        reward = self.threshold.reward_ids
        other = self._send(self._line(self.jacket, 1, 599))
        for claim in (
            {"is_reward_line": True},
            {"is_reward_line": True, "reward_id": reward.id},
            {"refunded_orderline_id": other.lines.id},
        ):
            order = self._send(self._line(self.shirt, 1, 0.5, **claim))
            self.assertEqual(self._kinds(order), ["price"], claim)

    def test_a_reward_gives_no_more_than_its_programme(self):
        program = self.env["loyalty.program"].create(
            {
                "name": "10 off",
                "program_type": "promotion",
                "trigger": "auto",
                "rule_ids": [Command.create({"minimum_amount": 1})],
                "reward_ids": [Command.create({"discount_mode": "per_order", "discount": 10})],
            }
        )
        lines = [self._line(self.jacket, 1, 599), self._promotion(program, -10)]
        self.assertFalse(self._send_waiting(*lines).flag_ids)
        order = self._send(self._line(self.jacket, 1, 599), self._promotion(program, -300))
        self.assertEqual((self._kinds(order), order.flag_ids.amount), (["price"], 290))

    def test_goods_come_back_at_what_was_paid(self):
        sold = self._send(self._line(self.shirt, 2, 100))
        back = {"refunded_orderline_id": sold.lines.id}
        order = self._send_waiting(self._line(self.shirt, -1, 100, **back), is_refund=True)
        self.assertFalse(order.flag_ids)
        order = self._send(self._line(self.shirt, -1, 150, **back), is_refund=True)
        self.assertEqual((self._kinds(order), order.flag_ids.amount), (["price"], 50))

    def test_a_piece_comes_back_once(self):
        sold = self._send(self._line(self.shirt, 2, 100))
        back = {"refunded_orderline_id": sold.lines.id}
        whole = [self._line(self.shirt, -2, 100, **back)]
        self.assertFalse(self._send_waiting(*whole, is_refund=True).flag_ids)
        with self.assertRaisesRegex(UserError, "2 pieces were sold, 2 of them were back already"):
            self._send_waiting(self._line(self.shirt, -1, 100, **back), is_refund=True)
        order = self._send(self._line(self.shirt, -1, 100, **back), is_refund=True)
        self.assertEqual((self._kinds(order), order.flag_ids.amount), (["goods_back"], 100))
        self.assertEqual(order.flag_ids.rule, "C25")

    def test_more_than_was_sold_does_not_come_back_on_two_lines_of_one_refund_either(self):
        sold = self._send(self._line(self.shirt, 2, 100))
        line = self._line(self.shirt, -2, 100, refunded_orderline_id=sold.lines.id)
        twice = [line, self._line(self.shirt, -1, 100, refunded_orderline_id=sold.lines.id)]
        order = self._send(*twice, is_refund=True)
        self.assertEqual((self._kinds(order), order.flag_ids.amount), (["goods_back"], 100))

    def test_gift_cards_cost_what_the_customer_wishes(self):
        program = self.env["loyalty.program"].create(
            {"name": "Cards", "program_type": "gift_card", "trigger": "auto"}
        )
        card = self.create_product("Gift card", self.categ_basic, 50)
        card.type = "service"
        program.trigger_product_ids = card
        self.assertFalse(self._send_waiting(self._line(card, 1, 321)).flag_ids)

    def test_more_lines_need_no_more_queries(self):
        products = self.jacket | self.shirt
        for number in range(28):
            products |= self.create_product(f"P{number}", self.categ_basic, 10)
        self._stock(products, 10)
        self.config.pricelist_id = self._pricelist(
            {"compute_price": "percentage", "percent_price": 10}
        )

        def queries(goods):
            lines = [self._line(product, 1, product.lst_price * 0.9) for product in goods]
            order = self._send(*lines, pricelist_id=self.config.pricelist_id.id)
            self.assertFalse(order.flag_ids)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            order._check_prices()
            return self.cr.sql_log_count - before

        self.assertEqual(queries(products[:1]), queries(products))
