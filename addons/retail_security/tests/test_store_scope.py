from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, new_test_user

from .common import RetailSecurityCommon


class TestStoreScope(RetailSecurityCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager_a = cls.new_user("store_manager", cls.store_a)
        cls.delivery_a = cls.transfer(cls.store_a.out_type_id)
        cls.delivery_b = cls.transfer(cls.store_b.out_type_id)
        cls.order_a = cls.order(cls.store_a)
        cls.order_b = cls.order(cls.store_b)

    def seen_by(self, user, records):
        """Return those of the records that a search of the user finds."""
        model = self.env[records._name].with_user(user)
        return model.search([("id", "in", records.ids)])

    def assert_only_first_visible(self, user, mine, other):
        self.assertEqual(self.seen_by(user, mine + other), mine)
        self.assertTrue(mine.with_user(user).has_access("read"))
        with self.assertRaises(AccessError):
            other.with_user(user).read([])

    def test_S6_2_6_other_stores_orders_are_invisible(self):
        self.assert_only_first_visible(self.manager_a, self.order_a, self.order_b)
        self.assert_only_first_visible(
            self.manager_a, self.order_a.order_line, self.order_b.order_line
        )

    def test_S6_2_6_other_stores_transfers_are_invisible(self):
        (self.delivery_a + self.delivery_b).action_assign()
        self.assert_only_first_visible(self.manager_a, self.delivery_a, self.delivery_b)
        self.assert_only_first_visible(
            self.manager_a, self.delivery_a.move_ids, self.delivery_b.move_ids
        )
        self.assert_only_first_visible(
            self.manager_a, self.delivery_a.move_line_ids, self.delivery_b.move_line_ids
        )

    def test_S6_2_6_other_stores_stock_is_invisible(self):
        quants = self.env["stock.quant"].search([("product_id", "=", self.jacket.id)])
        mine = quants.filtered(lambda quant: quant.location_id.warehouse_id == self.store_a)
        self.assertEqual(self.seen_by(self.manager_a, quants), mine)
        self.assertEqual(self.jacket.with_user(self.manager_a).qty_available, 10)

    def test_S6_2_6_other_stores_reordering_rules_and_scraps_are_invisible(self):
        rules = self.env["stock.warehouse.orderpoint"].create(
            [
                {
                    "product_id": self.jacket.id,
                    "warehouse_id": store.id,
                    "location_id": store.lot_stock_id.id,
                }
                for store in self.store_a + self.store_b
            ]
        )
        self.assert_only_first_visible(self.manager_a, *rules)
        scraps = self.env["stock.scrap"].create(
            [
                {"product_id": self.jacket.id, "location_id": store.lot_stock_id.id}
                for store in self.store_a + self.store_b
            ]
        )
        self.assert_only_first_visible(self.manager_a, *scraps)

    def test_S6_2_6_analyses_count_the_own_stores_only(self):
        self.manager_a.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        for name in "sale.report", "report.stock.quantity":
            with self.subTest(name):
                report = self.env[name]
                domain = [("product_id", "=", self.jacket.id)]
                self.assertLess(self.store_a, report.search(domain).warehouse_id)
                mine = report.with_user(self.manager_a).search(domain)
                self.assertEqual(mine.warehouse_id, self.store_a)

    def test_S6_2_6_other_stores_documents_cannot_be_changed(self):
        for record in self.delivery_b, self.delivery_b.move_ids, self.order_b:
            with self.subTest(record._name), self.assertRaises(AccessError):
                record.with_user(self.manager_a).write({"origin": "mine now"})
        with self.assertRaises(AccessError):
            self.delivery_b.with_user(self.manager_a).unlink()
        with self.assertRaises(AccessError):
            self.transfer(self.store_b.in_type_id).with_user(self.manager_a).button_validate()

    def test_S6_2_6_documents_of_another_store_cannot_be_created(self):
        own = self.delivery_a.with_user(self.manager_a).copy()
        self.assertEqual(own.picking_type_id.warehouse_id, self.store_a)
        with self.assertRaises(AccessError):
            self.delivery_b.sudo().with_user(self.manager_a).copy(
                {"picking_type_id": self.store_b.out_type_id.id}
            )
        with self.assertRaises(AccessError):
            self.env["stock.quant"].with_user(self.manager_a).with_context(
                inventory_mode=True
            ).create(
                {
                    "product_id": self.jacket.id,
                    "location_id": self.store_b.lot_stock_id.id,
                    "inventory_quantity": 99,
                }
            )

    def test_S6_2_6_another_store_cannot_be_replenished(self):
        wizard = self.env["product.replenish"].with_user(self.manager_a)
        values = {
            "product_id": self.jacket.id,
            "product_tmpl_id": self.jacket.product_tmpl_id.id,
            "product_uom_id": self.jacket.uom_id.id,
            "quantity": 5,
        }
        wizard.create({**values, "warehouse_id": self.store_a.id})
        with self.assertRaises(AccessError):
            wizard.create({**values, "warehouse_id": self.store_b.id})

    def test_S6_2_6_a_store_counts_its_own_stock(self):
        quant = self.env["stock.quant"].search(
            [
                ("product_id", "=", self.jacket.id),
                ("location_id", "=", self.store_a.lot_stock_id.id),
            ]
        )
        quant = quant.with_user(self.manager_a).with_context(inventory_mode=True)
        quant.inventory_quantity = 8
        quant.action_apply_inventory()
        self.assertEqual(quant.quantity, 8)

    def test_S6_2_6_a_store_receives_what_the_central_warehouse_sends(self):
        self.store_a.resupply_wh_ids = self.central
        self.jacket.route_ids = self.store_a.resupply_route_ids
        self.env["stock.rule"].run(
            [
                self.env["stock.rule"].Procurement(
                    self.jacket,
                    3,
                    self.jacket.uom_id,
                    self.store_a.lot_stock_id,
                    "refill",
                    "refill",
                    self.env.company,
                    {"warehouse_id": self.store_a},
                )
            ]
        )
        moves = self.env["stock.move"].search(
            [("product_id", "=", self.jacket.id), ("origin", "=", "refill")]
        )
        receipt = moves.picking_id.filtered(lambda p: p.picking_type_id == self.store_a.in_type_id)
        sending = moves.picking_id - receipt
        self.assertEqual(sending.picking_type_id, self.central.out_type_id)

        worker = self.new_user("warehouse")
        sending.with_user(worker).action_assign()
        sending.with_user(worker).button_validate()
        self.assert_only_first_visible(self.manager_a, receipt, sending)
        self.env.invalidate_all()
        receipt.with_user(self.manager_a).read(["move_ids", "state"])
        receipt.with_user(self.manager_a).button_validate()
        self.assertEqual(receipt.state, "done")
        self.assertEqual(self.jacket.with_user(self.manager_a).qty_available, 13)

    def test_S6_2_6_a_direct_transfer_is_seen_by_both_and_changed_by_its_owner(self):
        transfer = self.transfer(
            self.central.int_type_id, self.central.lot_stock_id, self.store_a.lot_stock_id
        )
        transfer.action_assign()
        self.assertEqual(self.seen_by(self.manager_a, transfer), transfer)
        for record, values in (
            (transfer, {"origin": "mine now"}),
            (transfer.move_ids, {"origin": "mine now"}),
            (transfer.move_line_ids, {"quantity": 5}),
        ):
            with self.subTest(record._name):
                self.assertEqual(self.seen_by(self.manager_a, record), record)
                with self.assertRaises(AccessError):
                    record.with_user(self.manager_a).write(values)

    def test_S6_2_6_stores_of_others_stay_known_by_name(self):
        self.assertEqual(self.seen_by(self.manager_a, self.store_b), self.store_b)

    def test_S6_2_6_store_staff_without_a_store_see_nothing(self):
        self.manager_a.store_ids = False
        for records in (
            self.delivery_a,
            self.delivery_a.move_ids,
            self.order_a,
            self.env["stock.quant"].search([("product_id", "=", self.jacket.id)]),
        ):
            self.assertFalse(self.seen_by(self.manager_a, records))

    def test_S6_2_6_a_regional_manager_sees_all_stores_of_the_region(self):
        manager = self.new_user("regional_manager", self.store_a + self.store_b)
        orders = self.order_a + self.order_b
        central = self.order(self.central)
        self.assertEqual(self.seen_by(manager, orders + central), orders)

    def test_S6_2_6_handing_over_to_another_store_takes_one_field_and_effect_at_once(self):
        pickings = self.delivery_a + self.delivery_b
        self.assertEqual(self.seen_by(self.manager_a, pickings), self.delivery_a)
        self.registry.cache_invalidated.clear()
        self.manager_a.store_ids = self.store_b
        # What is in this set is told to the other workers at commit
        self.assertIn("default", self.registry.cache_invalidated)
        self.assertEqual(self.seen_by(self.manager_a, pickings), self.delivery_b)

    def test_S6_2_6_a_new_role_takes_effect_at_once(self):
        pickings = self.delivery_a + self.delivery_b
        self.assertEqual(self.seen_by(self.manager_a, pickings), self.delivery_a)
        self.manager_a.group_ids += self.env.ref("retail_security.group_planner")
        self.assertFalse(self.manager_a.is_store_scoped)
        self.assertEqual(self.seen_by(self.manager_a, pickings), pickings)
        self.env.ref("retail_security.group_planner").user_ids -= self.manager_a
        self.assertEqual(self.seen_by(self.manager_a, pickings), self.delivery_a)

    def test_S6_2_6_no_other_group_widens_the_scope(self):
        self.manager_a.group_ids += self.env.ref("stock.group_stock_manager")
        self.manager_a.group_ids += self.env.ref("sales_team.group_sale_manager")
        self.assert_only_first_visible(self.manager_a, self.order_a, self.order_b)
        self.assert_only_first_visible(self.manager_a, self.delivery_a, self.delivery_b)

    def test_S6_2_6_users_without_a_role_keep_their_native_rights(self):
        native = new_test_user(self.env, "native", "stock.group_stock_user")
        pickings = self.delivery_a + self.delivery_b
        self.assertFalse(native.is_store_scoped)
        self.assertEqual(self.seen_by(native, pickings), pickings)

    def test_S6_2_6_nobody_hands_himself_a_store(self):
        with self.assertRaises(AccessError):
            self.manager_a.with_user(self.manager_a).store_ids = self.store_b
        self.assertEqual(
            self.manager_a.with_user(self.manager_a).read(["store_ids"])[0]["store_ids"],
            self.store_a.ids,
        )

    def test_S6_2_6_a_new_order_of_store_staff_belongs_to_their_store(self):
        manager = self.new_user("regional_manager", self.store_b)
        manager.group_ids += self.env.ref("sales_team.group_sale_salesman")
        form = Form(self.env["sale.order"].with_user(manager))
        form.partner_id = self.customer
        self.assertEqual(form.save().warehouse_id, self.store_b)

    def test_S6_2_6_an_administrator_hands_a_user_over_in_the_form(self):
        admin = self.new_user("administrator")
        groups = self.manager_a.group_ids
        with Form(self.manager_a.with_user(admin), "base.view_users_form") as form:
            form.store_ids.clear()
            form.store_ids.add(self.store_b)
        self.assertEqual(self.manager_a.store_ids, self.store_b)
        self.assertEqual(self.manager_a.group_ids, groups)

    def test_S6_2_6_scope_costs_no_query_once_known(self):
        self.env["stock.picking"].with_user(self.manager_a).search([], limit=1)
        with self.assertQueryCount(1):
            self.env["stock.picking"].with_user(self.manager_a).search([], limit=1)

    def test_S6_2_6_the_scope_of_a_user_is_the_same_for_every_rule(self):
        domain = self.manager_a._store_scope("warehouse_id", "location_id.warehouse_id")
        self.assertEqual(
            domain,
            [
                "|",
                ("warehouse_id", "in", self.store_a.ids),
                ("location_id.warehouse_id", "in", self.store_a.ids),
            ],
        )
        self.manager_a.group_ids = [Command.link(self.env.ref("retail_security.group_planner").id)]
        self.assertEqual(self.manager_a._store_scope("warehouse_id"), [(1, "=", 1)])
