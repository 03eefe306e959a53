"""What the planner is told by native data: packs, display, routes, vendors, warehouses, launches."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import ReplenishmentCase

BEGUN = datetime(2026, 3, 2, 4)


@tagged("post_install", "-at_install")
@freeze_time(ReplenishmentCase.NOW)
class TestPlannerSupply(ReplenishmentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.write({"replenish_rule": "planner", "replenish_review_days": 7})
        cls.jacket.write({"standard_price": 40, "lst_price": 100})
        cls.central = cls.env["stock.warehouse"].create({"name": "Central", "code": "CEN"})
        cls.vendor = cls.env["res.partner"].create({"name": "Vendor"})
        cls.plan = cls.env["retail.replenishment.advice"]._plan_all

    def sells(self, store, pieces_a_week, left=0.0, product=None, weeks=15):
        """Let STORE sell so many a week for WEEKS weeks, with LEFT on hand today."""
        product, shelf = product or self.jacket, store.lot_stock_id
        self.move(product, pieces_a_week * weeks + left, self.supplier, shelf, BEGUN)
        for week in range(weeks):
            moment = BEGUN + timedelta(weeks=week, days=2)
            self.move(product, pieces_a_week, shelf, self.customer, moment)

    def advice(self, product=None, store=None):
        return self.env["retail.replenishment.advice"].search(
            [
                ("product_id", "=", (product or self.jacket).id),
                ("warehouse_id", "=", (store or self.store).id),
            ]
        )

    def supply_from(self, warehouse, quantity, delay=0):
        """Let WAREHOUSE, which has QUANTITY, send to both stores in DELAY days."""
        (self.store | self.other_store).resupply_wh_ids = warehouse
        routes = self.env["stock.route"].search([("supplier_wh_id", "=", warehouse.id)])
        self.assertEqual(len(routes), 2)
        for route in routes:
            route.rule_ids[0].delay = delay
        self.move(self.jacket, quantity, self.supplier, warehouse.lot_stock_id, BEGUN)

    def test_packs_are_whole_and_the_advice_says_what_single_pieces_would_be(self):
        self.sells(self.store, 7)
        self.jacket.product_tmpl_id.refill_pack_qty = 12
        self.plan()
        advice = self.advice()
        self.assertGreater(advice.advice_qty, 0)
        self.assertEqual(advice.advice_qty % 12, 0)
        self.assertNotEqual(advice.without["pack"] % 12, 0)

    def test_the_display_quantity_is_refilled_whatever_sells(self):
        self.sells(self.store, 1)
        self.jacket.product_tmpl_id.display_qty = 30
        self.plan()
        advice = self.advice()
        self.assertGreaterEqual(advice.target_qty, 30)
        self.assertLess(advice.without["display"], 15)
        self.assertIn("If nothing had to stand on display", advice.reason)
        chinese = advice.with_context(lang="zh_CN").reason
        self.assertNotIn("If nothing had to stand", chinese)
        self.assertIn("陈列", chinese)

    def test_a_store_waits_as_long_as_its_route_takes(self):
        self.sells(self.store, 14)
        self.supply_from(self.central, 1000, delay=10)
        self.plan()
        self.assertEqual(self.advice().source_id, self.central)
        self.assertEqual(self.advice().lead_days, 10)
        # 14 on Wednesdays, and from this Monday on ten days hold two of them
        self.assertAlmostEqual(self.advice().lead_demand, 28, delta=6)

    def test_a_store_that_buys_waits_for_its_vendor(self):
        self.sells(self.store, 7)
        self.env.company.days_to_purchase = 2
        self.jacket.seller_ids = [
            Command.create({"partner_id": self.vendor.id, "delay": 5, "min_qty": 40})
        ]
        self.plan()
        self.assertEqual(self.advice().lead_days, 7)
        self.assertFalse(self.advice().source_id)
        self.assertGreaterEqual(self.advice().advice_qty, 40)

    def test_without_route_and_with_a_vendor_without_delay_the_settings_count(self):
        self.sells(self.store, 7)
        self.jacket.seller_ids = [Command.create({"partner_id": self.vendor.id, "delay": 0})]
        self.plan()
        self.assertEqual(self.advice().lead_days, 3)

    def test_a_vendor_s_dozen_is_the_pack_of_who_buys(self):
        self.sells(self.store, 7)
        self.jacket.seller_ids = [
            Command.create({"partner_id": self.vendor.id, "product_uom_id": self.dozen.id})
        ]
        self.plan()
        self.assertEqual(self.advice().pack_qty, 12)
        self.assertEqual(self.advice().advice_qty % 12, 0)

    def test_a_short_warehouse_is_shared(self):
        self.sells(self.store, 14)
        self.sells(self.other_store, 14)
        self.supply_from(self.central, 10)
        # 4 of the 10 are promised already
        self.todo(self.jacket, 4, self.central.lot_stock_id, self.customer, datetime.now())
        self.plan()
        advices = self.advice() | self.advice(store=self.other_store)
        self.assertGreater(min(advices.mapped("asked_qty")), 10)
        self.assertEqual(sum(advices.mapped("advice_qty")), 6)
        self.assertAlmostEqual(*advices.mapped("advice_qty"), delta=1)
        self.assertIn("Central has too little", advices[0].reason)

    def test_idle_goods_go_to_the_store_that_lacks_them(self):
        self.sells(self.store, 14)
        self.sells(self.other_store, 1, left=60)
        self.supply_from(self.central, 0)
        self.env.company.replenish_move_cost = 2
        self.plan()
        transfer = self.env["retail.transfer.advice"].search([])
        self.assertEqual(transfer.source_id, self.other_store)
        self.assertEqual(transfer.warehouse_id, self.store)
        self.assertGreater(transfer.quantity, 10)
        self.assertLessEqual(transfer.quantity, 60)
        self.assertGreater(transfer.saved, 0)
        self.assertEqual(self.advice().moved_qty, transfer.quantity)
        self.assertIn("lie idle in other stores", self.advice().reason)
        # dearer than what it saves: the margin is 60 a piece
        self.env.company.replenish_move_cost = 100
        self.plan()
        self.assertFalse(self.env["retail.transfer.advice"].search([]))

    def test_while_the_warehouse_has_enough_nothing_is_moved(self):
        self.sells(self.store, 14)
        self.sells(self.other_store, 1, left=20)
        self.supply_from(self.central, 1000)
        self.env.company.replenish_move_cost = 2
        self.plan()
        self.assertFalse(self.env["retail.transfer.advice"].search([]))
        self.assertEqual(self.advice().advice_qty, self.advice().asked_qty)

    def test_days_after_the_launch_without_a_sale_are_days_without_demand(self):
        # sells for two weeks; in one store it had lain there for ten weeks before
        late = BEGUN + timedelta(weeks=13)
        self.receive(self.jacket, 100, BEGUN + timedelta(weeks=3))
        self.move(self.jacket, 100, self.supplier, self.other_shelf, late)
        for day in (1, 4, 7, 10):
            for shelf in (self.shelf, self.other_shelf):
                self.move(self.jacket, 2, shelf, self.customer, late + timedelta(days=day))
        self.plan()
        self.assertLess(
            self.advice().lead_demand, 0.8 * self.advice(store=self.other_store).lead_demand
        )

    def test_an_archived_variant_is_not_planned(self):
        self.sells(self.store, 7)
        self.jacket.active = False
        self.plan()
        self.assertFalse(self.advice())

    def test_a_negative_stock_counts_as_none(self):
        self.sells(self.store, 7)
        self.plan()
        wanted = self.advice().advice_qty
        self.sell(self.jacket, 50, datetime(2026, 6, 14, 4))
        self.env["retail.demand"].search([("day", "=", "2026-06-14")]).unlink()
        self.plan()
        self.assertGreaterEqual(self.advice().advice_qty, wanted)

    def test_all_of_it_is_read_by_a_fixed_number_of_queries(self):
        self.sells(self.store, 2, weeks=3)
        self.env["retail.replenishment.refresh"]._run()
        Supply = self.env["retail.replenishment.supply"]
        today = datetime(2026, 6, 15).date()
        self.env.flush_all()
        with self.assertQueryCount(1):
            Supply._of_pairs(self.store | self.other_store, today)
        with self.assertQueryCount(1):
            Supply._at_sources(self.central.ids)

    def test_transfers_of_other_stores_are_not_shown(self):
        transfer = self.env["retail.transfer.advice"].create(
            {
                "source_id": self.store.id,
                "warehouse_id": self.other_store.id,
                "product_id": self.jacket.id,
                "quantity": 2,
            }
        )
        user = new_test_user(self.env, "guide_of_c", groups="retail_security.group_guide")
        third = self.env["stock.warehouse"].create(
            {"name": "Third", "code": "TSC", "is_store": True}
        )
        user.store_ids = third
        self.assertFalse(transfer.with_user(user).search([("id", "=", transfer.id)]))
        with self.assertRaises(AccessError):
            transfer.with_user(user).read(["quantity"])
        for store in (self.store, self.other_store):
            user.store_ids = store
            self.assertTrue(transfer.with_user(user).read(["quantity"]))
        with self.assertRaises(AccessError):
            transfer.with_user(user).write({"quantity": 9})

    def bought(self, product, **vendor):
        product.seller_ids = [
            Command.create({"partner_id": self.vendor.id, "price": 40, "delay": 2, **vendor})
        ]

    def test_what_is_sold_until_a_day_is_not_refilled_beyond_it(self):
        """14 a week; five days are left, of which it takes three until the goods arrive."""
        self.sells(self.store, 14, left=2)
        self.plan()
        for_good = self.advice().advice_qty
        self.assertGreater(for_good, 10)
        self.jacket.product_tmpl_id.sold_until = fields.Date.today() + timedelta(days=4)
        self.plan()
        advice = self.advice()
        self.assertLess(advice.advice_qty, for_good)
        self.assertEqual(advice.without["season_end"], for_good)
        self.jacket.product_tmpl_id.sold_until = fields.Date.today() + timedelta(days=1)
        self.plan()
        self.assertEqual(advice.advice_qty, 0, "it would come too late")
        self.assertIn(f"If it were sold for good: {for_good:.0f}", advice.reason)
        chinese = advice.with_context(lang="zh_CN").reason
        self.assertNotIn("sold for good", chinese)

    def test_an_order_to_a_vendor_reaches_what_he_takes_at_least(self):
        scarf = self.make_product("Scarf", standard_price=40, lst_price=100)
        for product in (self.jacket, scarf):
            self.sells(self.store, 7, product=product)
            self.bought(product)
        self.plan()
        wanted = self.advice().advice_qty + self.advice(scarf).advice_qty
        self.vendor.order_min_qty = wanted + 6
        self.plan()
        given = self.advice() | self.advice(scarf)
        self.assertEqual(sum(given.mapped("advice_qty")), wanted + 6)
        self.assertEqual(sum(a.without["supplier_minimum"] for a in given), wanted)
        more = given.filtered(lambda a: a.advice_qty > a.asked_qty)[:1]
        self.assertIn("as Vendor takes no smaller order", more.reason)
        self.assertNotIn("as Vendor", more.with_context(lang="zh_CN").reason)
        # The same in money: 40 a piece
        self.vendor.write({"order_min_qty": 0, "order_min_amount": 40 * (wanted + 4)})
        self.plan()
        self.assertEqual(sum(given.mapped("advice_qty")), wanted + 4)
        self.vendor.order_min_amount = 10**6
        self.plan()
        self.assertEqual(given.mapped("advice_qty"), [0, 0], "so much would cost more than none")
        self.assertIn("does not pay", given[0].reason)

    def test_each_store_orders_for_itself(self):
        for store in (self.store, self.other_store):
            self.sells(store, 7)
        self.bought(self.jacket)
        self.plan()
        wanted = self.advice().advice_qty
        self.vendor.order_min_qty = wanted + 3
        self.plan()
        self.assertEqual(self.advice().advice_qty, wanted + 3)
        self.assertEqual(self.advice(store=self.other_store).advice_qty, wanted + 3)
