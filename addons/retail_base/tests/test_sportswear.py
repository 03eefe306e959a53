from collections import Counter
from unittest import skipUnless

from odoo.tests import tagged

from ..lib.catalogue import (
    group_styles,
    price_styles,
    read_catalogue,
    read_prices,
    read_sales,
    read_table,
)
from .common import DATA, CatalogueCase

FOLDER = DATA / "sportswear"
STYLES = 60


@tagged("post_install", "-at_install")
@skipUnless(FOLDER.is_dir(), f"the real catalogue is not there: {FOLDER}")
class TestSportswear(CatalogueCase):
    """The preset for the real catalogue: all of it is read, a part of it is imported."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.preset = cls.env.ref("retail_base.preset_sportswear")
        cls.mapping = cls.preset._mapping()

    def table(self, name):
        return read_table((FOLDER / f"{name}.csv.gz").read_bytes(), **self.preset._format())

    def test_every_row_of_the_three_files_is_read(self):
        styles, errors = group_styles(
            read_catalogue(self.table("items"), self.mapping), self.mapping
        )
        self.assertFalse(errors)
        self.assertEqual(len(styles), 4770)
        self.assertEqual(sum(len(style.variants) for style in styles), 12824)
        self.assertEqual(sum(v.stock for style in styles for v in style.variants), 45305)
        self.assertEqual(Counter(len(style.categories) for style in styles).keys(), {2, 3})
        self.assertFalse(price_styles(styles, read_prices(self.table("prices"), self.mapping)))
        sales = list(read_sales(self.table("train"), self.mapping))
        self.assertEqual((len(sales), sum(sale.units for sale in sales)), (135117, 310671))

    def test_a_part_of_it_becomes_products_with_stock(self):
        rows = list(self.table("items").rows)
        pids = sorted({cells[0] for _line, cells in rows})[:STYLES]
        part = [cells for _line, cells in rows if cells[0] in pids]
        data = "\n".join("|".join(cells) for cells in [self.table("items").header, *part])
        document = self.make_import(data.encode())
        document._prepare()
        document._run(self.no_commit)
        self.assertEqual(document.state, "done", document.failure)
        self.assertEqual((document.style_created, document.variant_created), (STYLES, len(part)))
        self.assertFalse(document.issue_ids)
        for cells in part[:20]:
            _pid, size, _colour, brand, rrp, *_groups, stock, _released = cells
            style = self.style(cells[0])
            variant = style.product_variant_ids.filtered(
                lambda variant, size=size: (
                    (size or "One Size")
                    in variant.product_template_attribute_value_ids.mapped("name")
                )
            )
            self.assertEqual(style.list_price, float(rrp))
            self.assertEqual(style.product_brand_id.name, brand)
            self.assertEqual(
                variant.with_context(warehouse_id=self.store.id).qty_available, int(stock)
            )

    def test_the_colours_are_in_the_shop_s_words(self):
        colours = {cells[2] for _line, cells in self.table("items").rows}
        known = self.preset.colour_attribute_id.value_ids.mapped("name")
        self.assertFalse({self.mapping.colour_name(colour) for colour in colours} - set(known))

    def test_the_price_list_is_wide_and_sets_what_is_asked_today(self):
        prices = list(read_prices(self.table("prices"), self.mapping))
        self.assertEqual(len(prices), 12824)
        self.assertTrue(all(price.price > 0 for price in prices))

    def test_the_whole_file_is_counted_at_the_start(self):
        document = self.make_import((FOLDER / "items.csv.gz").read_bytes())
        document._prepare()
        self.assertEqual((document.state, document.rows_total), ("queued", 12824))
