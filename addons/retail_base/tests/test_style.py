from ast import literal_eval

from lxml import etree
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import TransactionCase, new_test_user
from odoo.tools import mute_logger


class TestStyle(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Template = cls.env["product.template"]
        cls.Variant = cls.env["product.product"]
        cls.colour = cls.env.ref("retail_base.attribute_colour")
        cls.red, cls.blue = (cls.env.ref(f"retail_base.colour_{name}") for name in ("red", "blue"))
        cls.jacket = cls.Template.create(
            {
                "name": "Trail Jacket",
                "style_number": " HW26-118 ",
                "attribute_line_ids": [
                    (
                        0,
                        0,
                        {
                            "attribute_id": cls.colour.id,
                            "value_ids": [(6, 0, (cls.red | cls.blue).ids)],
                        },
                    )
                ],
            }
        )

    def test_style_number_is_stripped_and_never_empty(self):
        self.assertEqual(self.jacket.style_number, "HW26-118")
        self.jacket.style_number = "   "
        self.assertIs(self.jacket.style_number, False)
        self.Template.create([{"name": "A", "style_number": ""}, {"name": "B", "style_number": ""}])

    def test_style_number_is_unique_in_a_company(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.Template.create({"name": "Other", "style_number": "HW26-118"})

    def test_another_company_may_use_the_number_for_itself(self):
        own = self.Template.create(
            {"name": "Own", "style_number": "HW26-118", "company_id": self.env.company.id}
        )
        self.assertEqual(own.style_number, self.jacket.style_number)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            own.copy({"style_number": "HW26-118"})

    def test_a_copy_has_no_style_number(self):
        self.assertFalse(self.jacket.copy().style_number)

    def test_style_number_finds_the_style_and_all_its_variants(self):
        variants = self.jacket.product_variant_ids
        self.assertEqual(len(variants), 2)
        self.assertFalse(self.jacket.default_code)
        self.assertEqual([id_ for id_, _ in self.Template.name_search("HW26-118")], self.jacket.ids)
        for text in ("HW26-118", "26-11"):
            found = {id_ for id_, _ in self.Variant.name_search(text)}
            self.assertEqual(found, set(variants.ids))
        self.assertEqual(self.Variant.search([("display_name", "ilike", "26-118")]), variants)
        self.assertEqual(self.Variant.name_search("HW26-118", limit=1)[0][0] in variants.ids, True)
        self.assertEqual(len(self.Variant.name_search("HW26-118", limit=1)), 1)

    def test_a_negative_search_leaves_the_style_out(self):
        found = self.Variant.search([("display_name", "not ilike", "HW26-118")])
        self.assertFalse(found & self.jacket.product_variant_ids)
        self.assertTrue(found)

    def test_the_exact_style_comes_before_names_that_mention_it(self):
        mention = self.Variant.create({"name": "Belt for HW26-118", "default_code": "B"})
        found = [id_ for id_, _ in self.Variant.name_search("HW26-118")]
        self.assertEqual(set(found[:2]), set(self.jacket.product_variant_ids.ids))
        self.assertEqual(found[2:], mention.ids)

    def test_a_domain_still_limits_the_search(self):
        one = self.jacket.product_variant_ids[0]
        found = self.Variant.name_search("HW26-118", domain=[("id", "=", one.id)])
        self.assertEqual([id_ for id_, _ in found], one.ids)

    def test_collection_year_has_four_digits(self):
        self.jacket.collection_year = "2026"
        for wrong in ("26", "abcd", "1026"):
            with self.subTest(year=wrong), self.assertRaises(ValidationError):
                self.jacket.collection_year = wrong

    def test_variants_are_grouped_by_season_and_year(self):
        spring = self.env.ref("retail_base.season_spring")
        self.jacket.write({"season_id": spring.id, "collection_year": "2026"})
        groups = self.Variant._read_group(
            [("product_tmpl_id", "=", self.jacket.id)],
            ["season_id", "collection_year"],
            ["__count"],
        )
        self.assertEqual(groups, [(spring, "2026", 2)])
        self.assertEqual(spring.style_count, 1)
        self.assertIn(self.jacket, self.Template.search(spring.action_view_styles()["domain"]))

    def test_the_four_seasons_are_there_in_their_order(self):
        seasons = self.env["retail.season"].search([])
        self.assertEqual(seasons.mapped("code")[:4], ["SP", "SU", "AU", "WI"])

    def test_only_stock_managers_and_administrators_change_seasons(self):
        season = self.env.ref("retail_base.season_spring")
        user = new_test_user(self.env, "plain", groups="base.group_user")
        self.assertTrue(season.with_user(user).name)
        with self.assertRaises(AccessError):
            season.with_user(user).name = "Never"
        manager = new_test_user(self.env, "manager", groups="stock.group_stock_manager")
        season.with_user(manager).name = "Early Spring"
        self.assertEqual(season.name, "Early Spring")

    def test_two_seasons_do_not_share_a_code(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.env["retail.season"].create({"name": "Other Spring", "code": "SP"})

    def test_styles_open_on_products_with_a_style_number(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("retail_base.action_retail_styles")
        self.assertIn("'search_default_with_style_number': 1", action["context"])
        arch = etree.fromstring(self.Template.get_view(view_type="search")["arch"])
        (found,) = arch.xpath("//filter[@name='with_style_number']/@domain")
        tips = self.Template.create({"name": "Tips"})
        styles = self.Template.search(literal_eval(found))
        self.assertIn(self.jacket, styles)
        self.assertNotIn(tips, styles)

    def test_brand_stands_once_on_the_form_in_the_retail_group(self):
        arch = etree.fromstring(self.Template.get_view(view_type="form")["arch"])
        (brand,) = arch.xpath("//field[@name='product_brand_id']")
        self.assertTrue(brand.xpath("ancestor::group[@name='retail']"))

    def test_every_employee_sees_which_color_and_size_a_line_is(self):
        user = new_test_user(self.env, "plain", groups="base.group_user,stock.group_stock_user")
        arch = self.Variant.with_user(user).get_view(view_type="list")["arch"]
        values = etree.fromstring(arch).xpath("//field[@name='product_template_variant_value_ids']")
        self.assertTrue(values)
        menu = self.env.ref("retail_base.menu_retail_products_variants")
        self.assertIn(menu.id, self.env["ir.ui.menu"].with_user(user)._visible_menu_ids())
