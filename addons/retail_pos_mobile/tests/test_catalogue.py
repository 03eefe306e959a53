import doctest
import gzip
import json
import random
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.sql_db import db_connect
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import SQL, json_default

from ..lib import columns
from ..models import pos_config_catalogue
from ..models.retail_till_catalogue import LARGE_PARAMETER
from .test_store_scope import PosScopeCommon

MODELS = (
    "product.template",
    "product.product",
    "product.template.attribute.line",
    "product.template.attribute.value",
    "product.template.attribute.exclusion",
    "product.pricelist.item",
    "product.uom",
)


class CatalogueCommon(PosScopeCommon):
    """Forty styles of all sorts at the till of store A, which asks for them in columns."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.random = random.Random(19)
        cls.pricelist = cls.env["product.pricelist"].create({"name": "Members"})
        cls.till_a.write(
            {
                "use_pricelist": True,
                "available_pricelist_ids": [
                    Command.set((cls.till_a.pricelist_id | cls.pricelist).ids)
                ],
                "pricelist_id": (cls.till_a.pricelist_id or cls.pricelist).id,
            }
        )
        cls.styles = cls._make_styles()
        cls.catalogue = cls.env["retail.till.catalogue"].with_user(cls.guide_a)
        cls.env.flush_all()
        for table in (
            "product_template",
            "product_product",
            "product_pricelist_item",
            "product_template_attribute_line",
            "product_template_attribute_value",
            "product_attribute_value",
            "product_uom",
        ):
            cls.env.cr.execute(
                SQL("UPDATE %s SET write_date = '2026-01-01'", SQL.identifier(table))
            )
        cls.env.cr.execute(SQL("DELETE FROM retail_catalogue_change"))
        cls.env.invalidate_all()

    @classmethod
    def _make_styles(cls):
        """Styles without variants, of one value, of several, with extra prices, archived variants,
        combinations that cannot be, packages, tags, translations and prices of their own."""
        colour, size = (
            cls.env["product.attribute"].create(
                {
                    "name": name,
                    "display_type": kind,
                    "value_ids": [
                        Command.create({"name": f"{name} {number}", "html_color": "#101010"})
                        for number in range(3)
                    ],
                }
            )
            for name, kind in (("Shade", "color"), ("Size", "pills"))
        )
        tag = cls.env["product.tag"].create({"name": "Outdoor"})
        brand = cls.env["product.brand"].create({"name": "Alpine"})
        shelf = cls.env["pos.category"].create({"name": "Shelf"})
        tax = cls.env["account.tax"].search([("type_tax_use", "=", "sale")], limit=1)
        styles = cls.env["product.template"].create(
            [
                {
                    "name": f"Goods {number}",
                    "available_in_pos": True,
                    "is_storable": bool(number % 3),
                    "list_price": cls.random.randint(1, 99_900) / 100,
                    "standard_price": 7.77,
                    "style_number": f"S{number}",
                    "product_brand_id": brand.id if number % 2 else False,
                    "pos_categ_ids": [Command.set(shelf.ids)] if number % 4 else [],
                    "taxes_id": [Command.set(tax.ids)] if number % 5 else [],
                    "product_tag_ids": [Command.set(tag.ids)] if number % 6 == 0 else [],
                    "description_sale": f"Line {number}" if number % 7 == 0 else False,
                    "attribute_line_ids": [
                        Command.create(
                            {
                                "attribute_id": attribute.id,
                                "value_ids": [Command.set(attribute.value_ids[:values].ids)],
                            }
                        )
                        for attribute, values in ((colour, number % 4), (size, number % 3))
                        if values
                    ],
                }
                for number in range(40)
            ]
        )
        for number, style in enumerate(styles):
            style.with_context(lang="zh_CN").name = f"货品 {number}"
            for variant in style.product_variant_ids:
                variant.write({"barcode": f"77{variant.id:011}", "default_code": f"R{variant.id}"})
            values = style.attribute_line_ids.product_template_value_ids
            if number % 5 == 0:
                values[:1].price_extra = 12.5
            if number % 8 == 3:
                style.product_variant_ids[-1:].active = False
            if number % 9 == 5 and len(values) > 1:
                values[0].exclude_for = [
                    Command.create(
                        {"product_tmpl_id": style.id, "value_ids": [Command.set(values[-1].ids)]}
                    )
                ]
        cls.env["product.uom"].create(
            [
                {
                    "product_id": style.product_variant_ids[0].id,
                    "uom_id": cls.env.ref("uom.product_uom_dozen").id,
                    "barcode": f"88{style.id:011}",
                }
                for style in styles[1:4]
            ]
        )
        cls.env["product.pricelist.item"].create(
            [
                *(
                    cls._rule("1_product", style, fixed_price=style.list_price / 2)
                    for style in styles[::4]
                ),
                *(cls._rule("0_product_variant", style, fixed_price=3) for style in styles[1:20:6]),
                cls._rule("1_product", styles[2], fixed_price=1, date_end="2026-01-01"),
            ]
        )
        return styles

    @classmethod
    def _rule(cls, applied_on, style, **values):
        variant = applied_on == "0_product_variant"
        return {
            "pricelist_id": cls.pricelist.id,
            "applied_on": applied_on,
            "product_tmpl_id": style.id,
            "product_id": style.product_variant_ids[0].id if variant else False,
            "compute_price": "fixed",
            **values,
        }

    def whole(self, catalogue=None):
        """Everything that a phone loads at first, by model and id."""
        catalogue = self.catalogue if catalogue is None else catalogue
        plan = catalogue.plan(self.till_a.id)
        blocks = [
            json.loads(line)
            for block in plan["blocks"]
            for line in gzip.decompress(catalogue.block(self.till_a.id, *block)).splitlines()
        ]
        return self.by_id(blocks)

    def by_id(self, blocks):
        blocks = json.loads(json.dumps(blocks))
        return {
            model: {
                record["id"]: {name: record[name] for name in record if name != "_style"}
                for piece in blocks
                for record in columns.records(piece[model])
            }
            for model in MODELS
        }

    def changes(self, since=None):
        """What changed since the plan of now, as (styles by id, ids that are gone)."""
        plan = self.catalogue.plan(self.till_a.id)
        told = self.catalogue.changes(self.till_a.id, since or plan["stamp"], plan["key"])
        return self.by_id(told["blocks"])["product.template"], told["gone"]


@tagged("post_install", "-at_install")
class TestCatalogue(CatalogueCommon):
    """A-K1: the columns of a large catalogue say what Odoo's own records say."""

    def test_lib(self):
        self.assertFalse(doctest.testmod(columns).failed)

    def test_A_K1_columns_hold_what_odoo_would_load_field_by_field(self):
        self.open_till(self.till_a, self.guide_a)
        for lang in ("en_US", "zh_CN"):
            catalogue = self.catalogue.with_context(lang=lang)
            ours = self.whole(catalogue)
            natively = (
                self.env["product.template"]
                .with_user(self.guide_a)
                .with_context(lang=lang, display_default_code=False)
                .load_product_from_pos(
                    self.till_a.id, [("id", "in", list(ours["product.template"]))]
                )
            )
            natively = json.loads(json.dumps(natively, default=json_default))
            self.assertGreater(len(ours["product.template"]), 40)
            for model in MODELS:
                with self.subTest(lang=lang, model=model):
                    self.assertEqual(
                        self.comparable(ours[model].values()), self.comparable(natively[model])
                    )

    def comparable(self, records):
        """Records by id, without costs; the order of several is not the same everywhere in Odoo."""
        return {
            record["id"]: {
                name: sorted(map(str, value)) if isinstance(value, list) else value
                for name, value in record.items()
                if name != "standard_price"
            }
            for record in records
        }

    def test_S5_3_1_1_a_cost_reaches_those_who_may_see_it_alone(self):
        self.assertNotIn("7.77", json.dumps(self.whole()))
        self.manager_b.store_ids = self.store_a
        catalogue = self.env["retail.till.catalogue"].with_user(self.manager_b)
        self.assertNotIn("7.77", json.dumps(self.whole(catalogue)))
        self.manager_b.group_ids |= self.env.ref("retail_security.group_costs")
        seen = self.whole(catalogue)
        costs = {each["standard_price"] for each in seen["product.product"].values()}
        self.assertIn(7.77, costs)

    def test_S5_3_1_1_a_till_of_another_store_and_a_user_without_a_till_get_nothing(self):
        plan = self.catalogue.plan(self.till_a.id)
        stranger = new_test_user(self.env, "stranger", "base.group_user")
        for catalogue, till in (
            (self.catalogue, self.till_b.id),
            (self.catalogue.with_user(stranger), self.till_a.id),
        ):
            for ask in (
                lambda c=catalogue, t=till: c.plan(t),
                lambda c=catalogue, t=till: c.block(t, 0, 10**9),
                lambda c=catalogue, t=till: c.changes(t, plan["stamp"], plan["key"]),
            ):
                with self.assertRaises(AccessError):
                    ask()
        with self.assertRaises(UserError):
            self.catalogue.plan("1")

    # What changed

    def test_A_K1_nothing_comes_where_nothing_changed(self):
        self.assertEqual(self.changes(), ({}, []))

    def test_A_K1_a_price_a_name_and_a_bar_code_that_change_come_alone(self):
        one, two, three = self.styles[:3]
        one.list_price = 4321
        two.name = "Renamed"
        three.product_variant_ids[0].barcode = "5555"
        styles, gone = self.changes()
        self.assertEqual(set(styles), {one.id, two.id, three.id})
        self.assertEqual(styles[one.id]["list_price"], 4321)
        self.assertFalse(gone)

    def test_A_K1_a_price_rule_that_is_made_changed_moved_or_deleted_brings_its_style(self):
        style, other = self.styles[4], self.styles[5]
        rule = self.env["product.pricelist.item"].search([("product_tmpl_id", "=", style.id)])
        self._backdate("retail_catalogue_change", "create_date")
        rule.fixed_price = 9
        self.assertEqual(set(self.changes()[0]), {style.id})
        self._backdate("product_pricelist_item", "write_date")
        rule.write({"product_tmpl_id": other.id})
        self.assertEqual(set(self.changes()[0]), {style.id, other.id})
        self._backdate("product_pricelist_item", "write_date")
        self._backdate("retail_catalogue_change", "create_date")
        rule.unlink()
        self.assertEqual(set(self.changes()[0]), {other.id})

    def _backdate(self, table, column):
        self.env.flush_all()
        self.env.cr.execute(
            SQL("UPDATE %s SET %s = '2026-01-01'", SQL.identifier(table), SQL.identifier(column))
        )

    def test_A_K1_a_price_that_begins_by_itself_comes_when_it_begins(self):
        style = self.styles[7]
        now = fields.Datetime.now()
        self.env["product.pricelist.item"].create(
            self._rule("1_product", style, fixed_price=2, date_start=now - timedelta(seconds=30))
        )
        self._backdate("product_pricelist_item", "write_date")
        begun = now - timedelta(seconds=60)
        self.assertEqual(set(self.changes(fields.Datetime.to_string(begun))[0]), {style.id})
        self.assertEqual(set(self.changes(fields.Datetime.to_string(now))[0]), set())

    def test_A_K1_what_is_archived_taken_from_the_tills_or_deleted_is_told_as_gone(self):
        archived, variant, hidden, deleted = self.styles[10:14]
        ids = [archived.id, hidden.id, deleted.id]
        self.assertGreater(len(variant.product_variant_ids), 1)
        archived.active = False
        hidden.available_in_pos = False
        self.env["pos.session"].search([]).write({"state": "closed"})
        deleted.unlink()
        variant.product_variant_ids[0].active = False
        styles, gone = self.changes()
        self.assertEqual(gone, ids)
        self.assertEqual(set(styles), {variant.id})

    def test_A_K1_other_price_lists_or_a_long_absence_ask_for_everything(self):
        plan = self.catalogue.plan(self.till_a.id)
        long_ago = fields.Datetime.to_string(fields.Datetime.now() - timedelta(days=40))
        self.assertEqual(
            self.catalogue.changes(self.till_a.id, long_ago, plan["key"]), {"reload": True}
        )
        self.till_a.available_pricelist_ids = [
            Command.create({"name": "VIP", "currency_id": self.till_a.currency_id.id})
        ]
        self.assertEqual(
            self.catalogue.changes(self.till_a.id, plan["stamp"], plan["key"]), {"reload": True}
        )

    def test_A_K1_the_stamp_lies_before_what_others_have_not_finished(self):
        [[begun]] = self.env.execute_query(SQL("SELECT now() AT TIME ZONE 'UTC'"))
        self.assertGreater(fields.Datetime.now() - begun, timedelta(seconds=3))
        with db_connect(self.env.cr.dbname).cursor() as other:
            catalogue = self.catalogue.with_env(self.env(cr=other))
            stamp = fields.Datetime.to_datetime(catalogue._stamp())
        self.assertLess(stamp, begun)

    # What is loaded as records

    def test_A_K1_a_small_shop_loads_as_odoo_does(self):
        session = self.open_till(self.till_a, self.guide_a)
        data = session.load_data(["pos.config", "product.template", "product.product"])
        loaded = {style["id"] for style in data["product.template"]}
        self.assertLessEqual(set(self.styles.ids), loaded)
        self.assertFalse(data["pos.config"][0]["_catalogue"]["is_large"])

    def test_A_K1_a_large_shop_loads_what_it_sells_and_its_favourites(self):
        self.env["ir.config_parameter"].set_param(LARGE_PARAMETER, "10")
        session = self.open_till(self.till_a, self.guide_a)
        favourite = self.styles[33]
        favourite.is_favorite = True
        self.sell(session, self.guide_a)
        self.patch(pos_config_catalogue, "WORKING_SET", 2)
        data = session.load_data(
            ["pos.config", "product.template", "product.product", "product.uom"]
        )
        loaded = {style["id"] for style in data["product.template"]}
        self.assertTrue(data["pos.config"][0]["_catalogue"]["is_large"])
        self.assertLessEqual({self.jacket.product_tmpl_id.id, favourite.id}, loaded)
        self.assertLess(len(loaded & set(self.styles.ids)), 5)
        known = {product["id"] for product in data["product.product"]}
        self.assertLessEqual({package["product_id"] for package in data["product.uom"]}, known)

    def test_A_K1_a_block_takes_as_many_queries_for_one_style_as_for_forty(self):
        counts = []
        for ids in (self.styles.ids[1:2], self.styles.ids):
            config, catalogue = self.catalogue._open(self.till_a.id)
            catalogue._pieces(config, [("id", "in", ids)])
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            catalogue._pieces(config, [("id", "in", ids)])
            counts.append(self.env.cr.sql_log_count - before)
        # Odoo looks at each style of which something is excluded by itself: six of the forty
        self.assertLess(counts[1], counts[0] + 25)

    def test_A_K1_the_next_phone_gets_what_is_ready_and_then_what_changed(self):
        first = self.catalogue.plan(self.till_a.id)
        self.whole()
        self.styles[3].list_price = 777
        plan = self.catalogue.plan(self.till_a.id)
        with patch.object(type(self.catalogue), "_rows", side_effect=AssertionError):
            self.catalogue.block(self.till_a.id, *plan["blocks"][0])
        self.assertEqual(plan["stamp"], first["stamp"])
        styles, _gone = self.changes(plan["stamp"])
        self.assertEqual(
            {id_: style["list_price"] for id_, style in styles.items()}, {self.styles[3].id: 777}
        )

    def test_A_K1_what_is_ready_is_made_anew_when_much_has_changed(self):
        self.catalogue.plan(self.till_a.id)
        self.whole()
        self.styles.list_price = 555
        prices = {each["list_price"] for each in self.whole()["product.template"].values()}
        self.assertIn(555, prices)


@tagged("post_install", "-at_install")
class TestCatalogueRoute(HttpCase):
    def test_A_K1_the_answer_is_compressed_lines_and_asks_for_a_user(self):
        store = self.env["stock.warehouse"].create({"name": "S", "code": "SX", "is_store": True})
        till = self.env["pos.config"].create(
            {"name": "Till", "picking_type_id": store.pos_type_id.id}
        )
        url = f"/retail/till_catalogue/{till.id}"
        self.authenticate(None, None)
        answer = self.url_open(url, data={"ask": "plan"}, allow_redirects=False)
        self.assertNotEqual(answer.status_code, 200)
        self.authenticate("admin", "admin")
        answer = self.url_open(url, data={"ask": "plan"})
        self.assertEqual(answer.headers["Content-Encoding"], "gzip")
        self.assertIn("key", answer.json())
