"""P5.1.3.1c: the code that a wallet gave to the shop, shown on the phone for a customer to scan."""

from base64 import b64decode

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..lib.qr_code import qr_svg
from .test_store_scope import PosScopeCommon

CODE = "https://pay.example/shop-1"


@tagged("post_install", "-at_install")
class TestCollectionCode(PosScopeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls.env["res.partner.bank"].create(
            {
                "acc_number": "WALLET-1",
                "partner_id": cls.env.company.partner_id.id,
                "collection_code": CODE,
            }
        )
        journal = cls.company_data["default_journal_bank"].copy({"name": "Wallet", "code": "WAL"})
        journal.bank_account_id = cls.account
        cls.wallet = cls.env["pos.payment.method"].create(
            {
                "name": "Wallet",
                "journal_id": journal.id,
                "payment_method_type": "qr_code",
                "qr_code_method": "collection_code",
            }
        )
        cls.till_a.payment_method_ids = [Command.link(cls.wallet.id)]

    def test_a_guide_shows_the_code_with_and_without_a_connection(self):
        wallet = self.wallet.with_user(self.guide_a)
        currency = self.env.company.currency_id.id
        shown = wallet.get_qr_code(99.9, "Order 1", "", currency, False)
        picture = b64decode(shown.partition("base64,")[2]).decode()
        self.assertEqual(picture, qr_svg(CODE))
        self.assertEqual(wallet.default_qr, shown)

    def test_the_till_learns_that_the_customer_types_the_amount(self):
        session = self.open_till(self.till_a, self.guide_a)
        rows = session.load_data(["pos.config", "pos.payment.method"])["pos.payment.method"]
        [row] = [row for row in rows if row["id"] == self.wallet.id]
        self.assertEqual(row["qr_code_method"], "collection_code")

    def test_an_account_without_a_code_is_no_way_to_pay_by_code(self):
        with self.assertRaisesRegex(ValidationError, "WALLET-2 has no collection code"):
            self.wallet.journal_id = self.wallet.journal_id.copy(
                {
                    "name": "Other",
                    "code": "OTH",
                    "bank_account_id": self.account.copy(
                        {"acc_number": "WALLET-2", "collection_code": False}
                    ).id,
                }
            )

    def test_store_staff_do_not_turn_the_money_to_another_account(self):
        for user in (self.guide_a, self.manager_b, self.new_user("merchandiser")):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.account.with_user(user).collection_code = "https://pay.example/mine"
