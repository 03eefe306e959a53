import json
import xmlrpc.client
from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .test_store_scope import PosScopeCommon

COST = 37.77


@tagged("post_install", "-at_install")
class TestCostsHidden(PosScopeCommon, HttpCase):
    """S5.3.1.1: store staff see no cost and no margin, whatever way they ask; buyers and auditors do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jacket.standard_price = COST
        cls.supplier = cls.env["res.partner"].create({"name": "Weaver", "is_company": True})
        cls.price = cls.env["product.supplierinfo"].create(
            {
                "partner_id": cls.supplier.id,
                "product_tmpl_id": cls.jacket.product_tmpl_id.id,
                "price": COST,
            }
        )
        cls.purchase_a, cls.purchase_b = (
            cls.env["purchase.order"].create(
                {
                    "partner_id": cls.supplier.id,
                    "picking_type_id": store.in_type_id.id,
                    "order_line": [
                        Command.create(
                            {"product_id": cls.jacket.id, "product_qty": 3, "price_unit": COST}
                        )
                    ],
                }
            )
            for store in cls.store_a + cls.store_b
        )
        cls.manager = cls.new_user("regional_manager", cls.store_a)
        cls.blind = {
            "guide": cls.guide_a,
            "manager": cls.manager,
            "warehouse": cls.new_user("warehouse"),
        }
        cls.seeing = {"buyer": cls.new_user("buyer"), "auditor": cls.new_user("auditor")}

    def fields_with_costs(self):
        """Return {model: what is hidden} of every model of which something is."""
        return {
            name: found
            for name, model in self.env.registry.items()
            if hasattr(model, "_get_cost_fields")
            and (found := self.env[name]._get_cost_fields() & set(model._fields))
        }

    def test_S5_3_1_1_buyers_and_auditors_read_costs(self):
        for who, user in self.seeing.items():
            with self.subTest(who):
                self.assertEqual(
                    self.jacket.with_user(user).read(["standard_price"])[0]["standard_price"], COST
                )
                self.assertEqual(self.price.with_user(user).read(["price"])[0]["price"], COST)

    def test_S5_3_1_1_no_cost_is_read(self):
        for model, names in self.fields_with_costs().items():
            for who, user in self.blind.items():
                records = self.env[model].with_user(user)
                if not records.has_access("read"):
                    continue
                # What Odoo itself keeps for its own managers is refused
                names = {n for n in names if records._has_field_access(records._fields[n], "read")}
                for row in records.search([], limit=20).read(sorted(names), load=None):
                    told = {name: row[name] for name in names if row.get(name)}
                    self.assertFalse(told, f"{who} reads {model}")

    def test_S5_3_1_1_no_cost_comes_along_with_other_records(self):
        for who, user in self.blind.items():
            with self.subTest(who):
                rows = self.jacket.product_tmpl_id.with_user(user).web_read(
                    {
                        "seller_ids": {"fields": {"price": {}}},
                        "product_variant_ids": {"fields": {"standard_price": {}}},
                    }
                )
                self.assertNotIn(str(COST), str(rows))
                user.group_ids |= self.env.ref("base.group_allow_export")
                rows = self.jacket.with_user(user).export_data(
                    ["standard_price", "seller_ids/price", "product_tmpl_id/standard_price"]
                )
                self.assertNotIn(str(COST), str(rows))

    def test_S5_3_1_1_costs_cannot_be_guessed_by_questions(self):
        product = self.env["product.product"]
        for who, user in self.blind.items():
            asked = product.with_user(user)
            for question in (
                lambda asked=asked: asked.search([("standard_price", ">", 1)]),
                lambda asked=asked: asked.search_count([("standard_price", "=", COST)]),
                lambda asked=asked: asked.name_search("", [("standard_price", "<", 99)]),
                lambda asked=asked: asked.search([("seller_ids.price", ">", 1)]),
                lambda asked=asked: asked.search([("product_tmpl_id.standard_price", ">", 1)]),
                lambda asked=asked: asked._read_group([], [], ["standard_price:sum"]),
                lambda asked=asked: asked.formatted_read_group([], ["standard_price"], []),
                lambda asked=asked: asked.env["stock.quant"].search(
                    [("product_id.standard_price", ">", 1)]
                ),
                lambda asked=asked: asked.env["report.pos.order"].formatted_read_group(
                    [], [], ["margin:sum"]
                ),
            ):
                with self.subTest(who), self.assertRaises(AccessError):
                    question()

    def test_S5_3_1_1_the_order_tells_no_cost(self):
        dear = self.env["product.product"].create({"name": "Dear", "standard_price": 1000})
        both = [("id", "in", (dear + self.jacket).ids)]
        asked = self.env["product.product"].with_user(self.manager)
        up, down = (asked.search(both, order=f"standard_price {way}") for way in ("asc", "desc"))
        self.assertEqual(up, down)

    def test_S5_3_1_1_purchases_of_another_store_are_not_there(self):
        orders = self.env["purchase.order"].with_user(self.manager)
        self.assertEqual(orders.search([]) & (self.purchase_a + self.purchase_b), self.purchase_a)
        with self.assertRaises(AccessError):
            self.purchase_b.with_user(self.manager).read(["name"])
        with self.assertRaises(AccessError):
            self.purchase_b.order_line.with_user(self.manager).read(["product_qty"])
        self.assertNotIn(str(COST), str(self.purchase_a.with_user(self.manager).read()))

    def test_S5_3_1_1_no_print_tells_the_supplier_prices(self):
        report = self.env["ir.actions.report"].with_user(self.manager)
        with self.assertRaises(AccessError):
            report._render_qweb_html("purchase.report_purchaseorder", self.purchase_a.ids)

    def test_S5_3_1_1_chatter_and_files_of_another_store_are_not_there(self):
        message = self.purchase_b.message_post(body=f"Agreed on {COST}")
        file = self.env["ir.attachment"].create(
            {
                "name": "offer.txt",
                "raw": b"x",
                "res_model": "purchase.order",
                "res_id": self.purchase_b.id,
            }
        )
        task = self.purchase_b.activity_schedule("mail.mail_activity_data_todo", note=str(COST))
        for records in (message, file, task):
            with self.subTest(records._name):
                found = records.with_user(self.manager).search([("id", "=", records.id)])
                self.assertFalse(found)
                with self.assertRaises(AccessError):
                    records.with_user(self.manager).read(["display_name"])

    def test_S5_3_1_1_a_guide_reads_no_books_but_the_invoices_of_his_store(self):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.supplier.id,
                "invoice_line_ids": [
                    Command.create({"product_id": self.jacket.id, "price_unit": COST})
                ],
            }
        )
        for records in (bill, bill.line_ids):
            with self.subTest(records._name), self.assertRaises(AccessError):
                records.with_user(self.guide_a).read(["display_name"])

    def test_S5_3_1_1_the_value_of_the_stock_is_not_worked_out_for_store_staff(self):
        company = self.env.company
        for who, user in self.blind.items():
            for ask in (
                lambda user=user: company.with_user(user).stock_value(),
                lambda user=user: company.with_user(user).stock_accounting_value(),
                lambda user=user: (
                    self.env["stock_account.stock.valuation.report"]
                    .with_user(user)
                    .get_report_values()
                ),
            ):
                with self.subTest(who), self.assertRaises(AccessError):
                    ask()

    def test_S5_3_1_1_a_till_tells_suppliers_without_prices(self):
        style = self.jacket.product_tmpl_id.with_user(self.guide_a)
        info = style.get_product_info_pos(100, 1, self.till_a.id)
        self.assertNotIn(str(COST), str(info["suppliers"]))

    @mute_logger("odoo.http")
    def test_S6_2_6_the_same_over_the_web_client_json2_and_xml_rpc(self):
        self.manager.password = "manager-of-store-a"
        self.authenticate(self.manager.login, "manager-of-store-a")
        web = self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {
                "model": "product.product",
                "method": "search_read",
                "args": [[("id", "=", self.jacket.id)], ["standard_price"]],
                "kwargs": {},
            },
        )
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.manager)
            ._generate("rpc", "test", datetime.now() + timedelta(hours=1))
        )
        json2 = self.url_open(
            "/json/2/product.product/search_read",
            data=json.dumps(
                {"domain": [["id", "=", self.jacket.id]], "fields": ["standard_price"]}
            ),
            headers={"Authorization": f"bearer {key}", "Content-Type": "application/json"},
        ).json()
        rpc = self.xmlrpc_object.execute_kw(
            self.env.cr.dbname,
            self.manager.id,
            key,
            "product.product",
            "search_read",
            [[("id", "=", self.jacket.id)], ["standard_price"]],
        )
        for rows in (web, json2, rpc):
            self.assertEqual(rows, [{"id": self.jacket.id, "standard_price": False}])
        with self.assertRaises(xmlrpc.client.Fault):
            self.xmlrpc_object.execute_kw(
                self.env.cr.dbname,
                self.manager.id,
                key,
                "product.product",
                "search",
                [[("standard_price", ">", 1)]],
            )
