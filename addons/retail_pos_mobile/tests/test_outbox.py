"""Deliveries of phones: exactly once, rights of the sender, answers that can be asked again."""

import threading
from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import AccessError, UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, TransactionCase, get_db_name, new_test_user, tagged

from ..lib.from_phone import from_phone

METHOD = "_test_from_phone"


def note(self, uuid, values):
    """A method as parts of the suite have them: it writes as the user and returns what it wrote."""
    if values.get("refuse"):
        self.env.user.sudo().signature = "half a deed"
        raise UserError(values["refuse"])
    partner = self.env["res.partner"].sudo().create({"name": values["name"], "ref": uuid})
    return {"id": partner.id, "by": self.env.uid}


def with_test_method(env):
    return patch.object(type(env["res.partner"]), METHOD, from_phone(note), create=True)


def delivery(**values):
    entry = {"uuid": str(uuid4()), "model": "res.partner", "method": METHOD, "values": {}}
    return entry | values


@tagged("post_install", "-at_install")
class TestOutbox(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.guide = new_test_user(cls.env, "guide", groups="retail_security.group_guide")
        cls.outbox = cls.env["retail.outbox.entry"].with_user(cls.guide)
        cls.startClassPatcher(with_test_method(cls.env))

    def written(self, entry):
        return self.env["res.partner"].search_count([("ref", "=", entry["uuid"])])

    def test_the_second_delivery_gets_the_first_answer(self):
        entry = delivery(values={"name": "Li Lei"})
        first = self.outbox.deliver(entry)
        self.assertEqual(first["state"], "done")
        self.assertEqual(first["result"]["by"], self.guide.id)
        self.assertEqual(self.outbox.deliver(entry | {"values": {"name": "other"}}), first)
        self.assertEqual(self.written(entry), 1)

    def test_a_refusal_leaves_nothing_and_may_be_sent_again(self):
        entry = delivery(values={"refuse": "No, because", "name": "Li Lei"})
        self.assertEqual(self.outbox.deliver(entry), {"state": "refused", "error": "No, because"})
        self.assertNotIn("half a deed", self.guide.signature or "")
        entry["values"]["refuse"] = False
        self.assertEqual(self.outbox.deliver(entry)["state"], "done")

    def test_a_phone_may_call_nothing_but_what_is_marked(self):
        for model, method in (
            ("res.partner", "unlink"),
            ("res.partner", "_compute_display_name"),
            ("res.partner", "no_such_method"),
            ("no.such.model", METHOD),
        ):
            with self.subTest(model=model, method=method):
                answer = self.outbox.deliver(delivery(model=model, method=method))
                self.assertEqual(answer["state"], "refused")
                self.assertIn("may not do", answer["error"])

    def test_what_is_no_delivery_is_refused(self):
        for wrong in (
            {"uuid": "1"},
            {"uuid": None},
            {"values": "text"},
            {"values": None},
            {},
        ):
            with self.subTest(wrong=wrong):
                entry = delivery(**wrong) if wrong else {}
                self.assertEqual(self.outbox.deliver(entry)["state"], "refused")

    def test_a_key_is_for_one_deed(self):
        entry = delivery(values={"name": "Li Lei"})
        self.outbox.deliver(entry)
        with patch.object(
            type(self.env["res.users"]), METHOD, from_phone(lambda *a: 1), create=True
        ):
            answer = self.outbox.deliver(entry | {"model": "res.users"})
        self.assertEqual(answer["state"], "refused")
        self.assertIn("something else", answer["error"])

    def test_the_moment_is_the_phones_unless_its_clock_is_ahead(self):
        past, future = delivery(made_at=1_700_000_000_000), delivery(made_at=9e15)
        for entry in (past, future):
            self.outbox.deliver(entry | {"values": {"name": "Li Lei"}})
        made_at = {entry.uuid: entry.made_at for entry in self.outbox.sudo().search([])}
        now = fields.Datetime.now()
        self.assertLessEqual(made_at[future["uuid"]], now)
        self.assertLess(made_at[past["uuid"]], now - timedelta(days=300))

    def test_staff_do_not_read_or_change_deliveries(self):
        self.outbox.deliver(delivery(values={"name": "Li Lei"}))
        with self.assertRaises(AccessError):
            self.outbox.search([]).read(["result"])
        with self.assertRaises(AccessError):
            self.outbox.create(delivery())


@tagged("post_install", "-at_install")
class TestOutboxAtOnce(BaseCase):
    """With real connections, which see each other only after the commit."""

    def deliver(self, entry, barrier, answers):
        with Registry(get_db_name()).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env.cr.execute("SELECT")  # the snapshot is taken before the other one commits
            barrier.wait()
            answers.append(retrying(lambda: env["retail.outbox.entry"].deliver(entry), env))

    def test_the_same_delivery_at_the_same_moment_is_one(self):
        registry = Registry(get_db_name())
        with registry.cursor() as cr:
            patcher = with_test_method(api.Environment(cr, SUPERUSER_ID, {}))
        self.startPatcher(patcher)
        entry, answers, barrier = delivery(values={"name": "Li Lei"}), [], threading.Barrier(4)
        self.addCleanup(self.forget, entry["uuid"])
        threads = [
            threading.Thread(target=self.deliver, args=(entry, barrier, answers)) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(answers), 4)
        self.assertEqual({answer["state"] for answer in answers}, {"done"})
        self.assertEqual(len({answer["result"]["id"] for answer in answers}), 1)
        with registry.cursor() as cr:
            cr.execute("SELECT count(*) FROM res_partner WHERE ref = %s", [entry["uuid"]])
            self.assertEqual(cr.fetchone(), (1,))

    def forget(self, uuid):
        with Registry(get_db_name()).cursor() as cr:
            cr.execute("DELETE FROM retail_outbox_entry WHERE uuid = %s", [uuid])
            cr.execute("DELETE FROM res_partner WHERE ref = %s", [uuid])
