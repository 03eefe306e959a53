from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .test_store_scope import PosScopeCommon


@tagged("post_install", "-at_install")
class TestGoodsStock(PosScopeCommon):
    """P5.1.2-1, M-F2a: what lies here, in other stores and in warehouses, in quantities alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock = cls.env["retail.goods.stock"]
        quant = cls.env["stock.quant"]
        quant._update_available_quantity(cls.jacket, cls.store_b.lot_stock_id, -4)
        quant._update_available_quantity(cls.jacket, cls.central.lot_stock_id, 90)

    def _summary(self, user=None, product=None, till=None):
        product = product or self.jacket
        told = self.stock.with_user(user or self.guide_a).summary(
            (till or self.till_a).id, product.ids
        )
        return {
            variant: (here, stores, central)
            for variant, here, stores, central in zip(
                told["ids"], told["here"], told["stores"], told["central"]
            )
        }

    def _here(self):
        return self._summary()[self.jacket.id][0]

    def test_M_F2a_a_guide_learns_what_lies_here_in_other_stores_and_in_the_warehouse(self):
        self.assertEqual(self._summary(), {self.jacket.id: (10, 6, 100)})

    def test_M_F2a_a_guide_learns_the_quantities_of_each_place_but_not_of_the_own(self):
        told = self.stock.with_user(self.guide_a).by_warehouse(self.till_a.id, self.jacket.ids)
        self.assertEqual(
            told["stock"],
            [[self.jacket.id, self.central.id, 100], [self.jacket.id, self.store_b.id, 6]],
        )
        self.assertEqual(
            [(place["name"], place["is_store"]) for place in told["warehouses"]],
            [("Central Warehouse", False), ("Store B", True)],
        )

    def test_M_F2a_the_nearest_place_comes_first_where_addresses_are_located(self):
        for place, coordinates in (
            (self.store_a, (31.2350, 121.5050)),
            (self.store_b, (31.2990, 120.5850)),
        ):
            place.partner_id = self.env["res.partner"].create({"name": place.name})
            place.latitude, place.longitude = coordinates
        told = self.stock.with_user(self.guide_a).by_warehouse(self.till_a.id, self.jacket.ids)
        places = [
            (place["name"], place["distance"] and round(place["distance"]))
            for place in told["warehouses"]
        ]
        self.assertEqual(places, [("Store B", 88), ("Central Warehouse", None)])

    def test_S6_2_6_a_guide_reads_no_document_of_another_store(self):
        transfer = self.transfer(self.store_b.out_type_id)
        transfer.action_confirm()
        self._summary()
        quants = self.env["stock.quant"].search(
            [("location_id", "=", self.store_b.lot_stock_id.id)]
        )
        for records in (quants, transfer, transfer.move_ids):
            with self.subTest(records._name):
                self.assertTrue(records)
                with self.assertRaises(AccessError):
                    records.with_user(self.guide_a).read(["id"])

    def test_S6_2_6_the_till_of_another_store_answers_nothing(self):
        stock = self.stock.with_user(self.guide_a)
        for ask in (
            lambda: stock.summary(self.till_b.id),
            lambda: stock.by_warehouse(self.till_b.id, self.jacket.ids),
            lambda: stock.why_unknown(self.till_b.id, "123"),
        ):
            with self.assertRaises(AccessError):
                ask()

    def test_S5_3_1_1_who_has_no_till_is_refused(self):
        for role in ("base.group_user", "base.group_portal"):
            user = new_test_user(self.env, role.replace(".", "_"), role)
            with self.subTest(role), self.assertRaises(AccessError):
                self._summary(user)

    def test_S5_3_1_1_an_auditor_reads_the_stock_of_every_till(self):
        auditor = self.new_user("auditor")
        for till in self.till_a + self.till_b:
            with self.subTest(till.name):
                self.assertTrue(self._summary(auditor, till=till))

    def test_a_till_that_is_gone_or_nonsense_is_refused_with_a_message(self):
        stock = self.stock.with_user(self.guide_a)
        gone = self.new_till(self.store_a)
        gone_id = gone.id
        gone.unlink()
        for config_id in (gone_id, False, "1 OR 1=1"):
            with self.subTest(config_id), self.assertRaises(UserError):
                stock.summary(config_id)

    def test_at_most_a_thousand_products_are_asked_for_by_name(self):
        with self.assertRaisesRegex(UserError, "1000"):
            self.stock.with_user(self.guide_a).summary(self.till_a.id, list(range(1001)))

    def test_what_is_reserved_is_not_there_to_sell(self):
        transfer = self.transfer(self.store_a.out_type_id)
        transfer.action_assign()
        self.assertEqual(self._here(), 9)

    def test_what_lies_outside_the_stock_location_is_not_there_to_sell(self):
        shelf, quarantine = self.env["stock.location"].create(
            [
                {"name": "Shelf", "location_id": self.store_a.lot_stock_id.id},
                {"name": "Quarantine", "location_id": self.store_a.view_location_id.id},
            ]
        )
        for place in shelf + quarantine:
            self.env["stock.quant"]._update_available_quantity(self.jacket, place, 2)
        self.assertEqual(self._here(), 12)

    def test_a_till_with_a_small_place_of_its_own_counts_that_alone(self):
        """A pop-up till takes its goods from a part of its store."""
        place = self.env["stock.location"].create(
            {"name": "Pop-up", "location_id": self.store_a.lot_stock_id.id}
        )
        self.env["stock.quant"]._update_available_quantity(self.jacket, place, 3)
        own = self.store_a.pos_type_id.copy(
            {"name": "Pop-up", "sequence_code": "POPUP", "default_location_src_id": place.id}
        )
        self.till_a.picking_type_id = own
        self.assertEqual(self._here(), 3)

    def test_a_sale_is_off_the_stock_whenever_it_is_booked(self):
        for mode in ("real", "soon", "closing"):
            with self.subTest(mode):
                self.env.company.point_of_sale_update_stock_quantities = mode
                before = self._here()
                session = self.open_till(self.till_a, self.guide_a)
                self.sell(session, self.guide_a)
                self.env.invalidate_all()
                self.assertEqual(self._here(), before - 1)
                session.post_closing_cash_details(session.cash_register_balance_end)
                session.close_session_from_ui()
                self.assertEqual(session.state, "closed")
                self.assertEqual(self._here(), before - 1)

    def test_a_sale_with_a_transfer_of_its_own_is_not_taken_off_twice(self):
        """An invoiced sale moves its goods at once, although the till books at its closing."""
        self.env.company.point_of_sale_update_stock_quantities = "closing"
        session = self.open_till(self.till_a, self.guide_a).sudo()
        order = self.sell(session, self.guide_a).sudo()
        session.update_stock_at_closing = False
        order._create_order_picking()
        session.update_stock_at_closing = True
        self.assertEqual(order.picking_ids.state, "done")
        self.assertEqual(self._here(), 9)

    def test_what_is_no_longer_sold_is_left_out(self):
        self.assertIn(self.jacket.id, self._summary())
        for change in ({"active": False}, {"available_in_pos": False}, {"sale_ok": False}):
            with self.subTest(change):
                self.jacket.product_tmpl_id.write(change)
                self.assertNotIn(self.jacket.id, self._summary())
                self.jacket.product_tmpl_id.write(dict.fromkeys(change, True))
                self.jacket.product_tmpl_id.product_variant_ids.active = True

    def test_what_never_lay_anywhere_is_told_as_none(self):
        coat = self.jacket.create({"name": "Coat", "is_storable": True, "available_in_pos": True})
        self.assertEqual(self._summary(product=coat), {coat.id: (0, 0, 0)})

    def test_stock_of_another_chain_on_the_same_database_is_not_told(self):
        other = self.env["res.company"].create({"name": "Other chain"})
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)], limit=1)
        warehouse.is_store = True
        self.env["stock.quant"]._update_available_quantity(self.jacket, warehouse.lot_stock_id, 50)
        self.assertEqual(self._summary(), {self.jacket.id: (10, 6, 100)})

    def test_all_goods_of_the_chain_are_one_statement_however_many_there_are(self):
        self.jacket.create(
            [
                {"name": f"Coat {i}", "available_in_pos": True, "is_storable": True}
                for i in range(50)
            ]
        )
        self.env.flush_all()
        stock = self.stock.with_user(self.guide_a)
        stock.summary(self.till_a.id)
        # Whether the till is there, and the stock
        with self.assertQueryCount(2):
            told = stock.summary(self.till_a.id)
        self.assertGreater(len(told["ids"]), 50)

    def test_a_code_that_finds_nothing_says_why(self):
        shirt, sock = self.jacket.create(
            [
                {"name": "Shirt", "barcode": "2000000000015", "available_in_pos": True},
                {"name": "Sock", "barcode": "2000000000022"},
            ]
        )
        shirt.active = False
        stock = self.stock.with_user(self.guide_a)
        for code, reason, name in (
            (shirt.barcode, "archived", "Shirt"),
            (sock.barcode, "not_sold", "Sock"),
            ("2000000000039", "unknown", ""),
            ("", "unknown", ""),
            (None, "unknown", ""),
        ):
            with self.subTest(code):
                self.assertEqual(
                    stock.why_unknown(self.till_a.id, code), {"reason": reason, "name": name}
                )


@tagged("post_install", "-at_install")
class TestGoodsData(PosScopeCommon):
    """P5.1.2-1: what a till is told of its goods, to find them by."""

    def _load(self):
        return self.open_till(self.till_a, self.guide_a).load_data([])

    def test_P5_1_2_1_a_till_knows_brand_year_season_and_style_number(self):
        brand = self.env["product.brand"].create({"name": "Alpine"})
        season = self.env["retail.season"].search([], limit=1)
        self.jacket.product_tmpl_id.write(
            {
                "product_brand_id": brand.id,
                "season_id": season.id,
                "collection_year": "2026",
                "style_number": "JK-2031",
            }
        )
        loaded = self._load()
        style = next(
            row for row in loaded["product.template"] if row["id"] == self.jacket.product_tmpl_id.id
        )
        self.assertEqual(style["product_brand_id"], brand.id)
        self.assertEqual(style["season_id"], season.id)
        self.assertEqual((style["collection_year"], style["style_number"]), ("2026", "JK-2031"))
        self.assertIn("Alpine", [row["name"] for row in loaded["product.brand"]])
        self.assertIn(season.name, [row["name"] for row in loaded["retail.season"]])

    def test_P5_1_2_2_a_till_knows_which_variants_have_a_picture_of_their_own(self):
        pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
        plain = self.jacket.create({"name": "Plain", "available_in_pos": True})
        attribute = self.env["product.attribute"].create(
            {
                "name": "Colour",
                "value_ids": [Command.create({"name": name}) for name in ("Red", "Blue", "Grey")],
            }
        )
        style = self.env["product.template"].create(
            {
                "name": "Shirt",
                "available_in_pos": True,
                "attribute_line_ids": [
                    Command.create(
                        {
                            "attribute_id": attribute.id,
                            "value_ids": [Command.set(attribute.value_ids.ids)],
                        }
                    )
                ],
            }
        )
        red, blue, grey = style.product_variant_ids
        (red + blue).image_variant_1920 = pixel
        self.env.flush_all()
        marks = {row["id"]: row["_picture"] for row in self._load()["product.product"]}
        self.assertTrue(marks[red.id])
        self.assertEqual(marks[red.id], marks[blue.id])
        self.assertFalse(marks[grey.id] or marks[plain.id])
