"""P5.2-1: the board of the phone over any window, sorted and narrowed down."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from .common import open_till_of


@tagged("post_install", "-at_install")
class TestRefillBoard(TransactionCase):
    """Three articles on a shelf since twenty days; what they sold:

             3 days ago   yesterday   today
    jacket       6            1          1
    cap          0            3          0
    scarf        0            0          0
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store, cls.till = open_till_of(cls.env, "RBA")
        cls.other, cls.other_till = open_till_of(cls.env, "RBB")
        brand = cls.env["product.brand"].create({"name": "Alpine"})
        cls.jacket, cls.cap, cls.scarf = cls.env["product.product"].create(
            [
                {
                    "name": name,
                    "is_storable": True,
                    "product_brand_id": brand.id if name == "Jacket" else False,
                    "style_number": f"RB-{name}",
                }
                for name in ("Jacket", "Cap", "Scarf")
            ]
        )
        shelf = cls.store.lot_stock_id
        customers = cls.env.ref("stock.stock_location_customers")
        suppliers = cls.env.ref("stock.stock_location_suppliers")
        for product in (cls.jacket, cls.cap, cls.scarf):
            cls.move(product, 20, suppliers, shelf, days=20)
        for product, quantity, days in (
            (cls.jacket, 6, 3),
            (cls.jacket, 1, 1),
            (cls.jacket, 1, 0),
            (cls.cap, 3, 1),
        ):
            cls.move(product, quantity, shelf, customers, days=days)
        cls.env["retail.replenishment.refresh"]._run()
        cls.guide = new_test_user(
            cls.env,
            "board.guide",
            groups="retail_security.group_guide",
            store_ids=[(6, 0, cls.store.ids)],
        )

    @classmethod
    def move(cls, product, quantity, source, dest, days):
        move = cls.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom": product.uom_id.id,
                "product_uom_qty": quantity,
                "location_id": source.id,
                "location_dest_id": dest.id,
            }
        )
        move._action_confirm()
        move.write({"quantity": quantity, "picked": True})
        move._action_done()
        move.date = fields.Datetime.now() - timedelta(days=days)

    def board(self, **choice):
        board = self.env["retail.refill.board"].with_user(self.guide)
        return board.read_board(self.till.id, choice)

    def names(self, **choice):
        return [row["name"] for row in self.board(**choice)["rows"]]

    def sold(self, **choice):
        return {row["name"]: row["sold"] for row in self.board(**choice)["rows"]}

    def test_P5_2_1_the_windows_of_the_phone(self):
        self.assertEqual(self.sold(), {"Jacket": 8, "Cap": 3})
        self.assertEqual(self.sold(window="yesterday"), {"Jacket": 1, "Cap": 3})
        self.assertEqual(self.sold(window="3d"), {"Jacket": 2, "Cap": 3})
        today = self.env["retail.me.page"]._get_today(self.store)
        days = f"{today - timedelta(days=3)}..{today - timedelta(days=3)}"
        self.assertEqual(self.sold(window=days), {"Jacket": 6})

    def test_what_the_page_says_of_the_window(self):
        today = self.env["retail.me.page"]._get_today(self.store)
        board = self.board(window="3d")
        self.assertEqual(board["first"], str(today - timedelta(days=2)))
        self.assertEqual(board["last"], str(today))
        bars = {row["name"]: row["bars"] for row in board["rows"]}
        self.assertEqual(bars, {"Jacket": [0, 1, 1], "Cap": [0, 3, 0]})

    def test_the_rows_are_sorted_as_asked(self):
        self.assertEqual(self.names(order="sold", shown="all"), ["Jacket", "Cap", "Scarf"])
        self.assertEqual(self.names(order="cover", shown="all")[0], "Jacket")
        self.assertEqual(self.names(order="stock", shown="all"), ["Scarf", "Cap", "Jacket"])

    def test_the_rows_are_narrowed_down(self):
        facets = self.env["retail.refill.board"].with_user(self.guide).read_facets(self.till.id)
        [brand] = facets["brand"]
        self.assertEqual((brand["label"], brand["count"]), ("Alpine", 1))
        self.assertEqual(self.names(facets={"brand": [brand["value"]]}), ["Jacket"])
        self.assertEqual(self.names(text="RB-Cap"), ["Cap"])
        self.assertEqual(self.names(shown="out"), [])

    def test_every_figure_comes_with_its_definition(self):
        definitions = self.board()["definitions"]
        for name in ("sold", "avg_daily", "trend", "sell_through", "days_on_market", "incoming"):
            self.assertTrue(definitions[name]["help"], name)

    def test_what_the_board_does_not_know_is_told(self):
        for choice in (
            {"window": "x"},
            {"order": "name; DROP TABLE"},
            {"shown": "none"},
            {"facets": {"colour": [1]}},
            {"facets": {"brand": [{}]}},
            {"offset": -1},
        ):
            with self.assertRaises(UserError):
                self.board(**choice)

    def test_rows_come_by_pages(self):
        self.assertEqual(self.names(order="sold", shown="all", offset=1), ["Cap", "Scarf"])

    def test_a_guide_of_another_store_is_refused(self):
        stranger = new_test_user(
            self.env,
            "board.stranger",
            groups="retail_security.group_guide",
            store_ids=[(6, 0, self.other.ids)],
        )
        with self.assertRaises(AccessError):
            self.env["retail.refill.board"].with_user(stranger).read_board(self.till.id)
        with self.assertRaises(AccessError):
            self.env["retail.refill.board"].with_user(stranger).read_facets(self.till.id)

    def test_a_page_takes_the_same_queries_for_many_rows(self):
        self.board()
        self.env.invalidate_all()
        with self.assertQueryCount(30):
            self.board()
