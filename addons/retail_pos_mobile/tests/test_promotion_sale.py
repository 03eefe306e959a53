from datetime import datetime, timedelta

from odoo import fields
from odoo.tests import tagged

from .promotion_common import PromotionCommon


@tagged("post_install", "-at_install")
class TestPromotionSale(PromotionCommon):
    """M-S3, P4.1.1: the server books what promotions gave line by line, and checks it."""

    def test_what_the_till_gave_is_booked_line_by_line(self):
        order = self._send(
            self._line(self.jacket, 1, 599),
            self._line(self.shirt, 1, 100),
            self._promotion(self.threshold, -50),
        )
        self.assertEqual(order.promotion_check, "agreed")
        self.assertEqual(
            self._shares(order), [("400 less 50", "Jacket", 42.85), ("400 less 50", "Shirt", 7.15)]
        )
        self.assertEqual(order.promotion_saved, 50)

    def test_more_than_the_rules_give_is_booked_and_flagged(self):
        order = self._send(self._line(self.jacket, 1, 599), self._promotion(self.threshold, -80))
        self.assertEqual(order.promotion_check, "differs")
        self.assertEqual(self._shares(order), [("400 less 50", "Jacket", 80)])
        self.assertRegex(self._notes(order), "400 less 50: the till gave .*80.*give .*50")

    def test_a_promotion_that_the_till_did_not_know_is_flagged(self):
        order = self._send(self._line(self.jacket, 1, 599))
        self.assertEqual((order.promotion_check, self._shares(order)), ("differs", []))

    def test_a_promotion_below_its_threshold_is_flagged(self):
        order = self._send(self._line(self.shirt, 1, 100), self._promotion(self.threshold, -50))
        self.assertEqual(order.promotion_check, "differs")
        self.assertEqual(order.promotion_saved, 50)

    def test_a_sale_without_promotions_says_nothing(self):
        order = self._send(self._line(self.shirt, 1, 100))
        self.assertFalse(order.promotion_check)

    def test_ended_meanwhile_counts_when_it_ran_at_the_time_of_the_sale(self):
        yesterday = fields.Date.today() - timedelta(days=1)
        self.config.business_date_days_back = 3
        self.threshold.date_to = yesterday
        lines = [self._line(self.jacket, 1, 599), self._promotion(self.threshold, -50)]
        offline = self._send(
            *lines,
            business_date=str(yesterday),
            date_order=str(datetime.now() - timedelta(days=1))[:19],
            promotion_moment=f"{yesterday}T14:30",
        )
        self.assertEqual(offline.promotion_check, "agreed")

    def test_ended_before_the_sale_is_flagged(self):
        self.threshold.date_to = fields.Date.today() - timedelta(days=2)
        order = self._send(self._line(self.jacket, 1, 599), self._promotion(self.threshold, -50))
        self.assertEqual(order.promotion_check, "differs")

    def test_a_time_that_the_till_invented_is_not_used(self):
        self.threshold.write({"hour_from": 0, "hour_to": 0.01})
        order = self._send(
            self._line(self.jacket, 1, 599),
            self._promotion(self.threshold, -50),
            promotion_moment="2001-01-01T00:00",
            date_order=str(fields.Date.today()) + " 08:00:00",
        )
        self.assertEqual(order.promotion_check, "differs")
        for nonsense in (7, "yesterday", "2026-11-22T25:00", None):
            self.assertFalse(
                self._send(self._line(self.shirt, 1, 1), promotion_moment=nonsense).promotion_moment
            )

    def test_the_till_cannot_say_what_the_server_says(self):
        order = self._send(
            self._line(self.shirt, 1, 100),
            promotion_check="agreed",
            promotion_saved=1,
            loyalty_result={"coupon_updates": []},
        )
        self.assertFalse(order.promotion_check or order.promotion_saved or order.loyalty_result)

    def test_archived_meanwhile_is_booked_and_flagged(self):
        lines = [self._line(self.jacket, 1, 599), self._promotion(self.threshold, -50)]
        self.threshold.active = False
        order = self._send(*lines)
        self.assertEqual(order.promotion_check, "differs")
        self.assertEqual(self._shares(order), [("400 less 50", "Jacket", 50)])

    def test_one_use_too_many_is_booked_and_flagged(self):
        self.threshold.write({"limit_usage": True, "max_usage": 2})
        orders = [
            self._send(self._line(self.jacket, 1, 599), self._promotion(self.threshold, -50))
            for _sale in range(3)
        ]
        self.assertEqual(
            [order.promotion_check for order in orders], ["agreed", "agreed", "differs"]
        )
        self.assertEqual(orders[2].promotion_saved, 50)
        self.assertIn("used in 3 sales, and meant for 2", self._notes(orders[2]))

    def test_what_is_used_up_is_not_missed(self):
        self.threshold.write({"limit_usage": True, "max_usage": 1})
        self._send(self._line(self.jacket, 1, 599), self._promotion(self.threshold, -50))
        order = self._send(self._line(self.jacket, 1, 599))
        self.assertFalse(order.promotion_check)

    def test_of_another_store_is_flagged(self):
        other = self.env["stock.warehouse"].create(
            {"name": "Other", "code": "OTHR", "company_id": self.env.company.id, "is_store": True}
        )
        self.threshold.store_ids = other
        self.assertNotIn(self.threshold, self.config._get_program_ids())
        order = self._send(self._line(self.jacket, 1, 599), self._promotion(self.threshold, -50))
        self.assertEqual(order.promotion_check, "differs")

    def test_below_cost_is_told_without_the_cost(self):
        self.jacket.standard_price = 560
        order = self._send(self._line(self.jacket, 1, 599), self._promotion(self.threshold, -50))
        self.assertEqual(order.promotion_check, "agreed")
        self.assertIn("below their cost: Jacket", self._notes(order))
        self.assertNotIn("560", self._notes(order))

    def test_zero_and_negative_quantities_take_no_part(self):
        order = self._send(
            self._line(self.jacket, 1, 599),
            self._line(self.shirt, 0, 100),
            self._line(self.shirt, -1, 100),
            self._promotion(self.threshold, -50),
        )
        self.assertEqual(order.promotion_check, "agreed")
        self.assertEqual(self._shares(order), [("400 less 50", "Jacket", 50)])

    def test_more_goods_need_no_more_queries(self):
        def queries(lines):
            order = self._send(*lines, self._promotion(self.threshold, -50))
            order.lines.promotion_use_ids.sudo().unlink()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            order._settle_promotions()
            self.env.flush_all()
            self.assertTrue(order.lines.promotion_use_ids)
            return self.cr.sql_log_count - before

        few = queries([self._line(self.jacket, 1, 599)])
        many = queries([self._line(self.jacket, 1, 599) for _line in range(30)])
        self.assertLessEqual(many, few + 2)

    # Goods that come back

    def _sell_three(self):
        self.threshold.reward_ids.tier_amount = 300
        order = self._send(self._line(self.shirt, 3, 100), self._promotion(self.threshold, -50))
        self.assertEqual(order.promotion_check, "agreed")
        return order

    def _return(self, order, qty, taken_back):
        sold = order.lines.filtered(lambda line: line.product_id == self.shirt)
        return self._send(
            self._line(self.shirt, -qty, 100, refunded_orderline_id=sold.id),
            self._promotion(self.threshold, taken_back),
            is_refund=True,
        )

    def test_parts_give_back_what_was_paid_for_them(self):
        order = self._sell_three()
        backs = [self._return(order, 1, amount) for amount in (16.67, 16.66, 16.67)]
        self.assertEqual([back.promotion_check for back in backs], ["agreed"] * 3)
        self.assertEqual([back.amount_total for back in backs], [-83.33, -83.34, -83.33])
        self.assertEqual(order.promotion_saved + sum(back.promotion_saved for back in backs), 0)

    def test_two_lines_of_one_return_give_back_what_was_paid_for_both(self):
        sold = self._sell_three().lines.filtered(lambda line: line.product_id == self.shirt)
        pieces = [
            self._line(self.shirt, -1, 100, refunded_orderline_id=sold.id) for _piece in range(2)
        ]
        back = self._send(*pieces, self._promotion(self.threshold, 33.33), is_refund=True)
        self.assertEqual(back.promotion_check, "agreed")
        self.assertEqual(
            self._shares(back),
            [("400 less 50", "Shirt", -16.67), ("400 less 50", "Shirt", -16.66)],
        )

    def test_too_little_taken_back_is_flagged(self):
        back = self._return(self._sell_three(), 2, 10)
        self.assertEqual((back.promotion_check, back.promotion_saved), ("differs", -10))

    def test_the_till_is_told_the_shares_of_a_sold_line(self):
        line = self._sell_three().lines[0]
        loaded = line.with_user(self.cashier).read(line._load_pos_data_fields(self.config))[0]
        self.assertEqual(
            loaded["promotion_shares"],
            f'[{{"program": {self.threshold.id}, "reward": {self.threshold.reward_ids.id}, '
            f'"amount": 50.0}}]',
        )
