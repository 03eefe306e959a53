from odoo import Command
from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.test_frontend import TestPointOfSaleHttpCommon

from .common import open_store


@tagged("post_install", "-at_install")
class TestPromotionTour(TestPointOfSaleHttpCommon):
    """M-S3: promotions together on a phone, and the server agrees."""

    browser_size = "390x844"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.pos_user.lang = "en_US"
        cls.env = cls.env(su=True)
        cls.till = cls.main_pos_config
        open_store(cls.env, cls.till)
        cls.env["loyalty.program"].search([]).active = False
        cls.scarf, cls.parka = cls.env["product.product"].create(
            [
                {
                    "name": name,
                    "list_price": price,
                    "available_in_pos": True,
                    "is_storable": True,
                    "taxes_id": [Command.clear()],
                }
                for name, price in (("Scarf", 30), ("Parka", 300))
            ]
        )
        cls.member = cls.env["res.partner"].create({"name": "Li Lei", "phone": "+86 138 0013 4567"})
        cls.env["retail.member.card"].create(
            {
                "member_id": cls.member.id,
                "type_id": cls.env["retail.member.card.type"].create({"name": "Silver"}).id,
                "store_id": cls.till.store_id.id,
            }
        )
        common = {
            "program_type": "promotion",
            "trigger": "auto",
            "applies_on": "current",
            "currency_id": cls.till.currency_id.id,
        }
        scarves = {
            "minimum_qty": 3,
            "minimum_amount": 0,
            "product_ids": [Command.set(cls.scarf.ids)],
        }
        any_goods = {"minimum_qty": 0, "minimum_amount": 0}
        cls.programs = cls.env["loyalty.program"].create(
            [
                {
                    **common,
                    "name": "3 scarves for 2",
                    "promotion_kind": "n_for_m",
                    "sequence": 1,
                    "rule_ids": [Command.create(scarves)],
                    "reward_ids": [Command.create({"discount": 100, "free_qty": 1})],
                },
                {
                    **common,
                    "name": "Members 10% off",
                    "promotion_kind": "member",
                    "sequence": 2,
                    "rule_ids": [Command.create(any_goods)],
                    "reward_ids": [Command.create({"discount": 10})],
                },
                {
                    **common,
                    "name": "300 less 40",
                    "promotion_kind": "threshold",
                    "sequence": 3,
                    "rule_ids": [Command.create({**any_goods, "minimum_amount": 300})],
                    "reward_ids": [Command.create({"discount": 40, "discount_mode": "per_order"})],
                },
            ]
        )

    def test_M_S3_promotions_together_on_the_phone(self):
        self.till.with_user(self.pos_user).open_ui()
        self.till.current_session_id.set_opening_control(0, "")
        self.start_pos_tour("retail_pos_mobile.PromotionsTogether")
        order = self.till.sudo().current_session_id.order_ids.filtered(
            lambda each: each.state == "paid"
        )
        self.assertEqual((order.amount_total, order.promotion_check), (284, "agreed"))
        self.assertEqual(order.promotion_saved, 106)
        given = order.lines.promotion_use_ids.grouped("program_id")
        self.assertEqual(
            [sum(given[program].mapped("amount")) for program in self.programs], [30, 36, 40]
        )
