"""The readers of lib/catalogue, which know no Odoo."""

import contextlib
import csv
import doctest
import gzip
import importlib
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..lib.catalogue import (
    FileError,
    Mapping,
    RowError,
    Variant,
    group_styles,
    price_styles,
    read_catalogue,
    read_prices,
    read_table,
    size_sequence,
    split_prices,
)
from ..lib.catalogue.values import day, number

MODULES = ("mapping", "reasons", "rows", "styles", "table", "values")
STYLE = Mapping(style="style", size="size", price="price")


class TestDoctests(BaseCase):
    def test_examples_in_the_docstrings_are_true(self):
        for name in MODULES:
            module = importlib.import_module(f"..lib.catalogue.{name}", __package__)
            with self.subTest(module=name):
                failed, attempted = doctest.testmod(module)
                self.assertGreater(attempted, 0)
                self.assertEqual(failed, 0)


class TestTable(BaseCase):
    def cells(self, data, **options):
        return [row[1] for row in read_table(data, **options).rows]

    def test_encodings_are_found_out(self):
        text = "货号,颜色\n10000,黑色\n"
        for encoding, expected in (
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8"),
            ("gb18030", "gb18030"),
            ("gbk", "gb18030"),
            ("utf-16", "utf-16-le"),
        ):
            with self.subTest(encoding=encoding):
                table = read_table(text.encode(encoding))
                self.assertEqual(table.encoding, expected)
                self.assertEqual(table.header, ["货号", "颜色"])
                self.assertEqual(list(table.rows), [(2, ["10000", "黑色"])])

    def test_a_chosen_encoding_is_kept_to(self):
        data = "style,colour\n1,grün\n".encode("cp1252")
        self.assertEqual(self.cells(data, encodings=("cp1252",)), [["1", "grün"]])
        with self.assertRaises(FileError) as caught:
            read_table(data, encodings=("utf-8",))
        self.assertEqual(caught.exception.reason, "encoding")

    def test_delimiters_are_found_out(self):
        for delimiter in "|;,\t":
            data = f"style{delimiter}size\n1{delimiter}M\n".encode()
            self.assertEqual(self.cells(data), [["1", "M"]])

    def test_a_comma_within_cells_does_not_mislead(self):
        self.assertEqual(self.cells(b"style|size\n1|44,5\n"), [["1", "44,5"]])

    def test_gzip_is_unpacked_in_all_its_members(self):
        data = gzip.compress(b"style,size\n1,M\n") + gzip.compress(b"2,L\n")
        self.assertEqual(self.cells(data), [["1", "M"], ["2", "L"]])

    def test_what_is_no_table_says_why(self):
        bomb = gzip.compress(b"0" * 5_000_000)
        for data, reason in (
            (b"", "empty"),
            (b"  \n ", "empty"),
            (b"\n1,2\n", "empty"),
            (gzip.compress(b""), "empty"),
            (gzip.compress(b"style,size\n1,M\n" * 50)[:-20], "broken_gzip"),
            (b"\x1f\x8bnonsense", "broken_gzip"),
            (bomb, "too_big"),
            (b"0" * 1_000_001, "too_big"),
            (b"%PDF-1.7", "not_text"),
            (b"PK\x03\x04 a spreadsheet", "not_text"),
            (b"style,\0size", "not_text"),
            (b"\xff\xff\xff", "encoding"),
            (b"size,size\n", "double_column"),
        ):
            with self.subTest(data=data[:20]), self.assertRaises(FileError) as caught:
                read_table(data, max_bytes=1_000_000)
            self.assertEqual(caught.exception.reason, reason)

    def test_line_numbers_are_those_of_the_file(self):
        data = b'style,name\r\n1,"two\r\nlines"\r\n\r\n2\r\n3,plain\r\n4,"never closed\r\n5,x\r\n'
        rows = list(read_table(data).rows)
        self.assertEqual(rows[0], (2, ["1", "two\r\nlines"]))
        self.assertEqual((rows[1].line, rows[1].reason), (5, "cells"))
        self.assertEqual(rows[2], (6, ["3", "plain"]))
        self.assertEqual(rows[3][0], 7)

    def test_a_monstrous_cell_costs_its_row_only(self):
        self.addCleanup(csv.field_size_limit, csv.field_size_limit(100_000))
        data = b"style,name\n1," + b"x" * 200_000 + b"\n2,fine\n"
        broken, fine = read_table(data).rows
        self.assertEqual((broken.line, broken.reason), (2, "unreadable"))
        self.assertEqual(fine, (3, ["2", "fine"]))

    @settings(deadline=None)
    @given(st.binary(max_size=400))
    def test_any_bytes_are_read_or_refused(self, data):
        try:
            table = read_table(data)
        except FileError:
            return
        for row in table.rows:
            self.assertTrue(isinstance(row, RowError) or len(row[1]) == len(table.header))

    @settings(deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1),
                st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0")),
            )
        ),
        st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
        st.sampled_from("|;,\t"),
    )
    def test_what_a_csv_writer_wrote_comes_back(self, rows, encoding, delimiter):
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows([("first", "second"), *rows])
        data = text.getvalue().encode(encoding)
        # A short Chinese text may happen to be valid UTF-8: no guess can tell
        chosen = {"encodings": [encoding]} if encoding == "gb18030" else {}
        table = read_table(data, delimiter=delimiter, **chosen)
        self.assertEqual([tuple(cells) for _line, cells in table.rows], rows)


