"""S6.2.6: guides see nothing of risk rules, managers nothing of other stores, over JSON-2."""

import json
from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .risk_common import RiskCommon


@tagged("post_install", "-at_install")
class TestRiskRights(RiskCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule_of_refunds = cls.env["retail.risk.rule"].create(
            {"name": "Refunds", "kind": "refunds", "window": 4, "threshold": 2}
        )

    def setUp(self):
        super().setUp()
        self.sell(10, -1)
        self.sell(11, -1)
        self.alert = self.look()

    def call(self, user, model, method, **arguments):
        keys = self.env["res.users.apikeys"].with_user(user)
        key = keys._generate("rpc", "risk", datetime.now() + timedelta(hours=1))
        return self.url_open(
            f"/json/2/{model}/{method}",
            data=json.dumps(arguments),
            headers={"Authorization": f"bearer {key}", "Content-Type": "application/json"},
        )

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_a_guide_sees_nothing_of_it(self):
        for model in ("rule", "alert", "tuning", "run", "missing"):
            answer = self.call(self.guide_a, f"retail.risk.{model}", "search_read", domain=[])
            self.assertEqual(answer.status_code, 403, model)
        close = {"ids": self.alert.ids, "verdict": "false", "reason": "no"}
        answer = self.call(self.guide_a, "retail.risk.alert", "close_with", **close)
        self.assertEqual(answer.status_code, 403)
        self.assertEqual(self.alert.state, "open")

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_the_manager_of_another_store_is_refused(self):
        self.assertEqual(
            self.call(
                self.manager_b, "retail.risk.alert", "search_read", domain=[], fields=["id"]
            ).json(),
            [],
        )
        for method, more in (
            ("close_with", {"verdict": "false", "reason": "no"}),
            ("action_unlock", {}),
            ("action_open_sales", {}),
        ):
            answer = self.call(
                self.manager_b, "retail.risk.alert", method, ids=self.alert.ids, **more
            )
            self.assertEqual(answer.status_code, 403, method)
        self.assertEqual(self.alert.state, "open")

    def test_the_manager_of_the_store_closes_it_on_his_phone(self):
        answer = self.call(
            self.manager_a,
            "retail.risk.alert",
            "close_on_phone",
            config_id=self.till_a.id,
            alert_id=self.alert.id,
            verdict="true",
            reason="He said so",
        )
        self.assertEqual(answer.json()["count"], 0)
        self.assertEqual((self.alert.verdict, self.alert.state), ("true", "closed"))

    def test_a_store_manager_changes_the_rules_of_his_stores_only(self):
        rules = self.env["retail.risk.rule"].with_user(self.manager_a)
        with self.assertRaises(AccessError):
            rules.browse(self.rule_of_refunds.id).threshold = 99
        values = {"name": "Mine", "kind": "refunds", "threshold": 1}
        with self.assertRaises(AccessError):
            rules.create({**values, "store_ids": [(6, 0, (self.store_a + self.store_b).ids)]})
        own = rules.create({**values, "store_ids": [(6, 0, self.store_a.ids)]})
        own.threshold = 2
        with self.assertRaises(AccessError):
            own.store_ids = False

    def test_nobody_writes_an_alert_by_hand(self):
        with self.assertRaises(AccessError):
            self.alert.with_user(self.manager_a).state = "closed"
