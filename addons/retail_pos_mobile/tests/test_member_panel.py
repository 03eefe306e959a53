from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date
from odoo.tests import tagged

from .member_common import MemberCommon


@tagged("post_install", "-at_install")
class TestMemberPanel(MemberCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member, cls.card = cls._member()
        cls.size = cls.env["product.attribute"].create(
            {
                "name": "Size",
                "value_ids": [Command.create({"name": name}) for name in ("S", "M")],
            }
        )
        cls.tops, cls.bags = cls.env["product.category"].create(
            [{"name": "Tops"}, {"name": "Bags"}]
        )
        cls.acme, cls.other = cls.env["product.brand"].create([{"name": "Acme"}, {"name": "Other"}])
        cls.owned = cls._style("Owned Shirt")
        cls.liked = cls._style("Shirt of the Brand", launch_date="2020-01-01")
        cls.newer = cls._style("Newer Shirt", brand=cls.other, launch_date="2026-01-01")
        cls.bag = cls._style("Bag", category=cls.bags, sizes=False)
        cls._stock(cls.owned, cls.liked, cls.newer, cls.bag)
        cls._sell(cls.member, cls._variant(cls.owned, "M"), 2)

    @classmethod
    def _style(cls, name, brand=None, category=None, sizes=True, **values):
        lines = [
            Command.create(
                {"attribute_id": cls.size.id, "value_ids": [Command.set(cls.size.value_ids.ids)]}
            )
        ]
        return cls.env["product.template"].create(
            {
                "name": name,
                "is_storable": True,
                "list_price": 100,
                "categ_id": (category or cls.tops).id,
                "product_brand_id": (brand or cls.acme).id,
                "attribute_line_ids": lines if sizes else [],
                **values,
            }
        )

    @classmethod
    def _variant(cls, style, size):
        return style.product_variant_ids.filtered(
            lambda product: product.product_template_attribute_value_ids.name == size
        )

    @classmethod
    def _stock(cls, *styles, quantity=3):
        for product in cls.env["product.template"].union(*styles).product_variant_ids:
            cls.env["stock.quant"]._update_available_quantity(
                product, cls.store.lot_stock_id, quantity
            )

    def _panel(self, user=None):
        return self.member.with_user(user or self.guide).retail_member_panel(self.store.id)

    def _advised(self):
        return [row["product_id"] for row in self._panel()["advice"]]

    # M-F2b: member code -> history, preference, points, coupons

    def test_M_F2b_the_panel_shows_the_member_from_real_records(self):
        coupons = self.env["loyalty.program"].create({"name": "Ten off", "program_type": "coupons"})
        self.env["loyalty.card"].search([("partner_id", "=", self.member.id)]).points = 120
        usable, *_others = self.env["loyalty.card"].create(
            [
                {"program_id": coupons.id, "partner_id": self.member.id, "points": 1},
                {"program_id": coupons.id, "partner_id": self.member.id, "points": 0},
                {
                    "program_id": coupons.id,
                    "partner_id": self.member.id,
                    "points": 1,
                    "expiration_date": "2020-01-01",
                },
            ]
        )
        panel = self._panel()
        self.assertEqual(panel["card"]["type_name"], "Silver")
        self.assertEqual([row["points"] for row in panel["programs"]], [120])
        self.assertEqual([row["code"] for row in panel["coupons"]], [usable.code])
        [line] = panel["purchases"]
        self.assertEqual((line["qty"], line["amount"], line["store"]), (2, 200, "Member Store"))
        self.assertIn("Owned Shirt", line["name"])
        self.assertEqual(panel["sizes"], [{"size": "M", "category": self.tops.name, "pieces": 2}])
        self.assertEqual(panel["brands"], [{"brand_id": self.acme.id, "name": "Acme", "pieces": 2}])

    def test_purchases_of_all_channels_count_once_and_returns_count_off(self):
        order = self._order(self.member, self._variant(self.liked, "S"), 1)
        settled = self._order(self.member, self._variant(self.liked, "S"), 1)
        self._sell(
            self.member,
            self._variant(self.liked, "S"),
            1,
            sale_order_origin_id=settled.id,
            sale_order_line_id=settled.order_line.id,
        )
        self._sell(self.member, self._variant(self.owned, "M"), -2)
        panel = self._panel()
        self.assertIn(order.name, [row["reference"] for row in panel["purchases"]])
        self.assertEqual(panel["sizes"], [{"size": "S", "category": self.tops.name, "pieces": 2}])

    def test_advice_fits_in_size_and_category_the_known_brand_first(self):
        self.assertEqual(
            self._advised(), [self._variant(self.liked, "M").id, self._variant(self.newer, "M").id]
        )
        liked, newer = self._panel()["advice"]
        self.assertEqual(
            liked["because"], {"size": "M", "category": self.tops.name, "brand": "Acme"}
        )
        self.assertFalse(newer["because"]["brand"])
        self.assertEqual((liked["price"], liked["free"]), (95, 3))

    def test_advice_never_names_what_is_not_here_or_reserved(self):
        variant = self._variant(self.liked, "M")
        quant = variant.stock_quant_ids.filtered(
            lambda quant: quant.location_id.usage == "internal"
        )
        quant.reserved_quantity = 3
        self.assertNotIn(variant.id, self._advised())
        quant.reserved_quantity = 2
        self.assertIn(variant.id, self._advised())
        quant.location_id = (
            self.env["stock.warehouse"].create({"name": "Elsewhere", "code": "ELS"}).lot_stock_id
        )
        self.assertNotIn(variant.id, self._advised())

    def test_advice_names_no_style_he_has_and_none_off_sale(self):
        self.liked.sale_ok = False
        self.assertEqual(self._advised(), [self._variant(self.newer, "M").id])
        self._sell(self.member, self._variant(self.newer, "S"))
        self.assertFalse(self._advised())

    def test_goods_without_sizes_are_advised_to_who_buys_their_kind(self):
        self.assertNotIn(self.bag.product_variant_id.id, self._advised())
        tote = self._style("Tote", category=self.bags, sizes=False)
        self._sell(self.member, tote.product_variant_id)
        self.assertIn(self.bag.product_variant_id.id, self._advised())

    def test_queries_do_not_grow_with_the_purchases(self):
        self._panel()

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._panel()
            return self.env.cr.sql_log_count - before

        once = queries()
        for _ in range(20):
            self._sell(self.member, self._variant(self.owned, "M"))
        self.assertEqual(queries(), once)

    # Bad input and rights

    def test_a_member_merged_or_a_store_closed_meanwhile_gives_a_clear_message(self):
        gone, _ = self._member("Gone", "13700000001")
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            (gone | self.member).ids, self.member
        )
        for method, argument in (
            ("retail_member_panel", self.store.id),
            ("retail_reveal_phone", "A reason"),
        ):
            with self.subTest(method), self.assertRaisesRegex(UserError, "merged with another"):
                getattr(gone.with_user(self.guide), method)(argument)
        with self.assertRaisesRegex(UserError, "store is no longer there"):
            self.member.with_user(self.guide).retail_member_panel(2**31 - 1)

    def test_who_may_not_read_cards_sees_no_panel(self):
        with self.assertRaises(AccessError):
            self._panel(self._user("warehouse"))

    def test_the_panel_masks_the_phone(self):
        self.assertEqual(self._panel()["phone"], "138****8000")

    def test_an_attribute_is_told_a_size_by_its_name_until_somebody_says_otherwise(self):
        names = {"Size": True, "Shoe size": True, "尺码": True, "Colour": False, "Resizable": False}
        for name, is_size in names.items():
            attribute = self.env["product.attribute"].create({"name": name})
            self.assertEqual(attribute.is_size, is_size, name)
        self.assertEqual(self._panel()["advice"][0]["because"]["size"], "M")
        self.size.is_size = False
        self.assertFalse(self._panel()["sizes"])
        self.assertEqual(self.member.member_since, Date.today())