class TestValues(BaseCase):
    @given(st.decimals(0, 10**9, places=2))
    def test_numbers_come_back_however_written(self, value):
        plain = f"{value:f}"
        for text in (plain, plain.replace(".", ","), f"{value:,}", f"¥ {plain}"):
            self.assertEqual(number(text), float(value))

    @given(st.text(max_size=12))
    def test_any_text_is_a_number_or_a_value_error(self, text):
        with contextlib.suppress(ValueError):
            self.assertIsInstance(number(text), float)

    @given(st.dates())
    def test_days_come_back_in_every_format(self, value):
        year = f"{value.year:04}"
        for text in (
            value.isoformat(),
            f"{year}/{value.month}/{value.day}",
            f"{value.day}.{value.month}.{year}",
            f"{year}年{value.month}月{value.day}日",
            f"{value.isoformat()} 23:59:59",
        ):
            self.assertEqual(day(text), value)

    @given(st.text(max_size=20))
    def test_any_size_has_its_place(self, size):
        self.assertIsInstance(size_sequence(size), int)


class TestRows(BaseCase):
    def parse(self, text, mapping=STYLE):
        return list(read_catalogue(read_table(text.encode()), mapping))

    def test_each_wrong_row_says_where_and_why(self):
        mapping = Mapping(
            style="style",
            size="size",
            price="price",
            stock="stock",
            launch_date="launch",
            year="year",
        )
        rows = self.parse(
            "style,size,price,stock,launch,year\n"
            "1,M,10,1,2026-01-01,2026\n"
            ",M,10,1,,\n"
            "2,M,ten,1,,\n"
            "3,M,-1,1,,\n"
            "4,M,10,-3,,\n"
            "5,M,10,1,2026-02-30,\n"
            "6,M,10,1,,26\n"
            "1,M,11,1,,\n"
            "7,M\n" + "8" * 65 + ",M,10,1,,\n",
            mapping,
        )
        self.assertEqual(
            [(row.line, row.reason) for row in rows if isinstance(row, RowError)],
            [
                (3, "no_style"),
                (4, "number"),
                (5, "negative"),
                (6, "negative"),
                (7, "date"),
                (8, "year"),
                (9, "double_row"),
                (10, "cells"),
                (11, "too_long"),
            ],
        )
        self.assertEqual(rows[0].style, "1")

    def test_a_column_that_is_not_there_refuses_the_file(self):
        with self.assertRaises(FileError) as caught:
            self.parse("style,size\n1,M\n")
        self.assertEqual(caught.exception.values["column"], "price")

    def test_sizes_stay_free_text(self):
        sizes = ["M", "XL ( 158-170 )", "42", "44,5", "2 ( 37-39 )", ""]
        rows = self.parse("style,size,price\n" + "".join(f'1,"{size}",1\n' for size in sizes))
        self.assertEqual([row.size for row in rows], [*sizes[:-1], "One Size"])

    def test_a_style_split_over_the_file_is_one_style(self):
        styles, errors = group_styles(self.parse("style,size,price\n1,M,1\n2,M,1\n1,L,1\n"), STYLE)
        self.assertEqual([len(style.variants) for style in styles], [2, 1])
        self.assertFalse(errors)


class TestPrices(BaseCase):
    def test_the_last_filled_day_counts_whatever_the_order_of_columns(self):
        table = read_table(b"size|2018-02-28|style|2018-02-27\nM||1|9.5\nL|8|1|7\nS||1|\n")
        prices = list(read_prices(table, STYLE))
        self.assertEqual([(row.size, row.price) for row in prices], [("M", 9.5), ("L", 8.0)])

    def test_a_wide_list_without_days_is_refused(self):
        with self.assertRaises(FileError) as caught:
            read_prices(read_table(b"style|size|comment\n1|M|x\n"), STYLE)
            list(read_prices(read_table(b"style|size|comment\n1|M|x\n"), STYLE))
        self.assertEqual(caught.exception.reason, "no_price_columns")

    def test_prices_go_to_their_variants_and_strangers_are_named(self):
        catalogue = read_table(b"style,size,price\n1,M,20\n1,L,20\n")
        styles, _errors = group_styles(read_catalogue(catalogue, STYLE), STYLE)
        prices = read_prices(read_table(b"style|size|2026-01-01\n1|m|15\n9|M|1\n"), STYLE)
        (stranger,) = price_styles(styles, prices)
        self.assertEqual((stranger.line, stranger.reason), (3, "not_in_catalogue"))
        self.assertEqual([variant.price for variant in styles[0].variants], [15.0, 20.0])

    @given(
        st.dictionaries(
            st.sampled_from(["S", "M", "L", "XL"]),
            st.decimals(1, 500, places=2).map(float),
            min_size=1,
        )
    )
    def test_list_price_and_extras_give_back_every_price(self, prices):
        variants = [Variant(2, "Red", size, price, None, "") for size, price in prices.items()]
        list_price, extras, left = split_prices(variants)
        self.assertFalse(left)
        for size, price in prices.items():
            self.assertAlmostEqual(list_price + extras.get(size, 0), price, places=2)
