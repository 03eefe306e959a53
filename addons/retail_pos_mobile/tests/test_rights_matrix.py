import json
from datetime import datetime, timedelta
from difflib import unified_diff
from inspect import Parameter, signature
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.retail_base.lib import asks
from odoo.addons.retail_base.lib.asks import asked_by
from odoo.addons.retail_security.lib.roles_table import OPERATIONS, letters

from .test_store_scope import PosScopeCommon

# Kept beside the addons in the repository
DOCUMENT = Path(__file__).parents[3] / "docs" / "roles.md"
# No type that a parameter's name tells
GIVEN = {"config_id": "till", "employee_id": "guide", "store_id": "store"}


@tagged("post_install", "-at_install")
class TestRightsMatrix(PosScopeCommon, HttpCase):
    """S5.3.1.1, S6.2.6: what docs/roles.md says of each model and method is what the server does.

    Each call is made for no records and with arguments that fit nothing, by a real request. What a
    method asks is checked before it looks at either, so the answer tells who may, and nothing
    happens: what got past the check finds nothing to do, or fails on what it was given. What a call
    writes all the same is rolled back with the test, mail is not sent in tests.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls.env["retail.roles.document"].with_context(lang="en_US")
        cls.roles = cls.document._roles()
        cls.keys = {role: cls._key_of(role) for role in cls.roles}
        cls.given = {
            "till": cls.till_a.id,
            "guide": cls.env["hr.employee"]
            .create(
                {
                    "name": "Wang Fang",
                    "is_guide": True,
                    "store_id": cls.store_a.id,
                    "company_id": cls.store_a.company_id.id,
                }
            )
            .id,
            "store": cls.store_a.id,
        }
        cls.till_a.module_pos_hr = True

    @classmethod
    def _key_of(cls, role):
        name = role.get_external_id()[role.id].split(".group_")[1]
        user = cls.env["res.users"].search([("login", "=", f"test_{name}")])
        user = user or cls.new_user(name)
        user.store_ids = cls.store_a
        keys = cls.env["res.users.apikeys"].with_user(user)
        return keys._generate("rpc", "matrix", datetime.now() + timedelta(hours=1))

    def is_refused(self, role, model, method, **arguments):
        """Call JSON-2; return whether it was refused for want of rights."""
        response = self.url_open(
            f"/json/2/{model}/{method}",
            data=json.dumps(arguments),
            headers={
                "Authorization": f"bearer {self.keys[role]}",
                "Content-Type": "application/json",
            },
        )
        return (
            response.status_code == 403 and response.json()["name"] == "odoo.exceptions.AccessError"
        )

    def _arguments(self, model, method):
        """Return arguments without which the method cannot be called."""
        parameters = list(signature(getattr(self.env.registry[model], method)).parameters.values())
        return {
            parameter.name: self.given.get(GIVEN.get(parameter.name), "x")
            for parameter in parameters[1:]
            if parameter.default is Parameter.empty
        }

    def test_S5_3_1_1_every_public_method_says_what_it_asks(self):
        silent = [
            f"{model}.{name}" for model, name, asked in self.document._public_methods() if not asked
        ]
        self.assertFalse(
            silent, "Say what it asks (retail_base/lib/asks.py), or begin it with an underscore"
        )

    @mute_logger("odoo.http")
    def test_S6_2_6_each_method_answers_whom_the_matrix_says(self):
        wrong = []
        for model, name, asked in self.document._public_methods():
            arguments = self._arguments(model, name)
            for role in self.roles:
                expected = self.document._may_call(role, asked)
                if self.is_refused(role, model, name, **arguments) == expected:
                    wrong.append(
                        f"{role.name}: {model}.{name} {'refused' if expected else 'let in'}"
                    )
        self.assertFalse(wrong)

    def test_S5_3_1_1_every_method_of_phones_says_what_it_asks(self):
        told = self.document._phone_methods()
        self.assertGreater(len(told), 25)
        silent = [f"{model}.{name}" for model, name, asked in told if not asked]
        self.assertFalse(silent, "Say what it asks: retail_base/lib/asks.py")

    @mute_logger("odoo.http")
    def test_S6_2_6_each_delivery_of_a_phone_is_answered_as_the_matrix_says(self):
        """Of what it brings nothing fits, so it is refused for that, or before for want of rights."""
        wrong = []
        for model, name, asked in self.document._phone_methods():
            for role in self.roles:
                expected = self.document._may_call(role, asked)
                if self._is_delivery_refused(role, model, name) == expected:
                    wrong.append(
                        f"{role.name}: {model}.{name} {'refused' if expected else 'let in'}"
                    )
        self.assertFalse(wrong)

    def _is_delivery_refused(self, role, model, name):
        """Deliver over JSON-2; return whether the method said that its user may not."""
        refused_by = []
        reason = asks._check

        def check(records, operation, of_model, groups):
            try:
                reason(records, operation, of_model, groups)
            except AccessError:
                refused_by.append((records._name, operation, of_model, groups))
                raise

        entry = {"uuid": str(uuid4()), "model": model, "method": name}
        values = {"config_id": self.till_a.id, "kind": "drawer"}
        with patch.object(asks, "_check", check):
            refused = self.is_refused(
                role, "retail.outbox.entry", "deliver", entry=entry | {"values": values}
            )
        return refused or any(of == model for of, *_asked in refused_by)

    def test_S5_3_1_1_an_auditor_delivers_nothing_but_what_everybody_has(self):
        auditor = self.env.ref("retail_security.group_auditor")
        delivered = [
            name
            for _model, name, asked in self.document._phone_methods()
            if self.document._may_call(auditor, asked)
        ]
        self.assertEqual(delivered, ["_decide_from_phone", "_finish"])

    @mute_logger("odoo.http")
    def test_S6_2_6_what_code_refuses_beyond_the_rights_is_refused(self):
        narrowed = [
            (model, operation)
            for model, cls in self.env.registry.items()
            for operation in ("write", "unlink")
            if not cls._abstract and asked_by(cls, operation)
        ]
        self.assertIn(("loyalty.card", "write"), narrowed)
        self.assertIn(("pos.config", "write"), narrowed)
        wrong = []
        for model, operation in narrowed:
            letter = letters({operation})
            more = {"vals": {}} if operation == "write" else {}
            record = self.env["ir.model"]._get(model)
            for role in self.roles:
                left = letter in self.document._rights_in_code(role, record).upper()
                has = letter in self.document._rights(role, record)
                if has and self.is_refused(role, model, operation, ids=[], **more) == left:
                    wrong.append(f"{role.name}: {model}.{operation}")
        self.assertFalse(wrong)

    @mute_logger("odoo.http")
    def test_S6_2_6_each_model_is_read_by_whom_the_matrix_says(self):
        wrong = []
        for model in self.document._own_models().sorted("model"):
            for role in self.roles:
                may = "R" in self.document._rights(role, model)
                if self.is_refused(role, model.model, "search_count", domain=[]) == may:
                    wrong.append(f"{role.name}: {model.model} {'refused' if may else 'read'}")
        self.assertFalse(wrong)

    @mute_logger("odoo.http")
    def test_S6_2_6_nobody_makes_records_of_the_suite_past_the_matrix(self):
        """Native models have code of their own before the check: theirs is Odoo's to test."""
        made = [
            f"{role.name}: {model.model}"
            for model in self.document._own_models().sorted("model")
            for role in self.roles
            if model.model.startswith("retail.")
            and "C" not in self.document._rights(role, model)
            and not self.is_refused(role, model.model, "create", vals_list=[{"no_such_field": 1}])
        ]
        self.assertFalse(made)

    def test_S5_3_1_1_each_role_holds_the_rights_that_the_matrix_says(self):
        wrong = []
        for role in self.roles:
            name = role.get_external_id()[role.id].split(".group_")[1]
            user = self.env["res.users"].search([("login", "=", f"test_{name}")])
            for model in self.document._own_models():
                records = self.env[model.model].with_user(user)
                held = letters({name for name in OPERATIONS if records.has_access(name)})
                if held != self.document._rights(role, model):
                    wrong.append(f"{role.name}: {model.model} {held}")
        self.assertFalse(wrong)

    def test_S5_3_1_1_every_model_of_the_suite_has_access_rights(self):
        without = [
            name
            for name, model in self.env.registry.items()
            if name.startswith("retail.")
            and not model._abstract
            and not self.env["ir.model"]._get(name).access_ids
        ]
        self.assertFalse(without)

    def test_S5_3_1_1_the_matrix_in_the_repository_is_the_one_of_the_code(self):
        kept = DOCUMENT.read_text(encoding="utf-8").splitlines()
        changes = [*unified_diff(kept, self.document._markdown().splitlines(), lineterm="", n=0)]
        self.assertFalse(changes, "make it anew: odoo retail_roles -d DATABASE > docs/roles.md")
