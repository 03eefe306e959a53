import base64
import csv
import io
from datetime import date
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from ..catalogue_loader import CatalogueLoader
from .common import CatalogueCase, csv_bytes


class TestCatalogueImport(CatalogueCase):
    def test_a_style_comes_in_with_all_that_the_file_says(self):
        document = self.run_import(
            "J1,rot,M,Trail Jacket,Nike,899,4,2026-03-08,Jackets,SP,2026,6901234567892",
            "J1,rot,L,Trail Jacket,Nike,899,3,2026-03-08,Jackets,SP,2026,6901234567908",
        )
        style = self.style("J1")
        self.assertRecordValues(
            style,
            [
                {
                    "name": "Trail Jacket",
                    "list_price": 899,
                    "season_id": self.env.ref("retail_base.season_spring").id,
                    "collection_year": "2026",
                    "launch_date": date(2026, 3, 8),
                    "is_storable": True,
                    "default_code": False,
                    "company_id": False,
                }
            ],
        )
        self.assertEqual(style.product_brand_id.name, "Nike")
        self.assertEqual(style.categ_id.complete_name, "Jackets")
        self.assertEqual(
            style.product_variant_ids.mapped(
                lambda variant: (variant.default_code, variant.barcode)
            ),
            [("J1-M", "6901234567892"), ("J1-L", "6901234567908")],
        )
        values = self.variant("J1-M").product_template_attribute_value_ids
        self.assertEqual(set(values.product_attribute_value_id.mapped("name")), {"Red", "M"})
        self.assertEqual(
            (document.style_created, document.variant_created, document.progress), (1, 2, 100)
        )
        self.assertFalse(document.issue_ids)

    def test_opening_stock_is_a_native_inventory(self):
        self.run_import("J1,rot,M,,,10,4,,,,,", "J1,rot,L,,,10,0,,,,,")
        variant = self.variant("J1-M")
        move = self.env["stock.move"].search(
            [("product_id", "in", variant.product_tmpl_id.product_variant_ids.ids)]
        )
        self.assertRecordValues(
            move,
            [
                {
                    "product_id": variant.id,
                    "quantity": 4,
                    "state": "done",
                    "is_inventory": True,
                    "location_id": variant.property_stock_inventory.id,
                    "location_dest_id": self.store.lot_stock_id.id,
                }
            ],
        )
        self.assertEqual(variant.with_context(warehouse_id=self.store.id).qty_available, 4)

    def test_a_second_run_finds_nothing_new(self):
        rows = (
            "J1,rot,M,Jacket,Nike,899,4,2026-03-08,Jackets,SP,2026,",
            "J2,blau,,,PUMA,1.5,1,,,,,",
        )
        self.run_import(*rows)
        before = self.everything()
        document = self.run_import(*rows)
        self.assertEqual(
            (document.style_created, document.style_updated, document.style_unchanged), (0, 0, 2)
        )
        self.assertEqual((document.variant_created, document.stock_pairs), (0, 0))
        self.assertEqual(self.everything(), before)

    def everything(self):
        return {
            model: self.env[model].with_context(active_test=False).search([], order="id").ids
            for model in (
                "product.template",
                "product.product",
                "product.attribute.value",
                "product.template.attribute.value",
                "product.template.attribute.exclusion",
                "product.brand",
                "product.category",
                "stock.move",
                "stock.quant",
            )
        }

    def test_what_the_file_says_anew_is_changed_and_no_more(self):
        self.run_import("J1,rot,M,Jacket,Nike,899,4,2026-03-08,Jackets,SP,2026,", "J2,,,,,5,,,,,,")
        style = self.style("J1")
        style.launch_date = date(2026, 5, 1)
        document = self.run_import("J1,rot,M,Storm Jacket,,799,9,,,,,", "J2,,,,,5,,,,,,")
        self.assertEqual((document.style_updated, document.style_unchanged), (1, 1))
        self.assertEqual((style.name, style.list_price), ("Storm Jacket", 799))
        # What the file leaves empty stays, and stock that has moved is not booked again
        self.assertEqual(
            (style.launch_date, style.product_brand_id.name), (date(2026, 5, 1), "Nike")
        )
        self.assertEqual(
            self.variant("J1-M").with_context(warehouse_id=self.store.id).qty_available, 4
        )

    def test_stock_that_was_sold_out_is_not_booked_again(self):
        row = "J1,rot,M,,,10,4,,,,,"
        self.run_import(row)
        quant = self.variant("J1-M").stock_quant_ids.filtered(
            lambda quant: quant.location_id == self.store.lot_stock_id
        )
        quant.with_context(inventory_mode=True).inventory_quantity = 0
        quant.action_apply_inventory()
        self.env["stock.quant"]._unlink_zero_quants()
        document = self.run_import(row)
        self.assertEqual(document.stock_pairs, 0)

    def test_another_store_gets_its_own_opening_stock(self):
        other = self.env["stock.warehouse"].create(
            {"name": "Other", "code": "OTH", "is_store": True}
        )
        row = "J1,rot,M,,,10,4,,,,,"
        self.run_import(row)
        document = self.run_import(row, store_id=other.id)
        self.assertEqual((document.stock_pairs, document.variant_created), (1, 0))
        self.assertEqual(self.variant("J1-M").with_context(warehouse_id=other.id).qty_available, 4)

    def test_pairs_that_the_file_does_not_have_cannot_be_sold(self):
        self.run_import("T1,rot,M,,,10,,,,,,", "T1,rot,L,,,10,,,,,,", "T1,blau,M,,,10,,,,,,")
        style = self.style("T1").with_context(active_test=False)
        self.assertEqual(
            set(style.product_variant_ids.mapped("default_code")),
            {"T1-Red-M", "T1-Red-L", "T1-Blue-M"},
        )
        blue, large = (
            style.attribute_line_ids.product_template_value_ids.filtered(
                lambda v, n=name: v.name == n
            )
            for name in ("Blue", "L")
        )
        self.assertFalse(style._is_combination_possible(blue | large))
        # Neither does Odoo make it when somebody adds a size by hand
        small = self.env["product.attribute.value"].create(
            {"name": "S", "attribute_id": self.preset.size_attribute_id.id}
        )
        style.attribute_line_ids.filtered(
            lambda line: line.attribute_id == self.preset.size_attribute_id
        ).value_ids |= small
        self.assertEqual(len(style.product_variant_ids), 5)
        self.assertFalse(style._get_variant_for_combination(blue | large))

    def test_a_pair_that_comes_later_comes_in(self):
        rows = ["T1,rot,M,,,10,,,,,,", "T1,rot,L,,,10,,,,,,", "T1,blau,M,,,10,,,,,,"]
        self.run_import(*rows)
        document = self.run_import(*rows, "T1,blau,L,,,10,2,,,,,", "T1,blau,XL,,,10,2,,,,,")
        self.assertEqual(
            set(self.style("T1").product_variant_ids.mapped("default_code")),
            {"T1-Red-M", "T1-Red-L", "T1-Blue-M", "T1-Blue-L", "T1-Blue-XL"},
        )
        self.assertEqual(document.stock_pairs, 2)
        again = self.run_import(*rows, "T1,blau,L,,,10,2,,,,,", "T1,blau,XL,,,10,2,,,,,")
        self.assertEqual((again.variant_created, again.style_unchanged), (0, 1))

    def test_sizes_cost_more_or_less_than_the_list_price(self):
        rows = ["S1,rot,M,,,100,,,,,,", "S1,rot,L,,,100,,,,,,", "S1,rot,3XL,,,120,,,,,,"]
        self.run_import(*rows)
        self.assertEqual(self.style("S1").list_price, 100)
        self.assertEqual(
            [self.variant(f"S1-{size}").lst_price for size in ("M", "L", "3XL")], [100, 100, 120]
        )
        self.run_import(*rows[:2], "S1,rot,3XL,,,100,,,,,,")
        self.assertEqual(self.variant("S1-3XL").lst_price, 100)

    def test_a_colour_with_its_own_price_is_told(self):
        document = self.run_import(
            "S1,rot,M,,,100,,,,,,", "S1,rot,L,,,100,,,,,,", "S1,blau,L,,,80,,,,,,"
        )
        ((line, notice, reason),) = self.issues(document)
        self.assertEqual((line, notice), (4, True))
        self.assertIn("80.00", reason)

    def test_current_prices_take_the_place_of_the_catalogue_s(self):
        prices = b"style|size|2026-01-01|2026-01-02\nS1|M|90|80\nS1|L|95|\nS9|M|1|1\n"
        document = self.run_import(
            "S1,rot,M,,,100,,,,,,",
            "S1,rot,L,,,100,,,,,,",
            "S1,rot,S,,,95,,,,,,",
            prices_file=base64.b64encode(prices),
        )
        self.assertEqual(
            [self.variant(f"S1-{size}").lst_price for size in ("M", "L", "S")], [80, 95, 95]
        )
        self.assertEqual([line for line, _notice, _reason in self.issues(document)], [4])

    def test_sizes_hang_in_the_order_of_a_shop(self):
        self.run_import(*(f"S1,rot,{size},,,1,,,,,," for size in ("XL", "S", "One", "M", "XS")))
        sizes = self.style("S1").product_variant_ids.product_template_attribute_value_ids
        names = sizes.filtered(lambda v: v.attribute_id == self.preset.size_attribute_id)
        names = names.product_attribute_value_id.sorted().mapped("name")
        self.assertEqual(names, ["XS", "S", "M", "XL", "One"])

    def test_colours_are_known_in_any_language(self):
        for lang in ("en_US", "zh_CN"):
            self.env["res.lang"]._activate_lang(lang)
        red = self.env.ref("retail_base.colour_red")
        red.with_context(lang="zh_CN").name = "红色"
        self.run_import("J1,红色,M,,,1,,,,,,", "J2,RED,M,,,1,,,,,,", "J3,rot,M,,,1,,,,,,")
        for number in ("J1", "J2", "J3"):
            values = self.style(number).product_variant_ids.product_template_attribute_value_ids
            self.assertIn(red, values.product_attribute_value_id)

    def test_no_size_is_one_size(self):
        self.run_import("B1,rot,,,,1,,,,,,")
        self.assertTrue(self.variant("B1-OneSize"))

    def test_wrong_rows_stay_out_and_the_rest_goes_in(self):
        document = self.run_import(
            "J1,rot,M,Jacket,,10,1,,,,,",
            "J2,rot,M,Jacket,,ten,1,,,,,",
            ",rot,M,Jacket,,10,1,,,,,",
            "J1,rot,M,Jacket,,10,1,,,,,",
            "J3,rot,M,Jacket,,10,1,,,Monsoon,,",
            "J4,rot",
            "J5,rot,M,Jacket,,10,1,2026-13-01,,,,",
            "J6,rot,M,Jacket,,10,1,,,winter,,",
        )
        self.assertTrue(self.style("J1") and self.style("J6"))
        self.assertFalse(self.style("J2") | self.style("J3") | self.style("J4") | self.style("J5"))
        self.assertEqual([line for line, _n, _r in self.issues(document)], [3, 4, 5, 6, 7, 8])
        self.assertEqual((document.left_out_count, document.notice_count), (6, 0))
        self.assertIn("Monsoon", self.issues(document)[3][2])

    def test_the_wrong_rows_are_a_file_for_a_spreadsheet(self):
        document = self.run_import("J2,rot,M,外套,,“十”,1,,,,,", "J1,rot,M,,,1,,,,,,")
        data = base64.b64decode(document.issue_file)
        self.assertTrue(data.startswith(b"\xef\xbb\xbf"))
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        self.assertEqual(rows[1][:3], ["catalogue.csv", "2", "yes"])
        self.assertIn("十", rows[1][3])
        self.assertEqual(document.issue_filename, "catalogue-issues.csv")

    def test_without_wrong_rows_there_is_no_such_file(self):
        self.assertFalse(self.run_import("J1,rot,M,,,1,,,,,,").issue_file)

    def test_headers_of_the_english_preset_may_be_spelled_otherwise(self):
        header = "style_number,Colour,SIZE,name,brand,price,barcode,stock,launch-date,season,YEAR,category"
        document = self.run_import(
            "E1,Red,M,Jacket,,10,,,,,,",
            header=header,
            preset_id=self.env.ref("retail_base.preset_retail").id,
        )
        self.assertFalse(document.issue_ids)
        values = self.style("E1").product_variant_ids.product_template_attribute_value_ids
        self.assertEqual(values.mapped("name"), ["Red", "M"])

    def test_without_columns_chosen_the_header_is_asked_first(self):
        document = self.make_import(b"Style,Colour,Size\nE1,Red,M\n", preset_id=False)
        action = document.action_start()
        self.assertEqual(
            (action["res_model"], document.state), ("retail.catalogue.preset", "draft")
        )
        self.assertEqual(document.preset_id.colour_column, "Colour")
        self.assertIsNone(document.action_start())
        self.assertEqual(document.state, "queued")

    def test_a_chinese_file_of_an_old_till_comes_in(self):
        text = "货号,颜色,尺码,品名,品牌,吊牌价,条码,库存数,上市日期,季节,年度,大类,销售日期,销售量\nHW1,黑色,均码,跑鞋,匹克,399,,2,2026年3月8日,SP,2026,鞋,,\n"
        document = self.make_import(
            text.encode("gb18030"), preset_id=self.env.ref("retail_base.preset_retail_chinese").id
        )
        document._prepare()
        document._run(self.no_commit)
        style = self.style("HW1")
        self.assertEqual(
            (style.name, style.product_brand_id.name, style.categ_id.name), ("跑鞋", "匹克", "鞋")
        )

    def test_a_taken_barcode_is_left_away(self):
        belt = self.env["product.product"].create({"name": "Belt", "barcode": "6901234567892"})
        document = self.run_import("J1,rot,M,,,1,,,,,,6901234567892")
        self.assertFalse(self.variant("J1-M").barcode)
        self.assertIn(belt.display_name, self.issues(document)[0][2])

    def test_archived_styles_and_variants_are_left_alone(self):
        self.run_import("J1,rot,M,,,1,,,,,,", "J2,rot,M,,,1,,,,,,", "J2,rot,L,,,1,,,,,,")
        self.style("J1").action_archive()
        large = self.variant("J2-L")
        large.action_archive()
        document = self.run_import(
            "J1,rot,M,,,2,,,,,,", "J2,rot,M,,,2,,,,,,", "J2,rot,L,,,2,9,,,,,"
        )
        self.assertFalse(self.style("J1"))
        self.assertFalse(large.active)
        self.assertEqual(
            [(line, notice) for line, notice, _r in self.issues(document)], [(2, True), (4, True)]
        )
        self.assertEqual(document.variant_created, 0)

    def test_a_style_made_by_hand_with_other_attributes_is_refused(self):
        self.env["product.template"].create({"name": "By hand", "style_number": "J1"})
        document = self.run_import("J1,rot,M,,,1,,,,,,")
        self.assertIn("J1", self.issues(document)[0][2])
        self.assertEqual(len(self.style("J1").product_variant_ids), 1)

    def test_what_odoo_refuses_costs_its_style_only(self):
        load = CatalogueLoader._load_prices

        def refuse(loader, pairs, values, index):
            if any(style.number == "BAD" for _template, style in pairs):
                raise IntegrityError("no such luck")
            return load(loader, pairs, values, index)

        with patch.object(CatalogueLoader, "_load_prices", refuse):
            document = self.run_import("J1,,,,,1,,,,,,", "BAD,,,,,1,,,,,,", "J2,,,,,1,,,,,,")
        self.assertTrue(self.style("J1") and self.style("J2"))
        self.assertFalse(self.style("BAD"))
        self.assertEqual(document.style_created, 2)
        self.assertIn("no such luck", self.issues(document)[0][2])

    def test_products_of_other_companies_are_none_of_its_business(self):
        other = self.env["res.company"].create({"name": "Other"})
        theirs = self.env["product.template"].create(
            {"name": "Theirs", "style_number": "J1", "company_id": other.id}
        )
        document = self.run_import("J1,rot,M,Ours,,1,,,,,,")
        self.assertEqual((document.style_created, theirs.name), (1, "Theirs"))

    def test_files_that_cannot_be_used_are_refused_before_anything_happens(self):
        for data, words in (
            (b"", "Choose a catalogue"),
            (b"PK\x03\x04", "save a spreadsheet as CSV"),
            (b"style,size\n1,M\n", "no column"),
        ):
            document = self.make_import(data)
            with self.subTest(data=data), self.assertRaises(UserError) as caught:
                document._prepare()
            self.assertIn(words, str(caught.exception))
            self.assertEqual(document.state, "draft")

    def test_a_file_with_a_header_only_has_nothing_to_do(self):
        document = self.run_import()
        self.assertEqual((document.rows_total, document.style_created), (0, 0))

    def test_stock_needs_a_store(self):
        with self.assertRaises(UserError):
            self.make_import(csv_bytes("J1,rot,M,,,1,4,,,,,"), store_id=False)._prepare()
        self.run_import("J1,rot,M,,,1,,,,,,", store_id=False)

    def test_an_import_is_started_once(self):
        document = self.run_import("J1,rot,M,,,1,,,,,,")
        with self.assertRaises(UserError):
            document.action_start()
        with self.assertRaises(UserError):
            document.action_stop()
        with self.assertRaises(UserError):
            document.action_resume()

    def test_starting_wakes_the_cron(self):
        cron = self.env.ref("retail_base.cron_catalogue_import")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.make_import(csv_bytes("J1,rot,M,,,1,,,,,,")).action_start()
        self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]) - triggers)

    def test_only_stock_managers_import(self):
        document = self.make_import(csv_bytes("J1,rot,M,,,1,2,,,,,"))
        for model in (
            "retail.catalogue.import",
            "retail.catalogue.preset",
            "retail.catalogue.import.issue",
        ):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(self.guide).search([])
        with self.assertRaises(AccessError):
            document.with_user(self.guide).action_start()
        with self.assertRaises(AccessError):
            self.make_import(b"", env=self.env(user=self.guide))
        theirs = self.make_import(
            csv_bytes("J1,rot,M,,Nike,1,2,,,,,"), env=self.env(user=self.manager)
        )
        theirs.action_start()
        theirs._run(self.no_commit)
        self.assertEqual(theirs.state, "done")
        self.assertEqual(self.style("J1").create_uid, self.manager)

    def test_imports_of_another_company_are_not_seen(self):
        other = self.env["res.company"].create({"name": "Other"})
        document = self.make_import(b"", company_id=other.id, store_id=False)
        documents = self.env["retail.catalogue.import"].with_user(self.manager)
        self.assertNotIn(document, documents.search([]))

    def test_an_import_at_work_is_not_deleted(self):
        document = self.make_import(csv_bytes("J1,rot,M,,,1,,,,,,"))
        document._prepare()
        with self.assertRaises(UserError):
            document.unlink()

    def test_a_preset_is_guessed_from_the_header(self):
        data = "货号,颜色,尺码,吊牌价,备注\nA1,黑色,M,10,x\n".encode("gb18030")
        with Form(self.make_import(data, preset_id=False)) as form:
            document = form.save()
        document.action_guess_preset()
        self.assertRecordValues(
            document.preset_id,
            [
                {
                    "style_column": "货号",
                    "colour_column": "颜色",
                    "size_column": "尺码",
                    "price_column": "吊牌价",
                    "brand_column": False,
                    "code": "catalogue",
                }
            ],
        )
        document._prepare()
        self.assertTrue(document._run(self.no_commit))
        self.assertTrue(self.variant("A1-M"))

    def test_presets_are_checked(self):
        with self.assertRaises(ValidationError):
            self.preset.colours = "rot Red"
        with self.assertRaises(ValidationError):
            self.preset.size_attribute_id = self.preset.colour_attribute_id
        dynamic = self.env["product.attribute"].create({"name": "D", "create_variant": "dynamic"})
        with self.assertRaises(ValidationError):
            self.preset.size_attribute_id = dynamic

    def test_a_thousand_rows_take_hardly_more_queries_than_ten(self):
        def queries(styles, prefix):
            document = self.make_import(
                csv_bytes(*(f"{prefix}{n},rot,M,,Nike,10,,,Shoes,,," for n in range(styles))),
                batch_size=styles,
            )
            document._prepare()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            document._run(self.no_commit)
            return self.env.cr.sql_log_count - before

        queries(5, "W")
        few, many = queries(10, "A"), queries(300, "B")
        # Odoo itself asks seven times for each new template with two lines, the import never
        self.assertLess(many - few, 7 * 290)


