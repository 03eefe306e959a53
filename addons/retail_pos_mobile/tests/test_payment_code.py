from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestPaymentCode(TransactionCase):
    def picture(self, kind="QR", **context):
        reports = self.env["ir.actions.report"].with_context(**context)
        return reports.barcode(kind, "4006381333931", width=128, height=128)

    def test_P5_1_3_1c_the_code_of_a_payment_is_a_drawing(self):
        self.assertTrue(self.picture(is_online_qr=True).startswith(b"<svg "))

    def test_any_other_code_is_the_picture_that_odoo_makes(self):
        self.assertTrue(self.picture().startswith(b"\x89PNG"))
        self.assertTrue(self.picture("EAN13", is_online_qr=True).startswith(b"\x89PNG"))
