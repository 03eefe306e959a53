import re

from odoo import fields
from odoo.tests import tagged

from ..build.tables import read_json
from .common import DemoCase


@tagged("post_install", "-at_install")
class TestTill(DemoCase):
    def test_a_guide_opens_her_till_and_finds_everything_on_it(self):
        guide = self.record("user", "guide")
        till = self.record("till", "S001_1").with_user(guide)
        till.open_ui()
        session = till.current_session_id
        session.set_opening_control(500, "")
        self.assertEqual(session.state, "opened")
        data = session.load_data([])
        styles = {row["id"] for row in data["product.template"]}
        self.assertLessEqual(set(self.styles.ids), styles)
        shown = {row["id"] for row in data["pos.payment.method"]}
        self.assertLessEqual(set(till.payment_method_ids.ids), shown)
        programs = {row["id"] for row in data["loyalty.program"]}
        for key in ("points", "threshold", "pair"):
            self.assertIn(self.record("program", key).id, programs)
        guides = {row["id"] for row in data["hr.employee.public"]}
        self.assertEqual(guides, set(self.stores[0].guide_ids.ids))
        self.assertEqual(len(data["pos.category"]), 6)

    def test_a_cashier_finds_gift_cards_coupons_and_a_code_to_try(self):
        data = read_json("data/paying.json")
        till = self.record("till", "S001_1").with_user(self.record("user", "guide"))
        today = fields.Date.to_string(fields.Date.today())
        codes = [*data["coupon"]["codes"], *(row["code"] for row in data["gift_cards"])]
        for code in codes:
            with self.subTest(code=code):
                answer = till.use_coupon_code(code, today, False, till.pricelist_id.id)
                self.assertTrue(answer["successful"], answer["payload"])
        self.assertEqual(
            [self.record("gift_card", row["code"]).points for row in data["gift_cards"]],
            [row["amount"] for row in data["gift_cards"]],
        )
        self.assertEqual(
            self.record("program", "discount_code").rule_ids.code, data["discount_code"]["code"]
        )
        self.assertIn(self.record("coupon", "member").partner_id, self.record("member", 1))

    def test_a_gift_card_is_of_a_kind_that_reads_well_in_both_languages(self):
        kind = self.env.ref("loyalty.gift_card_product_50").pos_categ_ids
        names = [kind.with_context(lang=lang).name for lang in ("en_US", "zh_CN")]
        self.assertEqual(names, ["Gift Cards", "礼品卡"])

    def test_a_customer_pays_by_the_code_that_the_till_shows(self):
        guide = self.record("user", "guide")
        for till in self.stores.till_ids:
            by_code = till.payment_method_ids.filtered("qr_code_method")
            with self.subTest(till.name):
                self.assertEqual(by_code.with_context(lang="zh_CN").name, "支付宝")
                self.assertTrue(by_code.default_qr.startswith("data:image/svg"))
        till = self.record("till", "S001_1").with_user(guide)
        by_code = till.payment_method_ids.filtered("qr_code_method")
        currency = till.currency_id.id
        self.assertEqual(by_code.get_qr_code(9, "1", "", currency, False), by_code.default_qr)

    def test_a_member_may_pay_later_within_the_credit(self):
        till = self.record("till", "S001_1").with_user(self.record("user", "guide"))
        later = till.payment_method_ids.filtered(lambda method: not method.journal_id)
        self.assertTrue(later.split_transactions, "the receipt names who owes")
        row = read_json("data/paying.json")["pay_later"]
        for member, limit in ((row["member"], row["limit"]), (2, row["everybody"])):
            credit = self.record("member", member).with_user(till.env.user).retail_credit(till.id)
            self.assertEqual((credit["limited"], credit["left"]), (True, limit))

    def test_managers_have_pins_that_tell_them_apart(self):
        for store in self.stores:
            managers = self.env["hr.employee"].search(
                [("store_id", "=", store.id), ("job_id", "=", self.record("job", "manager").id)]
            )
            pins = managers.mapped("pin_hash")
            self.assertTrue(all(pins))
            self.assertEqual(len(set(pins)), len(managers))

    def test_customers_rate_at_one_till_at_least(self):
        self.assertTrue(self.record("till", "S001_1").ask_rating)

    def test_numbers_of_the_till_go_on_after_the_history(self):
        for till in self.stores.till_ids:
            numbers = (
                self.env["pos.order"]
                .search([("config_id", "=", till.id)])
                .mapped("sequence_number")
            )
            self.assertEqual(len(numbers), len(set(numbers)))
            self.assertGreater(till.order_seq_id.number_next, max(numbers))

    def test_no_till_and_no_back_end_ever_makes_a_reference_of_the_history(self):
        """Odoo's are year, device number, till, count; the back end's device is 0."""
        made_live = re.compile(r"\d{2}\d+-\d+-\d+")
        for till in self.stores.till_ids:
            self.assertRegex(till._get_next_order_refs()[0], made_live)
            device = till.register_new_device_identifier()["device_identifier"]
            self.assertRegex(till._get_next_order_refs(device)[0], made_live)
        references = self.history.mapped("pos_reference")
        self.assertTrue(references)
        self.assertEqual(len(references), len(set(references)))
        self.assertFalse(list(filter(made_live.fullmatch, references)))
