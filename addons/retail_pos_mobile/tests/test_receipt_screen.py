from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.test_frontend import TestPointOfSaleHttpCommon

from .common import create_jacket, open_store


@tagged("post_install", "-at_install")
class TestReceiptScreen(TestPointOfSaleHttpCommon):
    """P5.1.3.2: the phone shows the code of the e-receipt once the sale is paid."""

    browser_size = "390x844"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.pos_user.lang = "en_US"
        cls.till = cls.main_pos_config
        cls.guides = open_store(cls.env, cls.till)
        cls.till.write({"start_sheet": False, "ask_rating": True})
        cls.jacket = create_jacket(cls.env)

    def _run(self, tour):
        self.till.with_user(self.pos_user).open_ui()
        self.till.current_session_id.set_opening_control(0, "")
        self.start_pos_tour(f"retail_pos_mobile.{tour}")
        return self.till.current_session_id.order_ids.filtered(lambda order: order.state == "paid")

    def test_P5_1_3_2_code_is_there_at_once_and_opens_the_receipt(self):
        orders = self._run("ReceiptCode")
        self.assertEqual(len(orders), 2)
        self.assertEqual(len(set(orders.mapped("receipt_token"))), 2)
        self.assertEqual(len(set(orders.mapped("sale_number"))), 2)
        self.assertEqual(orders.rating_ids.mapped(lambda r: (r.rating, r.feedback)), [(4, "Kind")])
        self.assertEqual(sum(orders.payment_ids.filtered("is_change").mapped("amount")), -1)
        self.authenticate(None, None)
        for order in orders:
            response = self.url_open(f"/receipt/{order.receipt_token}")
            self.assertEqual(response.status_code, 200)
            self.assertIn("Trail Jacket", response.text)

    def test_other_tills_stay_as_they_were(self):
        self.guides.store_id = False
        self.till.store_id.is_store = False
        self._run("NoReceiptCode")
