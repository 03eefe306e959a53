from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form

from .common import RetailSecurityCommon

CHAIN_ROLES = ("merchandiser", "planner", "buyer", "warehouse", "finance", "auditor")
STORE_ROLES = ("guide", "store_manager", "regional_manager")


class TestRoles(RetailSecurityCommon):
    def can(self, user, operation, *models):
        """Return which of the models the user's access lists open for the operation."""
        return {model for model in models if self.env[model].with_user(user).has_access(operation)}

    def test_S5_3_1_1_every_role_is_scoped_or_chain_wide(self):
        for role in (*STORE_ROLES, *CHAIN_ROLES, "administrator"):
            with self.subTest(role):
                self.assertEqual(self.new_user(role).is_store_scoped, role in STORE_ROLES)

    def test_S5_3_1_1_a_guide_does_not_move_stock_or_change_goods(self):
        guide = self.new_user("guide", self.store_a)
        refused = ("product.template", "stock.quant", "sale.order", "retail.season", "res.users")
        self.assertFalse(self.can(guide, "write", *refused))
        with self.assertRaises(AccessError):
            self.jacket.with_user(guide).list_price = 1

    def test_S5_3_1_1_a_store_manager_moves_stock_but_changes_no_goods(self):
        manager = self.new_user("store_manager", self.store_a)
        self.assertEqual(
            self.can(manager, "write", "stock.picking", "product.template", "stock.warehouse"),
            {"stock.picking"},
        )
        with self.assertRaises(AccessError):
            self.jacket.with_user(manager).list_price = 1

    def test_S5_3_1_1_a_regional_manager_changes_no_users(self):
        manager = self.new_user("regional_manager", self.store_a + self.store_b)
        with self.assertRaises(AccessError):
            manager.with_user(manager).group_ids += self.env.ref(
                "retail_security.group_administrator"
            )

    def test_S5_3_1_1_a_merchandiser_edits_goods_and_nothing_in_stock(self):
        merchandiser = self.new_user("merchandiser")
        with Form(self.env["product.template"].with_user(merchandiser)) as form:
            form.name = "Windbreaker"
        seasons = self.env["retail.season"].with_user(merchandiser)
        seasons.create({"name": "Spring", "code": "test_spring"}).unlink()
        self.env["product.brand"].with_user(merchandiser).create({"name": "Brand"}).unlink()
        refused = ("stock.picking", "stock.quant", "sale.order", "account.move", "res.users")
        self.assertFalse(self.can(merchandiser, "write", *refused))
        with self.assertRaises(AccessError):
            self.transfer(self.central.int_type_id).with_user(merchandiser).read(["name"])

    def test_S5_3_1_1_a_merchandiser_imports_catalogues_and_a_planner_does_not(self):
        imports = self.env["retail.catalogue.import"]
        merchandiser = self.new_user("merchandiser")
        document = imports.with_user(merchandiser).create({})
        document.batch_size = 100
        menu = self.env.ref("retail_base.menu_retail_configuration_import")
        planner = self.new_user("planner")
        self.assertIn(menu.id, self.env["ir.ui.menu"].with_user(merchandiser)._visible_menu_ids())
        self.assertNotIn(menu.id, self.env["ir.ui.menu"].with_user(planner)._visible_menu_ids())
        with self.assertRaises(AccessError):
            imports.with_user(planner).create({})
        with self.assertRaises(AccessError):
            document.with_user(planner).batch_size = 1

    def test_S5_3_1_1_a_planner_plans_all_stores_but_changes_no_goods(self):
        planner = self.new_user("planner")
        self.env["stock.warehouse.orderpoint"].with_user(planner).create(
            {"product_id": self.jacket.id, "warehouse_id": self.store_b.id}
        )
        transfer = self.transfer(self.central.int_type_id)
        transfer.with_user(planner).action_confirm()
        with self.assertRaises(AccessError):
            self.jacket.with_user(planner).list_price = 1

    def test_S5_3_1_1_a_buyer_keeps_suppliers_and_moves_no_stock(self):
        buyer = self.new_user("buyer")
        supplier = self.env["res.partner"].with_user(buyer).create({"name": "Supplier"})
        self.env["product.supplierinfo"].with_user(buyer).create(
            {
                "partner_id": supplier.id,
                "product_tmpl_id": self.jacket.product_tmpl_id.id,
                "price": 80,
            }
        )
        transfer = self.transfer(self.central.in_type_id).with_user(buyer)
        self.assertTrue(transfer.read(["name"]))
        with self.assertRaises(AccessError):
            transfer.origin = "mine now"
        with self.assertRaises(AccessError):
            self.jacket.with_user(buyer).list_price = 1

    def test_S5_3_1_1_a_warehouse_worker_moves_stock_but_changes_no_goods(self):
        worker = self.new_user("warehouse")
        transfer = self.transfer(self.central.out_type_id).with_user(worker)
        transfer.action_assign()
        transfer.button_validate()
        self.assertEqual(transfer.state, "done")
        with self.assertRaises(AccessError):
            self.jacket.with_user(worker).list_price = 1

    def test_S5_3_1_1_finance_keeps_the_books_and_changes_no_goods(self):
        finance = self.new_user("finance")
        self.assertEqual(
            self.can(finance, "create", "account.move", "product.template", "stock.quant"),
            {"account.move"},
        )
        self.assertTrue(self.order(self.store_b).with_user(finance).read(["name"]))
        with self.assertRaises(AccessError):
            self.jacket.with_user(finance).list_price = 1

    def test_S5_3_1_1_an_administrator_gives_roles(self):
        admin = self.new_user("administrator")
        guide = self.new_user("guide")
        guide.with_user(admin).write(
            {
                "store_ids": self.store_a.ids,
                "group_ids": [(4, self.env.ref("retail_security.group_store_manager").id)],
            }
        )
        self.assertTrue(guide.is_store_scoped)
        with self.assertRaises(AccessError):
            guide.with_user(guide).write({"group_ids": [(4, admin.group_ids[:1].id)]})

    def test_S5_3_1_1_planner_and_buyer_in_one_person(self):
        user = self.new_user("planner")
        user.group_ids += self.env.ref("retail_security.group_buyer")
        self.assertEqual(
            self.can(user, "create", "stock.picking", "product.supplierinfo"),
            {"stock.picking", "product.supplierinfo"},
        )


