import random
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import tagged
from odoo.tools import SQL

from ..models import retail_replenishment_refresh
from .common import ReplenishmentCase


def ago(days):
    return fields.Datetime.now() - timedelta(days=days)


@tagged("post_install", "-at_install")
class TestRefreshOfFew(ReplenishmentCase):
    """After sales only their pairs are computed, and nobody can tell from the figures."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["stock.move"].flush_model()
        # all pairs are few here
        cls.startClassPatcher(patch.object(retail_replenishment_refresh, "FEW", 1))
        chance = random.Random(7)
        cls.hats = [cls.make_product(f"Hat {number}") for number in range(12)]
        cls.vendor = cls.env["res.partner"].create({"name": "Hatter"})
        for number, hat in enumerate(cls.hats):
            cls.receive(hat, chance.randrange(5, 30), ago(20))
            cls.sell(hat, chance.randrange(1, 9), ago(10))
            if number % 2:
                cls.env["stock.warehouse.orderpoint"].create(
                    {
                        "product_id": hat.id,
                        "warehouse_id": cls.store.id,
                        "location_id": cls.shelf.id,
                        "product_min_qty": 20,
                        "product_max_qty": 40,
                    }
                )

    def setUp(self):
        super().setUp()
        self.settle()
        self.assertFalse(self.computes_all(), "nothing happened since the refresh")

    def settle(self):
        """Refresh, and let what was written so far be long ago."""
        self.refresh()
        self.env.flush_all()
        for table in ("stock_move", "stock_quant"):
            self.env.cr.execute(SQL("UPDATE %s SET write_date = %s", SQL.identifier(table), ago(3)))
        self.env.invalidate_all()

    def computes_all(self):
        """Whether a refresh mends a figure that nothing moved."""
        figure = self.env["retail.replenishment.figure"].search(
            [("product_id", "=", self.hats[-1].id), ("warehouse_id", "=", self.store.id)]
        )
        self.env.cr.execute(
            "UPDATE retail_replenishment_figure SET on_hand = on_hand + 500 WHERE id = %s",
            figure.ids,
        )
        self.refresh()
        self.env.invalidate_all()
        mended = figure.on_hand < 500
        self.env["retail.replenishment.figure"]._compute_all()
        return mended

    @contextmanager
    def few(self):
        """What happens in here changes figures, and a refresh of few finds all of them."""
        yield
        self.assertTrue(self.refresh().figure_count)
        self.assertEqual(self.env["retail.replenishment.figure"]._compute_all(), 0)

    def test_whatever_moves_the_figures_of_few_are_those_of_all(self):
        """Seeded: sales, returns, receipts, transfers, moves to come, confirmed and cancelled."""
        chance = random.Random(11)
        other = self.other_store.lot_stock_id
        for _round in range(6):
            with self.few():
                for hat in chance.sample(self.hats[:-1], 4):
                    source, dest = chance.choice(
                        [
                            (self.shelf, self.customer),
                            (self.customer, self.shelf),
                            (self.supplier, self.shelf),
                            (self.shelf, other),
                        ]
                    )
                    self.move(hat, chance.randrange(1, 6), source, dest, ago(chance.randrange(19)))
                    coming = chance.choice(self.hats[:-1])
                    self.todo(coming, chance.randrange(1, 6), source, dest, fields.Datetime.now())
                open_moves = self.env["stock.move"].search(
                    [("state", "=", "confirmed"), ("product_id", "in", [h.id for h in self.hats])]
                )
                open_moves[:1]._action_cancel()
            self.settle()

    def test_sales_and_moves_to_come_have_only_their_pairs_computed(self):
        """Also where a reordering rule follows them."""
        self.sell(self.hats[1], 1, ago(1))
        self.todo(self.hats[3], 2, self.supplier, self.shelf, fields.Datetime.now())
        self.assertFalse(self.computes_all())

    def test_a_pair_whose_last_piece_left_long_ago_goes_from_the_table(self):
        old = self.make_product("Old Hat")
        self.receive(old, 1, ago(300))
        self.assertTrue(self.figure(old))
        self.settle()
        with self.few():
            self.move(old, 1, self.shelf, self.supplier, ago(250))
        self.assertFalse(self.figure(old))

    def test_a_corrected_date_is_a_change(self):
        sale = self.sell(self.hats[0], 1, ago(3))
        self.settle()
        with self.few():
            sale.date = ago(9)

    def test_goods_that_come_without_a_move(self):
        with self.few():
            self.env["stock.quant"]._update_available_quantity(self.hats[0], self.shelf, 4)

    def test_what_no_move_tells_has_all_computed(self):
        rule = self.env["stock.warehouse.orderpoint"].search(
            [("product_id", "=", self.hats[1].id)], limit=1
        )
        hat = self.hats[0]

        def vendor():
            hat.seller_ids = [Command.create({"partner_id": self.vendor.id, "delay": 3})]

        def request():
            self.env["purchase.order"].create(
                {
                    "partner_id": self.vendor.id,
                    "picking_type_id": self.store.in_type_id.id,
                    "order_line": [
                        Command.create({"product_id": hat.id, "product_qty": 3, "price_unit": 1})
                    ],
                }
            )

        def history():
            self.env["retail.demand"].create(
                {
                    "warehouse_id": self.store.id,
                    "product_id": hat.id,
                    "day": "2026-05-01",
                    "source": "history",
                    "qty_sold": 3,
                }
            )

        for name, change in {
            "a rule's minimum": lambda: rule.write({"product_min_qty": 25}),
            "a rule that is gone": rule.unlink,
            "a vendor": vendor,
            "a request": request,
            "the day of the launch": lambda: hat.write({"launch_date": "2026-05-20"}),
            "an archived variant": lambda: hat.write({"active": False}),
            "the days to cover": lambda: self.env.company.write({"replenish_review_days": 9}),
            "imported history": history,
            "a store more": lambda: self.other_store.write(
                {"is_store": not self.other_store.is_store}
            ),
        }.items():
            with self.subTest(name):
                change()
                self.env.flush_all()
                self.assertTrue(self.computes_all())
                self.settle()
                self.assertFalse(self.computes_all())

    def test_once_an_hour_all_are_computed(self):
        """A transfer that was deleted leaves no trace."""
        self.env.cr.execute(
            "UPDATE retail_replenishment_refresh SET stamp = '2026-06-15 03' || substr(stamp, 14)"
        )
        self.env.invalidate_all()
        self.assertTrue(self.computes_all())

    def test_many_are_computed_with_all(self):
        self.sell(self.hats[0], 1, ago(3))
        with patch.object(retail_replenishment_refresh, "FEW", 0):
            self.assertTrue(self.computes_all())
