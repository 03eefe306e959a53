from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestLoginPage(HttpCase):
    """Whoever finds the address meets a page for the staff of a chain."""

    def test_nobody_signs_up_uninvited(self):
        page = self.url_open("/web/login").text
        self.assertNotIn("/web/signup", page)
        self.assertEqual(self.url_open("/web/signup").status_code, 404)

    def test_it_asks_for_an_account_not_for_an_e_mail_address(self):
        self.env["res.lang"]._activate_lang("en_US")
        self.opener.cookies.set("frontend_lang", "en_US")
        page = self.url_open("/web/login").text
        self.assertIn("Enter your account", page)
        self.assertNotIn("Enter your email", page)
        self.assertIn("Sign in with a Passkey", page)
