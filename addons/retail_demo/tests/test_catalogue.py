from collections import Counter

from odoo.tests import tagged

from ..build.tables import read_csv, split
from ..lib.ean13 import is_ean13
from .common import DemoCase


@tagged("post_install", "-at_install")
class TestCatalogue(DemoCase):
    def test_sixty_styles_with_what_a_style_has(self):
        self.assertEqual(len(self.styles), 60)
        self.assertEqual(len(set(self.styles.mapped("style_number"))), 60)
        for style in self.styles:
            with self.subTest(style=style.style_number):
                self.assertTrue(style.product_brand_id)
                self.assertTrue(style.season_id)
                self.assertRegex(style.collection_year, r"^\d{4}$")
                self.assertTrue(style.launch_date)
                self.assertTrue(style.pos_categ_ids)
                self.assertTrue(style.seller_ids)
                self.assertTrue(style.available_in_pos)
                self.assertTrue(style.is_storable)
                self.assertGreater(style.list_price, style.seller_ids.price)

    def test_names_are_in_both_languages(self):
        for records in (
            self.styles,
            self.styles.pos_categ_ids,
            self.styles.attribute_line_ids.attribute_id,
            self.record("program", "threshold"),
            self.record("till", "S001_1").payment_method_ids,
        ):
            chinese = records.with_context(lang="zh_CN")
            for record, translated in zip(records, chinese):
                self.assertNotEqual(record.name, translated.name)
                self.assertTrue(record.name.isascii())

    def test_the_chain_has_one_colour_and_one_size_attribute(self):
        attributes = self.env["product.attribute"].search([])
        for external_id, names in (
            ("retail_base.attribute_colour", {"color", "colour", "颜色"}),
            ("retail_base.attribute_size", {"size", "尺码"}),
        ):
            alike = attributes.filtered(
                lambda attribute, names=names: (
                    {attribute.name.lower(), attribute.with_context(lang="zh_CN").name} & names
                )
            )
            self.assertEqual(alike, self.env.ref(external_id))
            self.assertLessEqual(alike, self.styles.attribute_line_ids.attribute_id)

    def test_no_colour_or_size_is_there_twice(self):
        for attribute in self.styles.attribute_line_ids.attribute_id:
            names = attribute.value_ids.mapped("name")
            self.assertEqual(len(set(names)), len(names))

    def test_sizes_go_from_small_to_large(self):
        self.assertEqual(
            self.record("attribute", "size").value_ids.mapped("name"),
            ["XS", "S", "M", "L", "XL", "2XL", *map(str, [*range(36, 45), *range(120, 151, 10)])],
        )

    def test_a_colour_is_drawn_as_its_swatch(self):
        for row in read_csv("colours"):
            self.assertEqual(self.record("colour", row["code"]).html_color, row["hex"])

    def test_variants_are_colours_times_sizes(self):
        for style in self.styles:
            lines = style.attribute_line_ids
            expected = 1
            for line in lines:
                expected *= len(line.value_ids)
            self.assertEqual(len(style.product_variant_ids), expected)

    def test_every_variant_has_an_internal_ean_of_its_own(self):
        barcodes = self.variants.mapped("barcode")
        self.assertEqual(len(set(barcodes)), len(self.variants))
        for barcode in barcodes:
            self.assertTrue(is_ean13(barcode), barcode)
            self.assertIn(int(barcode[:2]), range(20, 30))
        self.assertEqual(len(set(self.variants.mapped("default_code"))), len(self.variants))

    def test_every_company_knows_the_cost(self):
        for company in self.env["res.company"].search([]):
            for variant in self.variants.with_company(company):
                self.assertEqual(variant.standard_price, variant.product_tmpl_id.seller_ids.price)

    def test_every_variant_shows_its_colour(self):
        self.env.cr.execute(
            """SELECT res_model, res_field, res_id, checksum FROM ir_attachment
                WHERE res_model IN ('product.product', 'product.template')
                  AND (res_field LIKE 'image_variant_%' OR res_field LIKE 'image_%')"""
        )
        pictures = {row[:3]: row[3] for row in self.env.cr.fetchall()}
        by_colour = {}
        for variant in self.variants:
            for width in (1920, 1024, 512, 256, 128):
                self.assertIn(("product.product", f"image_variant_{width}", variant.id), pictures)
            style, colour = variant.default_code.split("-")[:2]
            checksum = pictures["product.product", "image_variant_512", variant.id]
            by_colour.setdefault((style, colour), set()).add(checksum)
        self.assertEqual({len(checksums) for checksums in by_colour.values()}, {1})
        shared = Counter(checksum for (checksum,) in by_colour.values())
        self.assertGreater(len(shared), 100, "colours and styles must look different")
        for row in read_csv("styles"):
            style = self.record("style", row["style_number"])
            self.assertIn(
                pictures["product.template", "image_512", style.id],
                by_colour[row["style_number"], split(row["colours"])[0]],
            )

    def test_the_picture_can_be_read_as_any_image(self):
        self.assertTrue(self.styles[0].image_128)
        self.assertTrue(self.variants[-1].image_1920)
