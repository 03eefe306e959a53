"""S6.3.6, A-L2c: each rule fires at its threshold and is silent just below it."""

from datetime import timedelta

from odoo.tests import tagged

from ..lib import robust
from ..models.retail_risk_rule import KINDS, SCORED
from .risk_common import DAY, RiskCommon


@tagged("post_install", "-at_install")
class TestRiskRules(RiskCommon):
    def test_refunds_on_one_device_within_the_window(self):
        # Device 1: refunds at 10:00, 12:00, 14:30; three lie within 4.5 hours, two within 4
        self.rule("refunds", 4, 3)
        backs = [self.sell(at, -1) for at in (10, 12, 14.5)]
        self.assertFalse(self.look())
        self.env["retail.risk.rule"].search([]).window = 4.5
        alert = self.look()
        self.assertEqual(alert.value, 3)
        self.assertEqual(alert.device, "1")
        self.assertEqual(alert.order_ids, [back.id for back in backs])
        self.assertEqual(alert.evidence, "Refunds: 3 within 4.5 hours, told from 3 on")

    def test_what_is_counted_has_a_name_in_each_rule_that_counts(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        chinese = set()
        for kind in {kind for kind, _name in KINDS} - SCORED:
            alert = self.env["retail.risk.alert"].new({"kind": kind})
            chinese.add(alert.with_context(lang="zh_CN")._told_what())
            self.assertTrue(alert._told_what().isascii())
        self.assertEqual(len(chinese), len(KINDS) - len(SCORED))
        self.assertFalse([name for name in chinese if name.isascii()])

    def test_refunds_of_two_devices_are_not_added_up(self):
        self.rule("refunds", 4, 3)
        for reference in ("261-7-000001", "261-7-000002", "262-7-000001"):
            self.sell(10, -1, reference=reference)
        self.assertFalse(self.look())

    def test_odd_hours_go_over_midnight_in_the_stores_own_time(self):
        # In Shanghai 14:59 UTC is 22:59, 15:00 UTC is 23:00
        self.store_a.company_id.partner_id.tz = "Asia/Shanghai"
        self.rule("odd_hours", 24, 1, hour_from=23, hour_to=7)
        self.sell(14 + 59 / 60)
        self.assertFalse(self.look())
        late = self.sell(15)
        self.assertEqual(self.look().order_ids, [late.id])

    def test_a_rule_for_other_stores_or_another_company_looks_at_none_of_this(self):
        other = self.env["res.company"].sudo().create({"name": "Other"})
        self.rule("odd_hours", 24, 1, hour_from=23, hour_to=7, store_ids=[(6, 0, self.store_b.ids)])
        self.rule("odd_hours", 24, 1, hour_from=23, hour_to=7, company_id=other.id)
        self.sell(2)
        self.assertFalse(self.look())
        self.rule("odd_hours", 24, 1, hour_from=23, hour_to=7, store_ids=[(6, 0, self.store_a.ids)])
        self.assertTrue(self.look())

    def test_discounts_far_from_the_habit_of_the_store(self):
        # Eight guide-days at 0, 1, 2, 2, 3, 3, 4, 5 %: median 2.5, deviations .5 .5 .5 .5 1.5 1.5 2.5 2.5,
        # their median 1, spread 1 / 0.6745 = 1.4826. 10 % lies 5.06 spreads above.
        self.rule("discounts", 24 * 10, 5.06, least_peers=8)
        habit = (0, 1, 2, 2, 3, 3, 4, 5)
        for place, percent in enumerate(habit):
            self.sell(24 * (place // 2) + 10, guide=self.guides[place % 2], discount=percent)
        self.sell(24 * 4 + 10, guide=self.li, discount=10)
        self.assertFalse(self.look(4))
        self.env["retail.risk.rule"].search([]).threshold = 5.05
        alert = self.look(4)
        self.assertEqual(alert.guide_id, self.li)
        self.assertAlmostEqual(alert.usual, 2.5)
        self.assertAlmostEqual(alert.measured, 10)
        self.assertAlmostEqual(alert.value, robust.score(10, habit, 1), 4)

    def test_a_discount_given_as_a_lower_price_counts_the_same(self):
        # The same habit as above, half of it given as prices of 30 less so many percent
        self.rule("discounts", 24 * 10, 5.06, least_peers=8)
        habit = (0, 1, 2, 2, 3, 3, 4, 5)
        for place, percent in enumerate(habit):
            by_price = {"price": 30 - 0.3 * percent} if place % 2 else {"discount": percent}
            self.sell(24 * (place // 2) + 10, guide=self.guides[place % 2], **by_price)
        # 27 is 10 % below 30
        cheap = self.sell(24 * 4 + 10, guide=self.li, price=27)
        self.assertFalse(self.look(4))
        self.env["retail.risk.rule"].search([]).threshold = 5.05
        alert = self.look(4)
        self.assertEqual((alert.guide_id, alert.order_ids), (self.li, [cheap.id]))
        self.assertAlmostEqual(alert.usual, 2.5)
        self.assertAlmostEqual(alert.value, robust.score(10, habit, 1), 4)
        self.assertIn("10.0 %, usual is 2.5 %", alert.evidence)
        self.assertIn("Discounts 0.0 %, prices changed by hand 10.0 %", alert.evidence)

    def test_the_evidence_tells_discounts_from_lower_prices(self):
        # At 30 each: 6 off by a price of 24, 3 off by 10 %, 30 off by none at all. One at 36 counts as 36.
        # 39 of 126 are 30.95 %, of which 36 by price are 28.57 %
        self.rule("discounts", 24 * 10, 3, least_peers=3)
        for guide in self.guides:
            self.sell(10, guide=guide)
        for how in ({"price": 24}, {"discount": 10}, {"price": 0}, {"price": 36}):
            self.sell(34, guide=self.li, **how)
        alert = self.look(1)
        self.assertAlmostEqual(alert.measured, 100 * 39 / 126, 4)
        self.assertEqual(len(alert.order_ids), 3)
        self.assertIn("Discounts 2.4 %, prices changed by hand 28.6 %", alert.evidence)

    def test_habit_needs_enough_peers(self):
        self.rule("discounts", 24 * 10, 3, least_peers=3)
        for at in (10, 34):
            self.sell(at, guide=self.zhao)
        self.sell(35, guide=self.li, discount=50)
        self.assertFalse(self.look(1))
        self.sell(36, guide=self.wang)
        self.assertEqual(self.look(1).guide_id, self.li)

    def test_voids_far_from_the_habit_of_the_store(self):
        # Peers: three guide-days without any void: median 0, least spread 1. Three voids score 3
        self.rule("voids", 24 * 10, 3, least_peers=3, least_spread=1)
        for guide in self.guides:
            self.sell(10, guide=guide)
        self.sell(34, guide=self.li)
        self.void(self.li, 35)
        self.void(self.li, 36)
        self.assertFalse(self.look(1))
        self.void(self.li, 37)
        alert = self.look(1)
        self.assertEqual((alert.guide_id, alert.value, len(alert.event_ids)), (self.li, 3, 3))

    def void(self, guide, at):
        self.env["retail.audit.event"]._record(
            "void",
            employee_id=guide,
            device_time=DAY + timedelta(hours=at),
            **self.env["retail.audit.event"]._at_till(self.till_a),
        )

    def test_taken_back_soon_after_payment(self):
        # 15 minutes: one sale goes back after 10, one after 15, one after 16
        self.rule("quick_cancel", 0.25, 2)
        sold = [self.sell(10) for _turn in range(3)]
        first = self.sell(10 + 10 / 60, -1, origin=sold[0])
        self.sell(10 + 16 / 60, -1, origin=sold[1])
        self.assertFalse(self.look())
        last = self.sell(10.25, -1, origin=sold[2])
        self.assertEqual(set(self.look().order_ids), {first.id, last.id, sold[0].id, sold[2].id})

    def test_member_used_by_many_guides(self):
        # Three guides within seven days; the first of them eight days ago does not count
        self.rule("member_guides", 24 * 7, 3)
        member = self.customer.id
        self.sell(10, guide=self.wang, partner_id=member)
        self.sell(24 * 7 + 10, guide=self.zhao, partner_id=member)
        self.sell(24 * 7 + 11, guide=self.li, partner_id=member)
        self.assertFalse(self.look(7))
        self.sell(24 + 10, guide=self.wang, partner_id=member)
        self.assertEqual(self.look(7).partner_id, self.customer)

    def test_points_harvested_by_one_guide_for_one_member(self):
        self.rule("points", 24, 3)
        card = self.card("loyalty", partner_id=self.customer.id)
        for at in (10, 11):
            self.collect(card, self.sell(at, partner_id=self.customer.id))
        self.sell(12, partner_id=self.customer.id)  # gave no points
        self.assertFalse(self.look())
        self.collect(card, self.sell(13, partner_id=self.customer.id))
        alert = self.look()
        self.assertEqual((alert.guide_id, alert.partner_id), (self.wang, self.customer))

    def card(self, program_type, **values):
        program = self.env["loyalty.program"].create(
            {"name": program_type, "program_type": program_type}
        )
        return self.env["loyalty.card"].create({"program_id": program.id, "points": 100, **values})

    def collect(self, card, order):
        self.env["loyalty.history"].create(
            {
                "card_id": card.id,
                "order_model": "pos.order",
                "order_id": order.id,
                "description": "Sale",
                "issued": 30,
            }
        )

    def redeem(self, card, at):
        order = self.sell(at)
        order.lines.write({"is_reward_line": True, "coupon_id": card.id})
        return order

    def test_many_gift_cards_at_one_till(self):
        # Two sold, one redeemed within the hour
        self.rule("gift_many", 1, 3)
        for at in (10, 10.5):
            self.card("gift_card", source_pos_order_id=self.sell(at).id)
        self.assertFalse(self.look())
        self.redeem(self.card("gift_card"), 11)
        self.assertEqual(self.look().value, 3)

    def test_gift_card_redeemed_right_after_its_sale(self):
        self.rule("gift_quick", 0.5, 1)
        card = self.card("gift_card", source_pos_order_id=self.sell(10).id)
        self.redeem(card, 10 + 31 / 60)
        self.assertFalse(self.look())
        used = self.redeem(card, 10.5)
        self.assertIn(used.id, self.look().order_ids)

    def test_a_sale_that_arrives_late_completes_the_day_on_which_it_was_made(self):
        self.rule("refunds", 4, 3)
        self.sell(10, -1)
        self.sell(12, -1)
        self.assertFalse(self.Run._cron_evaluate() or self.Alert.search([]))
        late = self.sell(11, -1)  # sent days later, told by the trail now
        late._audit_sale(late.date_order)
        self.Run._cron_evaluate()
        alert = self.Alert.search([])
        self.assertEqual((alert.value, alert.day), (3, DAY.date()))

    def test_a_second_run_gives_no_second_alert_but_adds_to_the_first(self):
        self.rule("refunds", 4, 2)
        self.sell(10, -1)
        self.sell(11, -1)
        alert = self.look()
        self.assertFalse(self.look())
        self.sell(12, -1)
        self.assertFalse(self.look())
        self.assertEqual((alert.value, len(self.Alert.search([]))), (3, 1))

    def test_a_closed_alert_stays_as_it_was_judged(self):
        self.rule("refunds", 4, 2)
        self.sell(10, -1)
        self.sell(11, -1)
        alert = self.look()
        alert.with_user(self.manager_a).close_with("true", "Took money out of the till")
        self.sell(12, -1)
        self.assertFalse(self.look())
        self.assertEqual((alert.value, alert.state), (2, "closed"))

    def test_one_statement_a_rule_whatever_the_number_of_sales(self):
        rule = self.rule("refunds", 4, 99)
        statement = self.env["retail.risk.statement"]
        for count in (1, 9):
            for at in range(count):
                self.sell(at, -1)
            self.env.flush_all()
            days = [(self.store_a.id, DAY.date())]
            statement._raise(rule, days)
            with self.assertQueryCount(1):
                statement._raise(rule, days)