class TestSalesHistory(CatalogueCase):
    """What the history of sales hands to the module that keeps it."""

    def sales(self, *rows):
        Import = type(self.env["retail.catalogue.import"])
        kept = {}

        def keep(_document, batch):
            new = [row for row in batch if row[:2] not in kept]
            kept.update({row[:2]: row[2] for row in batch})
            return len(new)

        data = "\n".join(("day,style,size,units", *rows, "")).encode()
        with patch.multiple(Import, _keeps_sales=True, _import_sales_batch=keep):
            document = self.make_import(
                sales_file=base64.b64encode(data), sales_filename="sales.csv"
            )
            document._prepare()
            document._run(self.no_commit)
        return document, kept

    def test_sales_find_their_variant_by_style_and_size(self):
        self.run_import("J1,rot,M,,,1,,,,,,", "J2,rot,M,,,1,,,,,,", "J2,blau,M,,,1,,,,,,")
        document, kept = self.sales(
            "2026-01-01,J1,M,2",
            "2026-01-01,J1,M,1",
            "2026-01-02,J1,M,5",
            "2026-01-01,J1,XXL,1",
            "2026-01-01,J2,M,1",
            "2026-01-01,J9,M,1",
            "yesterday,J1,M,1",
        )
        variant = self.variant("J1-M").id
        self.assertEqual(kept, {(date(2026, 1, 1), variant): 3, (date(2026, 1, 2), variant): 5})
        self.assertEqual(document.sales_created, 2)
        self.assertEqual([line for line, _n, _r in self.issues(document)], [5, 6, 7, 8])
        self.assertIn("several colors", self.issues(document)[1][2])

    def test_sales_need_the_module_that_keeps_them(self):
        Import = type(self.env["retail.catalogue.import"])
        document = self.make_import(sales_file=base64.b64encode(b"day,style,size,units\n"))
        with patch.object(Import, "_keeps_sales", False), self.assertRaises(UserError):
            document._prepare()
