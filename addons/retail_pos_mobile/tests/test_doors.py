"""The same attacks over every door: the web client, JSON-2, XML-RPC, JSON-RPC, and a phone's outbox."""

import json
import xmlrpc.client
from datetime import datetime, timedelta
from uuid import uuid4

from odoo.fields import Command
from odoo.tests import HttpCase, get_db_name, tagged
from odoo.tools import mute_logger

from .test_store_scope import PosScopeCommon

ACCESS_ERROR = "odoo.exceptions.AccessError"
XMLRPC_ACCESS_ERROR = 4
# A private method is no method of JSON-2 at all
NOT_THERE = {ACCESS_ERROR, "werkzeug.exceptions.NotFound"}


class DoorsCommon(PosScopeCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.session_a = cls.open_till(cls.till_a, cls.guide_a)
        cls.key = (
            cls.env["res.users.apikeys"]
            .with_user(cls.guide_a)
            ._generate("rpc", "doors", datetime.now() + timedelta(hours=1))
        )
        program = cls.env["loyalty.program"].create({"name": "Gift", "program_type": "gift_card"})
        cls.gift = cls.env["loyalty.card"].create({"program_id": program.id, "points": 100})
        cls.device_b = cls.env["retail.till.device"].create(
            {"name": "Phone of B", "store_id": cls.store_b.id}
        )
        cls.boss = cls.env["hr.employee"].create({"name": "Boss", "pin": "4711"})
        cls.doors = {
            "web client": cls.by_web_client,
            "JSON-2": cls.by_json2,
            "XML-RPC": cls.by_xmlrpc,
            "JSON-RPC": cls.by_jsonrpc,
        }

    def setUp(self):
        super().setUp()
        self.order_b = self.sell(self.session_b, self.manager_b).sudo()
        self.order_a = self.sell(self.session_a, self.guide_a).sudo()

    # Each door answers (the error's name or None, the result)

    def by_web_client(self, model, method, ids, **arguments):
        self.authenticate(self.guide_a.login, self.guide_a.login)
        answer = self.opener.post(
            f"{self.base_url()}/web/dataset/call_kw/{model}/{method}",
            json={
                "params": {
                    "model": model,
                    "method": method,
                    "args": [] if ids is None else [ids],
                    "kwargs": arguments,
                }
            },
            timeout=60,
        ).json()
        return answer.get("error", {}).get("data", {}).get("name"), answer.get("result")

    def by_json2(self, model, method, ids, **arguments):
        answer = self.url_open(
            f"/json/2/{model}/{method}",
            data=json.dumps(arguments if ids is None else {"ids": ids, **arguments}),
            headers={"Authorization": f"bearer {self.key}", "Content-Type": "application/json"},
        )
        body = answer.json()
        return (None, body) if answer.status_code == 200 else (body["name"], None)

    def by_xmlrpc(self, model, method, ids, **arguments):
        # XML knows no commands, JSON made numbers of them already
        arguments = json.loads(json.dumps(arguments))
        try:
            result = self.xmlrpc_object.execute_kw(
                get_db_name(),
                self.guide_a.id,
                self.key,
                model,
                method,
                [] if ids is None else [ids],
                arguments,
            )
        except xmlrpc.client.Fault as fault:
            refused = fault.faultCode == XMLRPC_ACCESS_ERROR
            return (ACCESS_ERROR if refused else f"fault {fault.faultString}"), None
        return None, result

    def by_jsonrpc(self, model, method, ids, **arguments):
        call = [get_db_name(), self.guide_a.id, self.key, model, method]
        answer = self.opener.post(
            f"{self.base_url()}/jsonrpc",
            json={
                "params": {
                    "service": "object",
                    "method": "execute_kw",
                    "args": [*call, [] if ids is None else [ids], arguments],
                }
            },
            timeout=60,
        ).json()
        return answer.get("error", {}).get("data", {}).get("name"), answer.get("result")


@tagged("post_install", "-at_install")
class TestDoors(DoorsCommon):
    """S6.2.6: a guide of store A, who may sell there, tries what is not his; no door opens."""

    def attacks(self):
        """Return {what: (model, method, ids, arguments)}; none is a guide's to do."""
        order, line = self.order_b, self.order_a.lines
        return {
            "reads another store's sale": ("pos.order", "read", order.ids, {"fields": ["name"]}),
            "reads another store's payments": (
                "pos.payment",
                "read",
                order.payment_ids.ids,
                {"fields": ["amount"]},
            ),
            "changes another store's sale": (
                "pos.order",
                "write",
                order.ids,
                {"vals": {"partner_id": self.customer.id}},
            ),
            "refunds another store's sale": ("pos.order", "refund", order.ids, {}),
            "changes what he sold": ("pos.order.line", "write", line.ids, {"vals": {"qty": 9}}),
            "takes away what he sold": ("pos.order.line", "unlink", line.ids, {}),
            "makes a sale that is paid": (
                "pos.order",
                "create",
                None,
                {"vals_list": [self.finished()]},
            ),
            "opens another store's till": ("pos.config", "open_ui", self.till_b.ids, {}),
            "closes another store's session": (
                "pos.session",
                "close_session_from_ui",
                self.session_b.ids,
                {},
            ),
            "switches off approvals": (
                "pos.config",
                "write",
                self.till_a.ids,
                {"vals": {"return_approval": False}},
            ),
            "writes a gift card": ("loyalty.card", "write", self.gift.ids, {"vals": {"points": 1}}),
            "reads the hash of a PIN": (
                "hr.employee",
                "read",
                self.boss.ids,
                {"fields": ["pin_hash"]},
            ),
            "makes himself a manager": (
                "res.users",
                "write",
                self.guide_a.ids,
                {"vals": {"store_ids": [Command.link(self.store_b.id)]}},
            ),
            "reads the trail": ("retail.audit.event", "search_read", None, {"domain": []}),
            "reads what phones delivered": (
                "retail.outbox.entry",
                "search_read",
                None,
                {"domain": []},
            ),
            "revokes another store's phone": (
                "retail.till.device",
                "action_revoke",
                self.device_b.ids,
                {},
            ),
            "reads secrets of the database": (
                "ir.config_parameter",
                "get_param",
                None,
                {"key": "database.secret"},
            ),
            "makes an approval": ("retail.approval", "create", None, {"vals_list": [{}]}),
            "calls what is private": (
                "retail.audit.event",
                "_note_from_phone",
                None,
                {"uuid": str(uuid4()), "values": {}},
            ),
        }

    def finished(self):
        values = self.sale(self.session_a)
        return {name: values[name] for name in values if name not in ("payment_ids", "name")}

    def state(self):
        """What the attacks are after."""
        self.env.invalidate_all()
        stores = self.env["pos.order"].search_count([])
        return (
            stores,
            self.order_b.read(["state", "partner_id"]),
            self.order_a.lines.read(["qty"]),
            (self.till_a + self.till_b).read(["return_approval"]),
            self.session_b.sudo().state,
            self.gift.points,
            self.guide_a.store_ids,
            self.device_b.state,
            self.env["retail.approval"].search_count([]),
        )

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.rpc.controllers")
    def test_S6_2_6_no_door_lets_a_guide_do_what_is_not_his(self):
        before = self.state()
        for door, ask in self.doors.items():
            for what, (model, method, ids, arguments) in self.attacks().items():
                with self.subTest(door=door, attack=what):
                    error, result = ask(self, model, method, ids, **arguments)
                    self.assertIn(error, NOT_THERE if method[0] == "_" else {ACCESS_ERROR})
                    self.assertFalse(result)
        self.assertEqual(self.state(), before)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.rpc.controllers")
    def test_S6_2_6_no_delivery_of_a_phone_does_what_is_not_his(self):
        """The same table through the outbox, which is itself open at every door."""
        before = self.state()
        for door, ask in self.doors.items():
            for what, (model, method, ids, arguments) in self.attacks().items():
                entry = self.entry(model, method, {"ids": ids or [], **arguments})
                if method[0] == "_":
                    entry["values"] = self.of_other_store()[method]
                with self.subTest(door=door, attack=what):
                    error, answer = ask(self, "retail.outbox.entry", "deliver", None, entry=entry)
                    self.assertTrue(error is None and answer["state"] == "refused", error)
        self.assertEqual(self.state(), before)

    # A replayed request of a phone

    def entry(self, model, method, values):
        return {"uuid": str(uuid4()), "model": model, "method": method, "values": values}

    def of_other_store(self):
        """Return {method: values} of deliveries that name what is another store's."""
        return {
            "_note_from_phone": {"kind": "drawer", "session_id": self.session_b.id},
            "_retail_log_copy": {"order_uuid": self.order_b.uuid},
            "_retail_print_receipt": {"order_uuid": self.order_b.uuid},
            "_retail_rate_sale": {
                "order_uuid": self.order_b.uuid,
                "receipt_token": self.order_b.receipt_token,
                "rating": 5,
            },
            "_retail_take_over": {"session_id": self.session_b.id, "employee_id": self.boss.id},
            "_apply": {"config_id": self.till_b.id},
            "_receive_from_phone": {"config_id": self.till_b.id},
        }

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.rpc.controllers")
    def test_S6_2_6_a_delivery_that_names_another_store_is_refused(self):
        models = {
            "_note_from_phone": "retail.audit.event",
            "_retail_log_copy": "retail.receipt.copy",
            "_retail_print_receipt": "retail.print.job",
            "_retail_rate_sale": "pos.order",
            "_retail_take_over": "pos.session",
            "_apply": "retail.return",
            "_receive_from_phone": "retail.receiving",
        }
        copies = self.env["retail.receipt.copy"].search_count([])
        for door, ask in self.doors.items():
            for method, values in self.of_other_store().items():
                entry = self.entry(models[method], method, values)
                with self.subTest(door=door, method=method):
                    error, answer = ask(self, "retail.outbox.entry", "deliver", None, entry=entry)
                    self.assertTrue(error is None and answer["state"] == "refused", error)
        self.assertEqual(self.env["retail.receipt.copy"].search_count([]), copies)
        self.assertFalse(self.order_b.rating_ids)
        self.assertFalse(self.session_b.sudo().employee_id)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.rpc.controllers")
    def test_S6_2_6_what_another_store_delivered_is_not_told_to_who_replays_its_key(self):
        entry = self.entry("retail.receipt.copy", "_retail_log_copy", {})
        entry["values"] = {"order_uuid": self.order_b.uuid}
        outbox = self.env["retail.outbox.entry"]
        first = outbox.with_user(self.manager_b).deliver(entry)
        self.assertEqual(first["state"], "done")
        for door, ask in self.doors.items():
            with self.subTest(door=door):
                _error, answer = ask(self, "retail.outbox.entry", "deliver", None, entry=entry)
                self.assertEqual(answer["state"], "refused")
        colleague = self.new_user("regional_manager", self.store_b)
        self.assertEqual(outbox.with_user(colleague).deliver(entry), first)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.rpc.controllers")
    def test_S6_2_6_a_replayed_sale_of_another_store_is_refused(self):
        """The order as its own phone sent it; and its key in a sale of one's own till."""
        replayed = self.sale(self.session_b) | {"uuid": self.order_b.uuid}
        mine = self.sale(self.session_a) | {"uuid": self.order_b.uuid}
        before = self.state()
        for door, ask in self.doors.items():
            for what, order in (("replayed", replayed), ("its key", mine)):
                with self.subTest(door=door, what=what):
                    error, result = ask(self, "pos.order", "sync_from_ui", None, orders=[order])
                    told = (result or {}).get("pos.order") or []
                    self.assertFalse([row for row in told if row["id"] == self.order_b.id])
                    self.assertTrue(error or what == "its key", "taken")
        self.assertEqual(self.state(), before)
