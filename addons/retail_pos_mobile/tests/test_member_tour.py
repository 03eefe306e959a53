from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.test_frontend import TestPointOfSaleHttpCommon

from .common import create_jacket, make_guide, open_store


@tagged("post_install", "-at_install")
class TestMemberTour(TestPointOfSaleHttpCommon):
    """Item 2: a guide serves members on a phone."""

    browser_size = "390x844"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.pos_user.lang = "en_US"
        cls.env.company.country_id = cls.env.ref("base.cn")
        # Databases that are older than members may have price lists switched off
        cls.env.ref("base.group_user")._apply_group(cls.env.ref("product.group_product_pricelist"))
        cls.till = cls.main_pos_config
        open_store(cls.env, cls.till)
        cls.store = cls.till.store_id
        make_guide(cls.pos_user, cls.store)
        cls.jacket = create_jacket(cls.env)
        Types = cls.env["retail.member.card.type"].sudo()
        Types.search([]).active = False
        cls.basic, cls.gold = Types.create(
            [
                {"name": "Basic", "sequence": 1},
                {"name": "Gold", "sequence": 2, "discount": 10, "manager_only": True},
            ]
        )
        cls.member = cls.env["res.partner"].create(
            {"name": "李雷", "phone": "+86 138 0013 4567", "birthday": "1990-05-01"}
        )
        cls.env["retail.member.card"].sudo().create(
            {"member_id": cls.member.id, "type_id": cls.gold.id, "number": "VIP8001"}
        )

    def _run(self, tour):
        self.till.with_user(self.pos_user).open_ui()
        self.till.current_session_id.set_opening_control(0, "")
        self.start_pos_tour(f"retail_pos_mobile.{tour}")
        return self.till.current_session_id.order_ids.filtered(lambda order: order.state == "paid")

    def test_P5_1_1_1b_a_member_is_scanned_looked_at_and_buys_at_his_price(self):
        order = self._run("MemberScanned")
        self.assertEqual(order.partner_id, self.member)
        self.assertEqual(order.pricelist_id, self.gold.pricelist_id)
        self.assertAlmostEqual(order.amount_total, 539.1)
        log = self.env["retail.reveal.log"].sudo().search([("member_id", "=", self.member.id)])
        self.assertEqual((log.user_id, log.reason), (self.pos_user, "Return or repair"))

    def test_P5_1_1_1b_a_member_added_offline_gets_his_sale_when_the_phone_is_online(self):
        orders = self._run("MemberAddedOffline")
        self.assertEqual(len(orders), 2)
        member = orders.partner_id.sudo()
        self.assertRecordValues(
            member, [{"name": "韩梅梅", "phone": "139 0013 9000", "sex": "female"}]
        )
        self.assertEqual(member.member_card_id.store_id, self.store)
        self.assertEqual(len(orders.filtered("member_uuid")), 1)
