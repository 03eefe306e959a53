import random
from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged
from odoo.tools import float_compare

from .common import ReplenishmentCase


@tagged("post_install", "-at_install")
class TestNativeEquality(ReplenishmentCase):
    """On hand, forecast and advice of a pair with a reordering rule are native's, row by row."""

    def assert_equal_to_native(self, rules):
        self.env.flush_all()
        self.env.invalidate_all()  # native does not know that a request changes its forecast
        rules._compute_qty_to_order_computed()
        self.env["retail.replenishment.figure"]._compute_all()
        figures = self.env["retail.replenishment.figure"].search(
            [("orderpoint_id", "in", rules.ids)]
        )
        self.assertEqual(set(figures.orderpoint_id), set(rules))
        differences = []
        for figure in figures:
            rule = figure.orderpoint_id
            ours = (figure.on_hand, figure.forecast, figure.advice_qty)
            native = (rule.qty_on_hand, rule.qty_forecast, rule.qty_to_order)
            if any(
                float_compare(*pair, precision_digits=2) for pair in zip(ours, native, strict=True)
            ):
                differences.append((rule.product_id.name, ours, native))
        self.assertEqual(differences, [])

    def test_a_random_sample_equals_native(self):
        """Seeded: stock, moves inside and beyond the horizon, vendors, units, routes, requests."""
        chance = random.Random(5)
        company = self.env.company
        company.horizon_days = 30
        company.days_to_purchase = 2
        vendors = self.env["res.partner"].create([{"name": f"Vendor {n}"} for n in range(3)])
        central = self.env["stock.warehouse"].create({"name": "Central", "code": "TCE"})
        self.store.resupply_wh_ids = central
        resupply = self.store.resupply_route_ids
        resupply.rule_ids.delay = 4
        resupply.product_selectable = True
        rules = self.env["stock.warehouse.orderpoint"]
        today = fields.Datetime.now()
        for number in range(60):
            product = self._product(chance, number, vendors, resupply)
            for source, dest in (
                (self.supplier, self.shelf),
                (self.shelf, self.customer),
            ):
                for _move in range(chance.randrange(3)):
                    self.todo(
                        product,
                        chance.randrange(1, 9),
                        source,
                        dest,
                        today + timedelta(days=chance.choice([-3, 1, 12, 33, 40, 60, 420])),
                        uom=chance.choice([self.unit, self.unit, self.dozen]),
                    )
            if stock := chance.choice([0, 3, 7.5, 20, -2]):
                self.env["stock.quant"]._update_available_quantity(product, self.shelf, stock)
            rules += self._rule(chance, product, resupply)
        self._requests(chance, vendors, rules)
        self.assert_equal_to_native(rules)
        ordered = rules.filtered("qty_to_order")
        self.assertTrue(10 < len(ordered) < 60, f"{len(ordered)} to order prove little")
        self.assertGreater(len(set(rules.mapped("lead_days"))), 4)
        self.assertTrue(
            any(
                rule.qty_to_order % 12 == 0 and (rule.product_max_qty - rule.qty_forecast) % 12
                for rule in ordered
            ),
            "some are rounded up to a dozen",
        )

    def test_a_changed_route_is_noticed(self):
        self.env.company.horizon_days = 0
        central = self.env["stock.warehouse"].create({"name": "Central", "code": "TCE"})
        self.store.resupply_wh_ids = central
        route = self.store.resupply_route_ids
        rule = self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.jacket.id,
                "warehouse_id": self.store.id,
                "route_id": route.id,
                "product_min_qty": 5,
                "product_max_qty": 9,
            }
        )
        self.todo(
            self.jacket,
            3,
            self.supplier,
            self.shelf,
            fields.Datetime.now() + timedelta(days=6),
        )
        self.assert_equal_to_native(rule)
        self.assertEqual(rule.qty_forecast, 0, "beyond the lead time of no days")
        route.rule_ids.filtered(lambda r: r.location_dest_id == self.shelf).delay = 8
        rule.invalidate_recordset()
        self.assert_equal_to_native(rule)
        self.assertEqual(rule.qty_forecast, 3)

    def test_the_cheapest_list_of_the_first_vendor_gives_lead_time_and_unit(self):
        self.env.company.horizon_days = 0
        first, second = self.env["res.partner"].create([{"name": "First"}, {"name": "Second"}])
        self.jacket.seller_ids = [
            Command.create({"partner_id": partner.id, "sequence": sequence, **values})
            for partner, sequence, values in (
                (second, 2, {"delay": 1, "price": 1}),
                (first, 1, {"delay": 30, "price": 9}),
                (
                    first,
                    1,
                    {
                        "delay": 10,
                        "price": 120,
                        "discount": 25,  # 7.50 apiece
                        "product_uom_id": self.dozen.id,
                        "min_qty": 1,
                    },
                ),
            )
        ]
        rule = self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.jacket.id,
                "warehouse_id": self.store.id,
                "product_min_qty": 5,
                "product_max_qty": 20,
            }
        )
        for days in (5, 20, 40):
            self.todo(
                self.jacket,
                1,
                self.supplier,
                self.shelf,
                fields.Datetime.now() + timedelta(days=days),
            )
        self.assert_equal_to_native(rule)
        self.assertEqual((rule.qty_forecast, rule.qty_to_order), (1, 24))
        self.jacket.seller_ids.filtered(lambda list_: list_.delay == 10).date_end = "2020-01-01"
        rule.invalidate_recordset()
        self.assert_equal_to_native(rule)
        self.assertEqual((rule.qty_forecast, rule.qty_to_order), (2, 18))

    def test_goods_on_their_way_through_the_store_count_once(self):
        """Receipts in two steps count at their final place, moves between shelves do not count."""
        self.store.reception_steps = "two_steps"
        entrance = self.store.wh_input_stock_loc_id
        rack = self.env["stock.location"].create({"name": "Rack", "location_id": self.shelf.id})
        rule = self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.jacket.id,
                "warehouse_id": self.store.id,
                "product_min_qty": 50,
                "product_max_qty": 50,
            }
        )
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        to_entrance = self.todo(self.jacket, 4, self.supplier, entrance, tomorrow)
        to_entrance.location_final_id = self.shelf
        self.todo(self.jacket, 8, self.supplier, entrance, tomorrow).location_final_id = False
        self.todo(self.jacket, 16, rack, self.shelf, tomorrow)
        self.assert_equal_to_native(rule)
        self.assertEqual(rule.qty_forecast, 4)

    def test_a_request_counts_until_it_has_moves(self):
        vendor = self.env["res.partner"].create({"name": "Vendor"})
        rule = self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.jacket.id,
                "warehouse_id": self.store.id,
                "product_min_qty": 50,
                "product_max_qty": 50,
            }
        )
        order = self.env["purchase.order"].create(
            {
                "partner_id": vendor.id,
                "picking_type_id": self.store.in_type_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.jacket.id,
                            "product_qty": quantity,
                            "location_final_id": self.shelf.id,
                            "price_unit": 1,
                        }
                    )
                    for quantity in (3, 5)
                ],
            }
        )
        move = self.todo(self.jacket, 5, self.supplier, self.shelf, fields.Datetime.now())
        move.purchase_line_id = order.order_line[1]
        self.assert_equal_to_native(rule)
        self.assertEqual(rule.qty_forecast, 3 + 5)

    def _product(self, chance, number, vendors, resupply):
        product = self.make_product(f"Sample {number}")
        product.route_ids = chance.choice([self.env["stock.route"], resupply])
        product.seller_ids = [
            Command.create(
                {
                    "partner_id": vendor.id,
                    "delay": chance.randrange(1, 20),
                    "price": chance.randrange(1, 50),
                    "discount": chance.choice([0, 0, 25]),
                    "sequence": chance.randrange(3),
                    "min_qty": chance.choice([0, 0, 5, 30]),
                    "product_uom_id": chance.choice([self.unit, self.unit, self.dozen]).id,
                    "product_id": chance.choice([False, product.id]),
                    "date_end": chance.choice([False, False, "2020-01-01"]),
                }
            )
            for vendor in vendors
            for _list in range(chance.choice([0, 1, 1, 2]))
        ]
        return product

    def _rule(self, chance, product, resupply):
        minimum = chance.randrange(12)
        rule = self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": product.id,
                "warehouse_id": self.store.id,
                "product_min_qty": minimum,
                "product_max_qty": minimum + chance.choice([0, 4, 10.5]),
                "route_id": chance.choice([False, False, resupply.id]),
                "trigger": chance.choice(["auto", "manual"]),
                "replenishment_uom_id": chance.choice([False, False, self.dozen.id]),
            }
        )
        if chance.random() < 0.1 and product.seller_ids:
            rule.supplier_id = chance.choice(product.seller_ids)
        if rule.trigger == "manual" and chance.random() < 0.2:
            rule.qty_to_order = 5
        return rule

    def _requests(self, chance, vendors, rules):
        """Requests for quotation: of a rule or not, in dozens or not, one of them confirmed."""
        for number, vendor in enumerate(vendors):
            order = self.env["purchase.order"].create(
                {
                    "partner_id": vendor.id,
                    "picking_type_id": self.store.in_type_id.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": rule.product_id.id,
                                "product_qty": chance.randrange(1, 6),
                                "product_uom_id": chance.choice([self.unit, self.dozen]).id,
                                "orderpoint_id": chance.choice([False, rule.id]),
                                "price_unit": 1,
                            }
                        )
                        for rule in chance.sample(list(rules), 12)
                    ],
                }
            )
            if number == 0:
                order.button_confirm()
