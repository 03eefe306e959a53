from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.test_frontend import TestPointOfSaleHttpCommon

from .common import create_jacket, make_guide, open_store


@tagged("post_install", "-at_install")
class TestStartSheet(TestPointOfSaleHttpCommon):
    """P5.1.1: the basic information of a sale, on a phone."""

    browser_size = "390x844"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.pos_user.lang = "en_US"
        cls.env.company.country_id = cls.env.ref("base.cn")
        cls.till = cls.main_pos_config
        cls.guide = open_store(cls.env, cls.till)[0]
        cls.store = cls.till.store_id
        make_guide(cls.pos_user, cls.store)
        cls.jacket = create_jacket(cls.env)
        cls.variant = cls.jacket.product_variant_ids.filtered(
            lambda variant: (
                set(variant.product_template_attribute_value_ids.mapped("name")) == {"Navy", "M"}
            )
        )
        cls.env["stock.quant"]._update_available_quantity(cls.variant, cls.store.lot_stock_id, 5)
        cls.member = cls.env["res.partner"].create({"name": "Li Lei", "phone": "+86 138 0013 4567"})
        cls.env["retail.member.card"].sudo().create({"member_id": cls.member.id})

    def _run(self, tour):
        self.till.with_user(self.pos_user).open_ui()
        self.till.current_session_id.set_opening_control(0, "")
        self.start_pos_tour(f"retail_pos_mobile.{tour}")
        return self.till.current_session_id.order_ids.filtered(lambda order: order.state == "paid")

    def _today(self, order):
        return order._sale_day()

    def test_P5_1_1_1_sell_to_a_member_on_the_phone(self):
        order = self._run("SellToMember")
        self.assertRecordValues(
            order,
            [
                {
                    "partner_id": self.member.id,
                    "guide_id": self.guide.id,
                    "general_customer_note": "Gift box, please",
                    "business_date": self._today(order),
                    "store_id": self.store.id,
                    "amount_total": 599,
                }
            ],
        )
        self.assertEqual(order.lines.product_id, self.variant)
        self.assertEqual(self.variant.with_context(warehouse_id=self.store.id).qty_available, 4)

    def test_P5_1_1_2_one_tap_clears_the_basic_information(self):
        # More members than a till loads, so that this one is found on the server only
        self.env["ir.config_parameter"].set_param("point_of_sale.limited_customer_count", 1)
        meimei = self.env["res.partner"].create({"name": "Han Meimei", "phone": "13900139000"})
        self.env["retail.member.card"].sudo().create({"member_id": meimei.id})
        self.guide.user_id = self.pos_user
        self.env.company.guide_required = True
        self._run("ClearBasicInformation")

    def test_sale_is_dated_yesterday_where_the_till_allows_it(self):
        self.till.business_date_days_back = 2
        order = self._run("DateOfYesterday")
        self.assertEqual(order.business_date, self._today(order) - timedelta(days=1))

    def test_payment_asks_for_the_date_that_nobody_confirmed(self):
        self._run("PaymentAsksForTheDate")

    def test_till_without_start_sheet_sells_at_once(self):
        self.till.start_sheet = False
        order = self._run("QuickSale")
        self.assertEqual(order.business_date, self._today(order))
        self.assertFalse(order.guide_id)
