"""S6.2.6: the code of a gift card is money. A guide looks one up that he is shown, and lists none."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_store_scope import PosScopeCommon

CODE = "GIFT-NOBODYS"


@tagged("post_install", "-at_install")
class TestGiftCardCodes(PosScopeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.session_a = cls.open_till(cls.till_a, cls.guide_a)
        cls.guide_a.lang = "en_US"
        cls.program = cls.env.ref("loyalty.gift_card_program").sudo()
        cls.program.write(
            {"active": True, "company_id": False, "currency_id": cls.till_a.currency_id.id}
        )
        cls.points = cls.env["loyalty.program"].create(
            {"name": "Points", "program_type": "loyalty", "applies_on": "both"}
        )
        cards = cls.env["loyalty.card"]
        cls.nobodys = cards.create({"program_id": cls.program.id, "code": CODE, "points": 100})
        cls.hers = cards.create(
            {"program_id": cls.program.id, "points": 50, "partner_id": cls.customer.id}
        )
        cls.loyalty = cards.create(
            {"program_id": cls.points.id, "points": 7, "partner_id": cls.customer.id}
        )
        cls.hidden = cls.nobodys + cls.hers

    def test_a_guide_lists_no_codes_but_finds_the_points_of_a_member(self):
        cards = self.env["loyalty.card"].with_user(self.guide_a)
        self.assertEqual(cards.search([]) & (self.hidden + self.loyalty), self.loyalty)
        self.assertFalse(cards.search([("code", "=like", "GIFT%")]))
        self.assertFalse(cards.name_search("GIFT"))
        self.assertNotIn(CODE, str(cards.search_read([], ["code"])))
        groups = cards.formatted_read_group([], ["code"], ["__count"])
        self.assertNotIn(CODE, str(groups))
        for fields in (["code", "history_ids"], ["display_name"], None):
            with self.subTest(fields), self.assertRaises(AccessError):
                self.nobodys.with_user(self.guide_a).read(fields)
        with self.assertRaises(UserError):
            self.nobodys.with_user(self.guide_a).export_data(["code"])

    def test_a_manager_and_who_keeps_promotions_see_them(self):
        for role in ("store_manager", "merchandiser", "auditor", "administrator"):
            user = self.manager_b if role == "store_manager" else self.new_user(role)
            with self.subTest(role):
                self.assertEqual(self.nobodys.with_user(user).code, CODE)

    def test_a_till_that_opens_a_sale_gets_its_cards_without_their_codes(self):
        fields = ["partner_id", "code", "points", "program_id", "expiration_date", "write_date"]
        cards = (self.nobodys + self.loyalty).with_user(self.guide_a)
        gift, loyalty = cards.read(fields, load=False)
        self.assertEqual((gift["code"], gift["points"]), ("", 100))
        self.assertEqual(loyalty["code"], self.loyalty.code)

    def test_a_guide_looks_up_the_code_that_he_is_shown(self):
        till = self.till_a.with_user(self.guide_a)
        answer = till.use_coupon_code(CODE, "2026-11-23", False, False)
        self.assertTrue(answer["successful"], answer)
        self.assertEqual(answer["payload"]["coupon_id"], self.nobodys.id)
        for guess in (True, ["GIFT-1", CODE], "GIFT%", None):
            with self.subTest(guess):
                answer = till.use_coupon_code(guess, "2026-11-23", False, False)
                self.assertFalse(answer["successful"])
        cards = self.env["loyalty.card"].with_user(self.guide_a)
        status = cards.get_gift_card_status(CODE, till.id)
        self.assertEqual(status["data"]["loyalty.card"][0]["points"], 100)
        for guess in (True, "GIFT%"):
            self.assertFalse(cards.get_gift_card_status(guess, till.id)["data"]["loyalty.card"])

    def test_a_code_of_another_company_is_not_valid_here(self):
        self.program.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        till = self.till_a.with_user(self.guide_a)
        answer = till.use_coupon_code(CODE, "2026-11-23", False, False)
        self.assertFalse(answer["successful"])
        cards = self.env["loyalty.card"].with_user(self.guide_a)
        self.assertFalse(cards.get_gift_card_status(CODE, till.id)["data"]["loyalty.card"])

    def test_a_voucher_that_is_not_taken_is_called_no_coupon(self):
        till = self.till_a.with_user(self.guide_a)

        def refusal(code=CODE):
            answer = till.use_coupon_code(code, "2026-11-23", False, False)
            self.assertFalse(answer["successful"])
            return answer["payload"]["error_message"]

        self.assertEqual(refusal("NO"), "No voucher and no coupon with the code NO is taken here.")
        self.nobodys.expiration_date = "2020-01-01"
        self.assertEqual(refusal(), f"The voucher {CODE} has expired.")
        self.nobodys.write({"expiration_date": False, "points": 0})
        self.assertEqual(refusal(), f"Nothing is left on the voucher {CODE}.")

    def test_no_answer_about_a_card_by_its_number_tells_its_code(self):
        orders = self.env["pos.order"].with_user(self.guide_a)
        answer = orders.validate_coupon_programs({str(self.nobodys.id): -5000}, [])
        self.assertFalse(answer["successful"])
        self.assertNotIn(CODE, str(answer))
        self.nobodys.active = False
        answer = orders.validate_coupon_programs({str(self.nobodys.id): -1}, [])
        self.assertNotIn(CODE, str(answer))
        self.assertFalse(orders.validate_coupon_programs({}, [self.hers.code])["successful"])

    def test_no_name_beside_a_sale_tells_a_code(self):
        order = self.sell(self.session_a, self.guide_a)
        order.sudo().lines.coupon_id = self.nobodys
        [[_id, name]] = [row["coupon_id"] for row in order.lines.read(["coupon_id"])]
        self.assertEqual(name, self.program.name)
        lines = self.env["pos.order.line"].with_user(self.guide_a)
        self.assertFalse(lines.search([("coupon_id.code", "=like", "GIFT%")]))

    def test_a_member_at_the_till_pays_with_gift_cards_whose_codes_are_not_told(self):
        models = self.customer.with_user(self.guide_a)._load_for_till(self.till_a)
        told = {row["id"]: row["code"] for row in models["loyalty.card"]}
        self.assertEqual(told.get(self.hers.id), "")
        panel = self.env["retail.member.panel"].with_user(self.guide_a)._read_loyalty(self.customer)
        self.assertNotIn(self.hers.code, str(panel))

    def test_a_till_prints_the_gift_card_that_it_sold_and_no_other(self):
        report = self.program.communication_plan_ids.pos_report_print_id
        reports = self.env["ir.actions.report"].with_user(self.guide_a)

        def printed():
            return reports._render_qweb_html(report.report_name, self.nobodys.ids)[0].decode()

        with self.assertRaises(AccessError):
            printed()
        self.nobodys.source_pos_order_id = self.sell(self.session_b, self.manager_b)
        with self.assertRaises(AccessError):
            printed()
        self.nobodys.source_pos_order_id = self.sell(self.session_a, self.guide_a)
        self.assertIn(CODE, printed())
