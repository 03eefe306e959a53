from odoo.tests import tagged

from .test_store_scope import PosScopeCommon

CART = {"document": "263-1-000042"}


@tagged("post_install", "-at_install")
class TestAuditTillSummary(PosScopeCommon):
    """S6.3.6: what was done at a till is told in one sentence, in the reader's language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.company.currency_id = cls.env.ref("base.CNY")
        cls.event = cls.env["retail.audit.event"]
        cls.auditor = cls.new_user("auditor")
        cls.zhao = cls.env["hr.employee"].create({"name": "Zhao Lei"})

    def said(self, kind, lang="en_US", **values):
        values = {"config_id": self.till_a, "employee_id": self.zhao, **values}
        self.event.with_user(self.guide_a)._record(kind, **values)
        event = self.event.with_user(self.auditor).search([], limit=1)
        # Spaces that do not break
        return event.with_context(lang=lang).summary.replace("\u00a0", " ")

    def test_each_deed_says_what_was_done(self):
        till, jacket = self.till_a.name, {"product": "Jacket", "qty": 2}
        boss = self.manager_b
        cases = (
            ("sold 2 pcs for ¥ 99.50, receipt 263-1-000042", "sale", {"amount": 99.5, "pieces": 2}),
            (
                "gave back ¥ 99.50 for 2 pcs, receipt 263-1-000042",
                "refund",
                {"amount": -99.5, "pieces": -2},
            ),
            (
                "took 2 × Jacket (¥ 99.50) out of cart 263-1-000042",
                "void",
                {**jacket, "amount": 99.5},
            ),
            (
                "threw cart 263-1-000042 away: 3 lines, ¥ 99.50",
                "cancel",
                {"amount": 99.5, "lines": 3},
            ),
            (
                "sold Jacket for ¥ 1.00 by hand, receipt 263-1-000042",
                "price",
                {**jacket, "price": 1},
            ),
            (
                "gave 12.5% on Jacket by hand, receipt 263-1-000042",
                "discount",
                {**jacket, "percent": 12.5},
            ),
            ("printed a copy of receipt 263-1-000042", "reprint", {}),
            ("dated sale 263-1-000042 to 01/31/2026", "backdate", {"to": "2026-01-31"}),
            (
                "changed sale 263-1-000042 afterwards: Date: a → b",
                "backdate",
                {"date_order": {"from": "a", "to": "b"}},
            ),
            (f"opened the drawer of {till} without a sale", "drawer", {}),
            (f"opened the drawer of {till}: Cash in / out", "drawer", {"why": "Cash in / out"}),
            (
                f"took ¥ 5.00 out of the drawer of {till}: milk",
                "cash",
                {"way": "out", "amount": 5, "reason": "milk"},
            ),
            (f"put ¥ 5.00 into the drawer of {till}", "cash", {"way": "in", "amount": 5}),
            (f"opened {till} with ¥ 500.00", "session_open", {"cash_at_start": 500}),
            (f"closed {till} and counted ¥ 0.00", "session_close", {"cash_counted": 0}),
            (f"closed {till}", "session_close", {}),
        )
        for sentence, kind, details in cases:
            with self.subTest(sentence):
                said = self.said(kind, details=details, res_model="pos.order", **CART)
                self.assertEqual(said, f"Zhao Lei {sentence}")
        details = {"operation": "discount", "amount": 30, "reason": "stained", "by": boss.name}
        said = self.said("approval", details=details, approver_id=boss, **CART)
        deed = "Discount by Hand, 30%, 263-1-000042, stained"
        self.assertEqual(said, f"{boss.name} approved for Zhao Lei: {deed}")
        said = self.said("approval_missing", details={"operation": "drawer"}, **CART)
        deed = "Drawer Opened without a Sale, 263-1-000042"
        self.assertEqual(said, f"Nobody approved what Zhao Lei did: {deed}")

    def test_who_approved_it_and_that_it_was_offline_stand_at_the_end(self):
        details = {"amount": -5, "pieces": -1, "offline": True}
        said = self.said("refund", details=details, approver_id=self.manager_b, **CART)
        end = f", approved by {self.manager_b.name}, without a connection"
        self.assertTrue(said.endswith(end), said)

    def test_it_is_said_in_chinese(self):
        details = {"amount": 99.5, "pieces": 2}
        self.assertEqual(
            self.said("sale", "zh_CN", details=details, **CART),
            "Zhao Lei 售出 2 件，¥ 99.50，小票 263-1-000042",
        )
        details = {"operation": "drawer", "by": "Li"}
        self.assertEqual(
            self.said("approval", "zh_CN", details=details), "Li 批准了 Zhao Lei：无销售开钱箱"
        )

    def test_a_member_has_a_number_and_no_name(self):
        values = {"res_model": "res.partner", "res_id": 12}
        said = self.said("reveal", details={"reason": "call"}, **values)
        self.assertEqual(said, "Zhao Lei looked at the hidden data of member 12: call")
        details = {"request": "R1", "kind": "erase", "state": "done"}
        said = self.said("export", details=details, **values)
        self.assertEqual(said, "Zhao Lei erased the data of member 12, request R1")
        said = self.said("export", details=details | {"state": "refused"}, **values)
        self.assertEqual(said, "Zhao Lei refused request R1 of member 12")
