from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestReturnExecution(ReturnCommon):
    """M-S3: goods come back, in whatever store, and money, stock, points and promotions are put right."""

    def reward(self, program_type="promotion", **reward):
        """Return a reward of a new programme."""
        program = self.env["loyalty.program"].create(
            {
                "name": program_type,
                "program_type": program_type,
                "trigger": "auto",
                "applies_on": "current" if program_type != "loyalty" else "both",
                "rule_ids": [Command.create(reward.pop("rule", {}))],
                "reward_ids": [Command.create({"description": "Reward", **reward})],
            }
        )
        return program.reward_ids

    def discount_line(self, reward, amount, **values):
        return (
            reward.discount_line_product_id,
            1,
            -amount,
            {"is_reward_line": True, "reward_id": reward.id, **values},
        )

    def test_M_S3_a_piece_comes_back_for_what_was_paid(self):
        sale = self.sale_of(self.session_a, [(self.jacket, 3, 100)], guide_id=self.guide_employee())
        stock = self.jacket.with_context(warehouse_id=self.store_a.id)
        before = stock.qty_available
        record = self.paid_back(sale)
        order = record.refund_order_id
        self.assertEqual((record.state, order.state, order.is_refund), ("done", "paid", True))
        self.assertEqual((order.amount_total, order.lines.qty), (-100, -1))
        self.assertEqual(order.lines.refunded_orderline_id, sale.lines)
        self.assertEqual(order.refunded_order_id, sale)
        self.assertEqual(order.guide_id, sale.guide_id)
        self.assertEqual(sale.lines.refunded_qty, 1)
        self.assertEqual(stock.qty_available, before + 1)
        self.assertEqual(order.picking_ids.state, "done")

    def guide_employee(self):
        return self.env["hr.employee"].create({"name": "Wang Fang", "is_guide": True}).id

    def test_asked_again_the_first_result_is_returned(self):
        record = self.paid_back(self.sale_of(self.session_a, [(self.jacket, 1, 100)]))
        order = record.refund_order_id
        answer = record.with_user(self.guide_a).pay_back(self.till_a.id)
        self.assertEqual((answer["state"], record.refund_order_id), ("done", order))
        self.assertEqual(len(order.lines.refunded_orderline_id.refund_orderline_ids), 1)

    def test_nothing_is_paid_before_the_approval_nor_after_a_refusal(self):
        record = self.apply(self.sale_of(self.session_a, [(self.jacket, 1, 100)]))
        with self.assertRaisesRegex(UserError, "is not approved"):
            record.with_user(self.guide_a).pay_back(self.till_a.id)
        record.with_user(self.manager_a).refuse("Worn")
        with self.assertRaisesRegex(UserError, "is not approved"):
            record.with_user(self.guide_a).pay_back(self.till_a.id)

    def test_a_closed_till_and_another_stores_pay_nothing(self):
        record = self.approved(self.sale_of(self.session_a, [(self.jacket, 1, 100)]))
        with self.assertRaises(AccessError):
            record.with_user(self.manager_b).pay_back(self.till_b.id)
        with self.assertRaises(AccessError):
            record.with_user(self.auditor).pay_back(self.till_a.id)
        self.session_a.sudo().state = "closing_control"
        with self.assertRaisesRegex(UserError, "is closed"):
            record.with_user(self.guide_a).pay_back(self.till_a.id)
        self.assertEqual(record.state, "approved")

    def test_M_S3_goods_sold_in_another_store_come_back_to_this_ones_stock(self):
        sale = self.sale_of(self.session_b, [(self.jacket, 2, 100)], {"cash": 50, "bank": 150})
        record = self.paid_back(sale, [(sale.lines, 2)])
        order = record.refund_order_id
        self.assertEqual(order.config_id, self.till_a)
        self.assertEqual(self.money_back(record), {"Cash SSA": 50, "Card": 150})
        self.assertEqual(order.payment_ids.payment_method_id, self.till_a.payment_method_ids)
        self.assertEqual(order.picking_ids.location_dest_id, self.store_a.lot_stock_id)
        # The guide of the returning store reads the order, the seller's sees the pieces gone
        self.env.invalidate_all()
        self.assertEqual(
            order.with_user(self.guide_a).read(["refunded_order_id"])[0]["id"], order.id
        )
        self.env.invalidate_all()
        self.assertEqual(sale.lines.with_user(self.manager_b).refunded_qty, 2)

    def test_M_S3_the_money_goes_back_by_the_way_it_came_in_proportion(self):
        sale = self.sale_of(self.session_a, [(self.jacket, 3, 100)], {"cash": 100, "bank": 200})
        first = self.paid_back(sale)
        self.assertEqual(self.money_back(first), {"Cash SSA": 33.33, "Card": 66.67})
        second = self.paid_back(sale, [(sale.lines, 2)])
        self.assertEqual(self.money_back(second), {"Cash SSA": 66.67, "Card": 133.33})

    def test_without_receipt_cash_goes_back(self):
        record = self.paid_back(lines=[(self.jacket, 1)])
        self.assertEqual(self.money_back(record), {"Cash SSA": 100})
        self.assertFalse(record.refund_order_id.lines.refunded_orderline_id)

    def test_M_S3_a_share_of_the_orders_discount_stays(self):
        reward = self.reward(discount=10, discount_mode="percent")
        sale = self.sale_of(
            self.session_a,
            [(self.jacket, 1, 100), (self.scarf, 1, 30), self.discount_line(reward, 13)],
        )
        self.assertEqual(self.paid_back(sale).refund_order_id.amount_total, -90)
        self.assertEqual(self.paid_back(sale, [(sale.lines[1], 1)]).amount, 27)

    def test_M_S3_three_for_two_come_back_one_by_one_for_what_was_paid_together(self):
        reward = self.reward(
            "buy_x_get_y",
            reward_type="product",
            reward_product_id=self.jacket.id,
            rule={"product_ids": [Command.link(self.jacket.id)]},
        )
        sale = self.sale_of(
            self.session_a,
            [(self.jacket, 3, 100), (self.scarf, 1, 30), self.discount_line(reward, 100)],
        )
        back = [self.paid_back(sale).amount for _piece in range(3)]
        self.assertEqual((back, sum(back)), ([66.67, 66.66, 66.67], 200))
        self.assertEqual(self.paid_back(sale, [(sale.lines[1], 1)]).amount, 30)

    def test_M_S3_a_discount_on_some_goods_is_theirs(self):
        reward = self.reward(
            discount=50,
            discount_mode="percent",
            discount_applicability="specific",
            discount_product_ids=[Command.link(self.scarf.id)],
        )
        sale = self.sale_of(
            self.session_a,
            [(self.jacket, 1, 100), (self.scarf, 2, 30), self.discount_line(reward, 30)],
        )
        self.assertEqual(self.apply(sale).amount, 100)
        self.assertEqual(self.apply(sale, [(sale.lines[1], 1)]).amount, 15)

    def test_M_S3_what_a_promotion_booked_on_a_line_is_taken_off_and_booked_back(self):
        reward = self.reward(discount=10, discount_mode="percent")
        sale = self.sale_of(
            self.session_a,
            [(self.jacket, 2, 100), (self.scarf, 1, 30), self.discount_line(reward, 41)],
        )
        uses = self.env["retail.promotion.use"].sudo()
        uses.search([("order_id", "=", sale.id)]).unlink()
        booked = uses.create(
            {"line_id": sale.lines[0].id, "program_id": reward.program_id.id, "amount": 41}
        )
        first, second = (self.paid_back(sale) for _piece in range(2))
        self.assertEqual((first.amount, second.amount), (79.5, 79.5))
        back = uses.search([("line_id.refunded_orderline_id", "=", booked.line_id.id)])
        self.assertEqual(back.mapped("amount"), [-20.5, -20.5])
        self.assertNotIn("differs", (first | second).refund_order_id.mapped("promotion_check"))

    def test_taxes_come_back_with_the_price(self):
        for included, total in (("tax_included", 100), ("tax_excluded", 113)):
            tax = self.env["account.tax"].create(
                {"name": included, "amount": 13, "price_include_override": included}
            )
            sale = self.sale_of(
                self.session_a, [(self.jacket, 3, 100, {"tax_ids": [Command.set(tax.ids)]})]
            )
            self.assertEqual(sale.amount_total, 3 * total)
            order = self.paid_back(sale).refund_order_id
            self.assertEqual(order.amount_total, -total)
            self.assertAlmostEqual(order.amount_tax, -sale.amount_tax / 3, 2)

    def test_M_S3_points_are_taken_back_in_proportion_and_those_spent_given_back(self):
        reward = self.reward("loyalty", discount=1, discount_mode="per_point")
        card = self.env["loyalty.card"].create(
            {"program_id": reward.program_id.id, "points": 50, "partner_id": self.customer.id}
        )
        sale = self.sale_of(
            self.session_a,
            [(self.jacket, 3, 100), self.discount_line(reward, 30, coupon_id=card.id)],
            partner_id=self.customer.id,
        )
        self.env["loyalty.history"].create(
            {
                "card_id": card.id,
                "order_model": "pos.order",
                "order_id": sale.id,
                "description": "Sale",
                "issued": 100,
                "used": 30,
            }
        )
        record = self.paid_back(sale)
        self.assertEqual(record.amount, 90)
        self.assertAlmostEqual(card.points, 50 - 33.33 + 10)
        self.paid_back(sale, [(sale.lines[0], 2)])
        self.assertAlmostEqual(card.points, 50 - 100 + 30)
        history = card.history_ids.filtered(lambda h: h.order_id == record.refund_order_id.id)
        self.assertEqual((history.issued, history.used), (10, 33.33))

    def test_M_S3_a_coupon_is_given_back_when_everything_came_back(self):
        reward = self.reward("coupons", discount=10, discount_mode="percent")
        coupon = self.env["loyalty.card"].create({"program_id": reward.program_id.id, "points": 0})
        sale = self.sale_of(
            self.session_a,
            [(self.jacket, 2, 100), self.discount_line(reward, 20, coupon_id=coupon.id)],
        )
        self.env["loyalty.history"].create(
            {
                "card_id": coupon.id,
                "order_model": "pos.order",
                "order_id": sale.id,
                "description": "Sale",
                "used": 1,
            }
        )
        self.paid_back(sale)
        self.assertEqual(coupon.points, 0)
        self.paid_back(sale)
        self.assertEqual(coupon.points, 1)

    def test_a_gift_card_that_paid_is_filled_again(self):
        reward = self.reward("gift_card", discount=1, discount_mode="per_point")
        card = self.env["loyalty.card"].create({"program_id": reward.program_id.id, "points": 0})
        sale = self.sale_of(
            self.session_a,
            [(self.jacket, 2, 100), self.discount_line(reward, 50, coupon_id=card.id)],
        )
        record = self.paid_back(sale)
        self.assertEqual((record.amount, self.money_back(record)), (100, {"Cash SSA": 75}))
        self.assertEqual(card.points, 25)
        self.assertEqual(self.money_back(self.paid_back(sale)), {"Cash SSA": 75})
        self.assertEqual(card.points, 50)

    def test_goods_go_where_the_reason_says(self):
        sale = self.sale_of(self.session_a, [(self.jacket, 3, 100)])
        for reason, name in (
            (self.faulty, "Defective Goods"),
            (self.batch, "Goods for the Supplier"),
        ):
            record = self.paid_back(sale, reason_id=reason.id)
            location = record.refund_order_id.picking_ids.location_dest_id
            self.assertEqual(location.name, name)
            self.assertEqual(location.location_id, self.store_a.view_location_id)
            self.assertEqual(record.refund_order_id.picking_ids.state, "done")
        again = self.paid_back(sale, reason_id=self.batch.id)
        self.assertEqual(again.refund_order_id.picking_ids.location_dest_id, location)

    def test_goods_go_where_the_reason_says_when_stock_is_booked_at_closing(self):
        self.session_a.sudo().update_stock_at_closing = True
        sale = self.sale_of(self.session_a, [(self.jacket, 2, 100)])
        order = self.paid_back(sale, reason_id=self.faulty.id).refund_order_id
        self.paid_back(sale)
        self.assertFalse(order.picking_ids)
        self.session_a.sudo()._create_picking_at_end_of_session()
        targets = self.session_a.sudo().picking_ids.mapped("location_dest_id.name")
        self.assertIn("Defective Goods", targets)
        self.assertIn(self.store_a.lot_stock_id.name, targets)

    def test_a_repair_is_received_and_handed_back(self):
        sale = self.sale_of(self.session_a, [(self.jacket, 1, 100)])
        record = self.approved(sale, type="repair", promise_date="2030-01-02")
        step = record.with_user(self.guide_a).repair_step
        with self.assertRaises(UserError):
            step("handed_back", self.till_a.id)
        self.assertEqual(step("received", self.till_a.id)["repair_state"], "received")
        self.assertEqual(record.picking_ids.location_dest_id.name, "Goods in Repair")
        self.assertEqual(record.picking_ids.state, "done")
        step("received", self.till_a.id)
        step("ready", self.till_a.id, "2030-02-03")
        self.assertEqual(str(record.promise_date), "2030-02-03")
        self.assertEqual(step("handed_back", self.till_a.id)["state"], "done")
        self.assertEqual(len(record.picking_ids), 2)
        self.assertFalse(record.refund_order_id)
        with self.assertRaisesRegex(UserError, "is not approved|another kind"):
            self.approved(sale, type="repair").with_user(self.guide_a).pay_back(self.till_a.id)

    # -- Exchange --------------------------------------------------------------------------------

    def exchange(self, record, goods, payments, user=None, refills=(), **changes):
        """Send the order of an exchange as the phone does; return it.

        :param refills: what goes back to gift cards, as `payback_plan` tells it
        """
        lines = record.with_user(self.guide_a).exchange_lines(self.till_a.id)["lines"]
        sale = self.sale(self.session_a)
        back = sum(line["qty"] * line["price_unit"] for line in lines)
        new = sum(qty * price for _product, qty, price in goods)
        template = sale["lines"][0][2]
        sale["lines"] = [
            Command.create(
                template
                | line
                | {
                    "uuid": f"{record.uuid}-{index}",
                    "price_subtotal": line["qty"] * line["price_unit"],
                    "price_subtotal_incl": line["qty"] * line["price_unit"],
                }
                | changes
            )
            for index, line in enumerate(lines)
        ] + [
            Command.create(
                template
                | {
                    "uuid": f"{record.uuid}-new",
                    "product_id": product.id,
                    "qty": qty,
                    "price_unit": price,
                    "price_subtotal": qty * price,
                    "price_subtotal_incl": qty * price,
                }
            )
            for product, qty, price in goods
        ]
        sale["lines"] += [
            Command.create(
                template
                | {
                    "uuid": f"{record.uuid}-card-{index}",
                    "product_id": card["product_id"],
                    "qty": 1,
                    **dict.fromkeys(
                        ("price_unit", "price_subtotal", "price_subtotal_incl"), card["amount"]
                    ),
                    "refilled_card": card["card_id"],
                }
            )
            for index, card in enumerate(refills)
        ]
        new += sum(card["amount"] for card in refills)
        sale["payment_ids"] = [
            Command.create(
                {
                    "uuid": f"{record.uuid}-{kind}",
                    "amount": amount,
                    "payment_method_id": self.way(self.till_a, kind).id,
                    "name": "2026-01-01 10:00:00",
                }
            )
            for kind, amount in payments.items()
        ]
        sale.update(amount_total=back + new, amount_paid=sum(payments.values()))
        self.env.invalidate_all()
        orders = self.env["pos.order"].with_user(user or self.guide_a)
        answer = orders.sync_from_ui([sale])
        return orders.browse(answer["pos.order"][-1]["id"]).sudo()

    def test_M_S3_an_exchange_is_one_order_and_the_customer_pays_the_difference(self):
        sale = self.sale_of(self.session_b, [(self.scarf, 1, 30)])
        record = self.approved(sale, type="exchange")
        order = self.exchange(record, [(self.jacket, 1, 100)], {"bank": 70})
        self.assertEqual((order.state, order.amount_total), ("paid", 70))
        self.assertEqual(sorted(order.lines.mapped("qty")), [-1, 1])
        self.assertEqual(order.lines.refunded_orderline_id, sale.lines)
        self.assertEqual((record.state, record.refund_order_id), ("done", order))
        self.assertEqual(len(order.picking_ids), 2)

    def test_M_S3_an_exchange_pays_the_difference_to_the_customer_by_the_way_it_came(self):
        sale = self.sale_of(self.session_a, [(self.jacket, 1, 100)], {"bank": 100})
        record = self.approved(sale, type="exchange")
        plan = record.with_user(self.guide_a).payback_plan(self.till_a.id, -70)
        bank = self.way(self.till_a, "bank")
        self.assertEqual(plan, {"payments": [{"method_id": bank.id, "amount": 70}], "cards": []})
        with self.assertRaisesRegex(UserError, "by the way it came: Card"):
            self.exchange(record, [(self.scarf, 1, 30)], {"cash": -70})
        order = self.exchange(record, [(self.scarf, 1, 30)], {"bank": -70})
        self.assertEqual((order.amount_total, record.state), (-70, "done"))

    def gift_card_sale(self):
        """Return a sale of 200, of which a gift card paid 150 and cash 50; and the card."""
        reward = self.reward("gift_card", discount=1, discount_mode="per_point")
        card = self.env["loyalty.card"].create({"program_id": reward.program_id.id, "points": 0})
        lines = [(self.jacket, 2, 100), self.discount_line(reward, 150, coupon_id=card.id)]
        return self.sale_of(self.session_a, lines), card

    def test_M_S3_an_exchange_gives_back_to_the_gift_card_what_it_paid(self):
        sale, card = self.gift_card_sale()
        record = self.approved(sale, [(sale.lines[0], 2)], type="exchange")
        plan = record.with_user(self.guide_a).payback_plan(self.till_a.id, -80)
        self.assertEqual([row["amount"] for row in plan["payments"]], [20])
        self.assertEqual(
            [(row["card_id"], row["amount"]) for row in plan["cards"]], [(card.id, 60)]
        )
        order = self.exchange(record, [(self.scarf, 4, 30)], {"cash": -20}, refills=plan["cards"])
        self.assertEqual((record.state, order.amount_total, card.points), ("done", -20, 60))
        refill = order.lines.filtered("refilled_card")
        self.assertEqual((refill.coupon_id, refill.is_reward_line), (card, True))
        self.assertEqual(card.history_ids.mapped("issued"), [60])

    def test_nobody_fills_another_card_or_takes_a_gift_card_s_money_in_cash(self):
        sale, card = self.gift_card_sale()
        record = self.approved(sale, [(sale.lines[0], 2)], type="exchange")
        [refill] = record.with_user(self.guide_a).payback_plan(self.till_a.id, -80)["cards"]
        other = card.copy({"code": "another", "points": 0})
        for refills, cash in (
            ([], -80),
            ([{**refill, "card_id": other.id}], -20),
            ([{**refill, "amount": 80}], 0),
            ([{**refill, "amount": 30}] * 2, -20),
            ([{**refill, "product_id": self.scarf.id}], -20),
        ):
            with self.assertRaisesRegex(UserError, "by the way it came"):
                self.exchange(record, [(self.scarf, 4, 30)], {"cash": cash}, refills=refills)
        with self.assertRaisesRegex(UserError, "by the way it came"):
            self.exchange(record, [(self.jacket, 2, 100)], {"cash": 60}, refills=[refill])
        self.assertEqual((card.points, other.points, record.state), (0, 0, "approved"))

    def test_what_an_exchange_paid_with_goods_goes_back_by_the_first_way(self):
        sale = self.sale_of(self.session_a, [(self.jacket, 1, 100)], {"bank": 100})
        record = self.approved(sale, type="exchange")
        order = self.exchange(record, [(self.scarf, 4, 30)], {"cash": 20})
        goods = order.lines.filtered(lambda line: line.qty > 0)
        back = self.paid_back(order, [(goods, 4)])
        self.assertEqual(self.money_back(back), {"Card": 100, "Cash SSA": 20})

    def test_M_S3_the_new_goods_of_an_exchange_earn_their_points(self):
        reward = self.reward("loyalty", discount=1, discount_mode="per_point")
        rule = {"reward_point_mode": "money", "reward_point_amount": 1}
        reward.program_id.rule_ids = [Command.clear(), Command.create(rule)]
        card = self.env["loyalty.card"].create(
            {"program_id": reward.program_id.id, "points": 100, "partner_id": self.customer.id}
        )
        sale = self.sale_of(self.session_a, [(self.scarf, 1, 30)], partner_id=self.customer.id)
        self.env["loyalty.history"].create(
            {
                "card_id": card.id,
                "order_model": "pos.order",
                "order_id": sale.id,
                "description": "Sale",
                "issued": 30,
            }
        )
        record = self.approved(sale, type="exchange")
        order = self.exchange(record, [(self.jacket, 1, 100)], {"cash": 70})
        self.assertEqual(card.points, 70)
        # As the till does after it has sent the order
        order.with_user(self.guide_a).confirm_coupon_programs(
            {card.id: {"points": 100, "program_id": reward.program_id.id, "coupon_id": card.id}}
        )
        self.assertEqual(card.points, 170)

    def test_M_Q1b_a_phone_cannot_take_back_what_was_not_approved_or_for_more(self):
        sale = self.sale_of(self.session_a, [(self.jacket, 1, 100)])
        record = self.approved(sale, type="exchange")
        with self.assertRaisesRegex(UserError, "was changed on the way"):
            self.exchange(
                record,
                [(self.scarf, 1, 30)],
                {"cash": -470},
                price_unit=500,
                price_subtotal=-500,
                price_subtotal_incl=-500,
            )
        with self.assertRaisesRegex(UserError, "approved return only"):
            self.exchange(record, [], {"cash": -100}, return_line_uuid=False)
        with self.assertRaisesRegex(UserError, "as a whole, once"):
            self.exchange(record, [], {"cash": -100}, return_line_uuid="unknown")
        with self.assertRaisesRegex(UserError, "without new goods is a refund"):
            self.exchange(record, [], {"cash": -100})
        self.assertEqual(record.state, "approved")
        self.exchange(record, [(self.jacket, 1, 100)], {"cash": 0})
        self.assertEqual(record.state, "done")
        with self.assertRaisesRegex(UserError, "is not approved"):
            record.with_user(self.guide_a).exchange_lines(self.till_a.id)
