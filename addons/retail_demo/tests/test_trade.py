from collections import Counter
from datetime import timedelta

from odoo.tests import tagged

from .common import DemoCase


@tagged("post_install", "-at_install")
class TestTrade(DemoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = cls.history.filtered(lambda order: not order.is_refund)
        cls.refunds = cls.history - cls.sales
        cls.last = max(cls.history.mapped("business_date"))

    def test_every_store_sold_on_nearly_all_of_sixty_days(self):
        for store in self.stores:
            days = set(
                self.sales.filtered(lambda o, store=store: o.config_id.store_id == store).mapped(
                    "business_date"
                )
            )
            with self.subTest(store=store.code):
                self.assertGreaterEqual(len(days), 55)
                self.assertLessEqual(max(days) - min(days), timedelta(days=59))

    def test_weekends_are_busier(self):
        orders = Counter(order.business_date.weekday() for order in self.sales)
        self.assertGreater(orders[5] + orders[6], 1.3 * (orders[1] + orders[2]))

    def test_an_order_knows_day_guide_cashier_and_payment(self):
        for order in self.history.with_context(tz="Asia/Shanghai"):
            moment = order.date_order + timedelta(hours=8)
            self.assertEqual(moment.date(), order.business_date)
            self.assertTrue(9 <= moment.hour <= 22)
            self.assertIn(order.guide_id, order.config_id.store_id.guide_ids)
            self.assertAlmostEqual(sum(order.payment_ids.mapped("amount")), order.amount_total, 2)
            self.assertEqual(order.state, "done")

    def test_about_half_of_the_sales_have_a_member(self):
        share = len(self.sales.filtered("partner_id")) / len(self.sales)
        self.assertTrue(0.45 <= share <= 0.6, share)

    def test_a_few_sales_were_refunded(self):
        self.assertTrue(20 <= len(self.refunds) <= 150)
        for refund in self.refunds:
            line = refund.lines
            self.assertEqual(line.qty, -line.refunded_orderline_id.qty)
            self.assertEqual(line.product_id, line.refunded_orderline_id.product_id)
            self.assertGreater(refund.business_date, refund.refunded_order_id.business_date)
            self.assertLess(refund.amount_total, 0)

    def test_the_threshold_promotion_was_given_from_its_first_day_on(self):
        program = self.record("program", "threshold")
        lines = self.sales.lines.filtered("is_reward_line")
        self.assertTrue(lines)
        self.assertEqual(lines.reward_id, program.reward_ids)
        for order in self.sales:
            goods = sum(line.price_subtotal_incl for line in order.lines if not line.is_reward_line)
            earned = goods >= 800 and order.business_date >= program.date_from
            self.assertEqual(bool(order.lines.filtered("is_reward_line")), earned)

    def test_amounts_are_what_native_computes(self):
        for order in self.history[:: len(self.history) // 50]:
            total, tax = order.amount_total, order.amount_tax
            order._compute_prices()
            self.assertAlmostEqual(order.amount_total, total, 2)
            self.assertAlmostEqual(order.amount_tax, tax, 2)
            for line in order.lines:
                computed = line._compute_amount_line_all()
                self.assertAlmostEqual(computed["price_subtotal"], line.price_subtotal, 2)
                self.assertAlmostEqual(computed["price_subtotal_incl"], line.price_subtotal_incl, 2)

    def test_a_style_does_not_sell_before_its_launch(self):
        new = self.styles.filtered(lambda style: style.launch_date > self.last - timedelta(days=50))
        self.assertGreaterEqual(len(new), 5)
        for line in self.sales.lines.filtered(lambda line: not line.is_reward_line):
            launched = line.product_id.product_tmpl_id.launch_date
            self.assertGreaterEqual(line.order_id.business_date, launched)

    def test_the_board_has_content_in_every_window(self):
        figures = self.env["retail.replenishment.figure"].search(
            [("warehouse_id", "in", self.stores.ids)]
        )
        self.assertGreaterEqual(len(figures), 1000)
        self.assertTrue(figures.filtered("advice_qty"))
        sold = self.env["retail.demand"]._read_group(
            [("warehouse_id", "in", self.stores.ids), ("day", ">", self.last - timedelta(days=15))],
            ["day:day"],
            ["qty_sold:sum"],
        )
        self.assertEqual(len(sold), 15)

    def test_hot_articles_are_sold_out_and_dull_ones_pile_up(self):
        stock, sold = Counter(), Counter()
        for quant in self.env["stock.quant"].search(
            [("location_id", "in", self.stores.lot_stock_id.ids)]
        ):
            stock[quant.location_id.warehouse_id, quant.product_id] += quant.quantity
        for line in self.history.lines.filtered(lambda line: not line.is_reward_line):
            sold[line.order_id.config_id.store_id, line.product_id] += line.qty
        hot = [pair for pair, pieces in sold.items() if pieces >= 3 and not stock[pair]]
        self.assertGreaterEqual(len(hot), 10)
        dull = [pair for pair, pieces in stock.items() if pieces >= 6 and not sold[pair]]
        self.assertGreaterEqual(len(dull), 10)
