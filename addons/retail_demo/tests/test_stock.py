from collections import Counter
from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from ..build import records
from .common import DemoCase

# Set by native for its own bookkeeping, or different from document to document
NOT_COMPARED = {
    "id",
    "create_uid",
    "write_uid",
    "create_date",
    "write_date",
    "origin",
    "partner_id",
}


@tagged("post_install", "-at_install")
class TestStock(DemoCase):
    def test_no_place_holds_less_than_nothing(self):
        quants = self.env["stock.quant"].search(
            [("product_id", "in", self.variants.ids), ("location_id.usage", "=", "internal")]
        )
        self.assertGreaterEqual(min(quants.mapped("quantity")), 0)
        for quant in quants:
            self.assertLessEqual(quant.reserved_quantity, quant.quantity)

    def test_stock_is_what_entered_less_what_left(self):
        flow = Counter()
        for move in self.env["stock.move"].search(
            [("state", "=", "done"), ("product_id", "in", self.variants.ids)]
        ):
            flow[move.product_id, move.location_dest_id] += move.quantity
            flow[move.product_id, move.location_id] -= move.quantity
        stock = Counter()
        for quant in self.env["stock.quant"].search([("product_id", "in", self.variants.ids)]):
            stock[quant.product_id, quant.location_id] += quant.quantity
        self.assertEqual(+flow, +stock)

    def test_the_tills_sold_what_left_the_stores(self):
        customers = self.env.ref("stock.stock_location_customers")
        moved, sold = Counter(), Counter()
        for picking in self.history.session_id.picking_ids:
            sign = 1 if picking.location_dest_id == customers else -1
            for move in picking.move_ids:
                moved[picking.pos_session_id, move.product_id] += sign * move.quantity
        for line in self.history.lines.filtered(lambda line: not line.is_reward_line):
            sold[line.order_id.session_id, line.product_id] += line.qty
        self.assertEqual(
            {key: quantity for key, quantity in moved.items() if quantity},
            {key: quantity for key, quantity in sold.items() if quantity},
        )

    def test_goods_reach_a_store_from_the_central_warehouse(self):
        received = self.env["stock.move"].search(
            [
                ("picking_id.picking_type_id", "in", self.stores.in_type_id.ids),
                ("state", "=", "done"),
            ]
        )
        self.assertGreater(len(received), 1000)
        for move in received:
            source = move.move_orig_ids
            self.assertEqual(source.location_id, self.central.lot_stock_id)
            self.assertEqual(source.quantity, move.quantity)
            self.assertLess(source.date, move.date)

    def test_a_move_written_by_sql_is_like_one_that_native_does(self):
        written = self.env["stock.move"].search(
            [
                ("picking_id.picking_type_id", "=", self.central.in_type_id.id),
                ("state", "=", "done"),
            ],
            limit=1,
        )
        native = self._receive_natively(written.product_id, written.quantity)
        for table in ("stock_move", "stock_move_line"):
            ours, theirs = (self._row(table, move) for move in (written, native))
            for column in theirs.keys() - NOT_COMPARED:
                if theirs[column] is None or ours[column] is None:
                    self.assertIs(ours[column], theirs[column], f"{table}.{column}")
                elif not column.endswith("_id") and "date" not in column and column != "reference":
                    self.assertEqual(ours[column], theirs[column], f"{table}.{column}")

    def _receive_natively(self, product, quantity):
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.central.in_type_id.id,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.central.lot_stock_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom": product.uom_id.id,
                            "product_uom_qty": quantity,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.move_ids.picked = True
        picking._action_done()
        self.env.flush_all()
        return picking.move_ids

    def _row(self, table, move):
        column = "id" if table == "stock_move" else "move_id"
        self.env.cr.execute(f"SELECT * FROM {table} WHERE {column} = %s", [move.id])
        row = self.env.cr.dictfetchone()
        for name in ("picking_id", "move_id"):
            row.pop(name, None)
        return row

    def test_something_waits_today_in_every_place(self):
        def count(picking_types, states):
            return self.env["stock.picking"].search_count(
                [("picking_type_id", "in", picking_types.ids), ("state", "in", states)]
            )

        self.assertTrue(count(self.central.in_type_id, ["assigned"]), "a supplier is expected")
        self.assertTrue(count(self.central.out_type_id, ["assigned"]), "goods wait to be sent")
        self.assertTrue(count(self.stores.int_type_id, ["assigned"]), "a store sends to another")
        for store in self.stores:
            waiting = count(store.in_type_id, ["assigned", "waiting"])
            self.assertTrue(waiting, f"{store.code} has something to receive")

    def test_every_store_has_rules_to_refill(self):
        for store in self.stores:
            rules = self.env["stock.warehouse.orderpoint"].search([("warehouse_id", "=", store.id)])
            self.assertGreaterEqual(len(rules), 10)
            self.assertEqual(rules.route_id, store.resupply_route_ids)

    def test_a_rule_keeps_what_its_article_sells_and_no_more(self):
        rules = self.env["stock.warehouse.orderpoint"].search(
            [("warehouse_id", "in", self.stores.ids)]
        )
        sold = self._sold_in_fifteen_days(before=min(rules.mapped("create_date")))
        for rule in rules:
            with self.subTest(store=rule.warehouse_id.code, article=rule.product_id.default_code):
                pieces = sold[rule.warehouse_id, rule.product_id]
                self.assertGreater(pieces, 0)
                self.assertGreaterEqual(rule.product_min_qty, pieces * 7 / 15)
                self.assertLess(rule.product_min_qty, rule.product_max_qty)
                self.assertLessEqual(rule.product_max_qty, max(4, 2 * pieces))

    def _sold_in_fifteen_days(self, before):
        # The chain's day begins eight hours before that of UTC
        day = (before + timedelta(hours=8)).date()
        since = records.utc(day - timedelta(days=15), 0)
        sold = Counter()
        for line in self.history.lines:
            if since <= line.order_id.date_order < before and not line.is_reward_line:
                sold[line.order_id.config_id.store_id, line.product_id] += line.qty
        return sold
