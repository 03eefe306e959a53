from odoo.tests import TransactionCase, new_test_user, tagged

DOTS = "•••"


@tagged("post_install", "-at_install")
class TestAuditSummary(TransactionCase):
    """The trail says in one sentence what happened, in the language of who reads it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.event = cls.env["retail.audit.event"]
        cls.zhao = new_test_user(
            cls.env, "zhao", "retail_security.group_administrator", name="Zhao Lei", tz="UTC"
        )
        cls.auditor = new_test_user(cls.env, "auditor", "retail_security.group_auditor", tz="UTC")

    def said(self, kind, lang="en_US", **values):
        """Return what an auditor reads about an event of Zhao Lei's."""
        self.event.with_user(self.zhao)._record(kind, **values)
        event = self.event.with_user(self.auditor).search([], limit=1)
        return event.with_context(lang=lang).summary

    def test_S6_3_6_each_kind_says_what_happened(self):
        group = {"group_ids": {"added": ["Buyer"], "removed": ["Guide"]}}
        cases = (
            ("Zhao Lei logged in", "login", {"details": {"method": "password"}}),
            ("Zhao Lei logged in with a passkey", "login", {"details": {"method": "webauthn"}}),
            ("A program of Zhao Lei logged in", "login", {"details": {"method": "rpc"}}),
            ("A log-in as “nobody” failed", "login_failed", {"user_id": None, "login": "nobody"}),
            ("Zhao Lei logged out", "logout", {}),
            ("Zhao Lei unlocked the log-in of “li”", "unlocked", {"document": "li"}),
            (
                "Zhao Lei changed User “Li”: Groups: + Buyer − Guide",
                "rights",
                {"res_model": "res.users", "document": "Li", "details": group},
            ),
            (
                f"Zhao Lei changed User “Li”: Password: {DOTS}",
                "rights",
                {"res_model": "res.users", "document": "Li", "details": {"password": DOTS}},
            ),
            (
                "Zhao Lei added Record Rule “Mine”",
                "rights",
                {"res_model": "ir.rule", "document": "Mine", "details": {"added": {"name": "M"}}},
            ),
            (
                "Zhao Lei removed Record Rule “Mine”",
                "rights",
                {"res_model": "ir.rule", "document": "Mine", "details": {"removed": {"name": "M"}}},
            ),
            ("Zhao Lei made the API key “till”", "rights", {"details": {"made": "till"}}),
            ("Zhao Lei removed the API key “till”", "rights", {"details": {"removed": "till"}}),
            (
                "Zhao Lei changed the settings: Days to Keep: 0 → 400",
                "settings",
                {
                    "res_model": "res.config.settings",
                    "details": {"audit_kept_days": {"from": 0, "to": 400}},
                },
            ),
            (
                "Zhao Lei exported a list of “Contact” (3)",
                "export",
                {"res_model": "res.partner", "details": {"records": 3, "fields": ["name"]}},
            ),
            (
                "Zhao Lei took “Delivery Slip” of OUT/1 (PDF)",
                "export",
                {
                    "document": "OUT/1",
                    "details": {
                        "report": "stock.report_deliveryslip",
                        "name": "Delivery Slip",
                        "form": "pdf",
                        "records": 1,
                    },
                },
            ),
            (
                "Zhao Lei exported the table “Sales” (7)",
                "export",
                {"document": "Sales", "details": {"form": "pivot", "records": 7}},
            ),
            (
                "Events 1 to 9 were removed, as the settings say",
                "retention",
                {"details": {"first": 1, "last": 9}},
            ),
            (
                "After too many failures nobody logs in as “li” until 1/2/26, 3:04 AM",
                "locked",
                {"login": "li", "details": {"until": "2026-01-02 03:04"}},
            ),
        )
        for sentence, kind, values in cases:
            with self.subTest(sentence):
                said = self.said(kind, **values).replace("\u202f", " ")
                self.assertEqual(said, sentence)

    def test_S6_3_6_it_is_said_in_the_readers_language(self):
        self.assertEqual(self.said("logout", "zh_CN"), "Zhao Lei 退出登录")
        values = {"details": {"audit_kept_days": {"from": 0, "to": 400}}}
        said = self.said("settings", "zh_CN", res_model="res.config.settings", **values)
        self.assertEqual(said, "Zhao Lei 更改了设置：保留天数: 0 → 400")

    def test_S6_3_6_the_server_itself_is_called_so(self):
        self.event.sudo()._record("logout")
        self.assertEqual(self.event.search([], limit=1).summary, "The system logged out")

    def test_S6_3_6_no_details_at_all_break_no_page(self):
        """Of a phone, of a former version, or of a module that is gone, anything may be missing."""
        kinds = [kind for kind, _name in self.event._fields["kind"].selection]
        for details in (None, {}, {"amount": "much", "to": 7, "form": None, "removed": 3}):
            for kind in kinds:
                with self.subTest(kind=kind, details=details):
                    self.assertTrue(self.said(kind, details=details, res_model="gone.model"))

    def test_S6_3_6_all_details_are_there_too(self):
        self.said("export", details={"records": 2, "fields": ["name", "email"]})
        particulars = self.event.search([], limit=1).particulars
        for said in "records: 2", "fields: name, email":
            self.assertIn(said, particulars)