class TestAuditor(RetailSecurityCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.auditor = cls.new_user("auditor")

    def test_S5_3_1_1_an_auditor_reads_every_store(self):
        transfer = self.transfer(self.store_a.out_type_id)
        order = self.order(self.store_b)
        for records in (
            transfer,
            transfer.move_ids,
            order,
            order.order_line,
            self.env["stock.quant"].search([("product_id", "=", self.jacket.id)]),
            self.env["account.move"].create({}),
            self.env["ir.rule"].search([], limit=1),
        ):
            with self.subTest(records._name):
                found = records.with_user(self.auditor).search([("id", "in", records.ids)])
                self.assertEqual(found, records)
                self.assertTrue(found.read([]))

    def test_S5_3_1_1_an_auditor_writes_nothing(self):
        """Every model with a table, whatever module it comes from."""
        for name in self.env.registry:
            model = self.env[name].with_user(self.auditor)
            if model._abstract or model._transient:
                continue
            for operation in "write", "create", "unlink":
                if model.has_access(operation):
                    self.assertIn(name, {"ir.filters", "res.users.settings"}, operation)

    def test_S5_3_1_1_an_auditor_is_refused(self):
        transfer = self.transfer(self.store_a.out_type_id)
        transfer.action_assign()
        season = self.env["retail.season"].create({"name": "Spring", "code": "test_spring"})
        for records in (
            transfer,
            transfer.move_line_ids,
            self.order(self.store_a),
            self.env["stock.quant"].search([("product_id", "=", self.jacket.id)])[:1],
            self.env["account.move"].create({}),
            self.jacket,
            season,
            self.store_a,
        ):
            audited = records.with_user(self.auditor)
            with self.subTest(records._name):
                with self.assertRaises(AccessError):
                    audited.write({"display_name": "changed"})
                with self.assertRaises(AccessError):
                    audited.create({})
                with self.assertRaises(AccessError):
                    audited.unlink()

    def test_S5_3_1_1_an_auditor_keeps_his_own_screen(self):
        self.env["ir.filters"].with_user(self.auditor).create(
            {"name": "Mine", "model_id": "stock.picking", "user_ids": self.auditor.ids}
        )
        self.auditor.with_user(self.auditor).write({"tz": "Asia/Shanghai"})
        self.assertEqual(self.auditor.tz, "Asia/Shanghai")

    def test_S5_3_1_1_an_auditor_holds_no_other_role(self):
        for role in "retail_security.group_guide", "retail_security.group_finance":
            with self.subTest(role), self.assertRaises(ValidationError):
                self.auditor.group_ids += self.env.ref(role)
        with self.assertRaises(ValidationError):
            self.auditor.group_ids += self.env.ref("base.group_system")
