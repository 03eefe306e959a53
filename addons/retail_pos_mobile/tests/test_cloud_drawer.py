"""M-Q1b: a drawer at a printer of the server opens with an approval, and is told, whatever way it is asked."""

import xmlrpc.client
from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, uuid4, uuid5

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from iot_bridge.profiles import find
from iot_bridge.receipt import render_pulse

from .test_approvals import ApprovalCommon

QUIET = ("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


@tagged("post_install", "-at_install")
class TestCloudDrawer(ApprovalCommon, HttpCase):
    """The drawer of store A hangs on a printer that asks the server for work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.printer = cls.env["retail.printer"].create(
            {"name": "Counter", "connection": "epson", "store_id": cls.store_a.id}
        )
        cls.till_a.write({"receipt_printer_id": cls.printer.id, "iface_cashdrawer": True})
        cls.jobs = cls.env["retail.print.job"]
        cls.event = cls.env["retail.audit.event"]

    def setUp(self):
        super().setUp()
        self.before = self.event.search([], limit=1).id or 0

    def open_drawer(self, uuid=None, user=None, **values):
        told = {"session_id": self.session_a.id, "reference": "263-1-000042", **values}
        jobs = self.jobs.with_user(user or self.guide_a)
        return jobs.open_drawer(uuid or str(uuid4()), told)

    def approved(self, **values):
        deed = {"uuid": str(uuid4())}
        self.by_pin(self.request(deed, drawer=0), **values)
        return {"approval_key": deed["uuid"]}

    def pulses(self):
        return self.jobs.sudo().search([("is_pulse", "=", True)])

    def told(self):
        domain = [("id", ">", self.before), ("kind", "=", "drawer")]
        return self.event.sudo().search(domain)

    def test_M_Q1b_without_an_approval_it_stays_shut(self):
        for values in ({}, {"approval_key": str(uuid4())}, {"approval_key": 7}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "approval of a manager"):
                self.open_drawer(**values)
        # Why it should need none is for the phone to say, and not believed
        with self.assertRaisesRegex(UserError, "approval of a manager"):
            self.open_drawer(details={"why": "Cash in / out"})
        self.assertFalse(self.pulses())
        self.assertFalse(self.told())

    def test_M_Q1b_one_approval_opens_it_once_and_the_trail_tells(self):
        approval, uuid = self.approved(), str(uuid4())
        for _sent_again in range(2):
            self.assertEqual(self.open_drawer(uuid, **approval), {"printer": "Counter"})
        self.assertEqual(len(self.pulses()), 1)
        [event] = self.told()
        self.assertEqual((event.user_id, event.store_id), (self.guide_a, self.store_a))
        self.assertEqual(event.config_id, self.till_a)
        self.assertIn("opened the drawer of", event.summary)
        with self.assertRaisesRegex(UserError, "approval of a manager"):
            self.open_drawer(**approval)
        self.assertEqual(len(self.pulses()), 1)

    def test_M_Q1b_a_manager_opens_it_without_being_asked(self):
        self.open_drawer(user=self.manager_a)
        self.assertEqual(self.told().user_id, self.manager_a)

    def test_M_Q1b_nobody_of_another_store_or_without_a_till_opens_it(self):
        approval = self.approved()
        for user in (self.manager_b, self.new_user("warehouse"), self.auditor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.open_drawer(user=user, **approval)
        self.assertFalse(self.pulses())

    def test_an_approval_for_something_else_opens_nothing(self):
        deed = {"uuid": str(uuid4())}
        self.by_pin(self.request(deed, reprint=1))
        with self.assertRaises(UserError):
            self.open_drawer(approval_key=deed["uuid"])

    def test_odd_values_are_refused(self):
        for uuid in ("x", None, 7, [], "0" * 500):
            with self.subTest(uuid=uuid), self.assertRaises(ValidationError):
                self.jobs.with_user(self.manager_a).open_drawer(uuid, {"session_id": 1})
        for session in (None, True, "1", -1, 2**40, [1]):
            with self.subTest(session=session), self.assertRaises(ValidationError):
                self.open_drawer(user=self.manager_a, session_id=session)
        with self.assertRaises(ValidationError):
            self.jobs.with_user(self.manager_a).open_drawer(str(uuid4()), "drawer")
        self.till_a.iface_cashdrawer = False
        with self.assertRaisesRegex(UserError, "No drawer"):
            self.open_drawer(user=self.manager_a)

    def test_M_Q1b_nobody_makes_a_job_of_it_around_that(self):
        """A manager may send jobs elsewhere; what they print is not his to write."""
        pulse = {"blocks": [], "cut": False, "drawer": True}
        test = self.jobs.sudo()._queue_test(self.printer)
        values = {"uuid": str(uuid4()), "printer_id": self.printer.id, "receipt": pulse}
        for user in (self.guide_a, self.manager_a, self.manager_b):
            jobs = self.jobs.with_user(user)
            with self.subTest(user.login), self.assertRaises(AccessError):
                jobs.create({**values, "user_id": user.id, "is_pulse": True})
            for change in ({"receipt": pulse}, {"is_pulse": True}, {"state": "waiting"}):
                with self.subTest(user.login, change=change), self.assertRaises(AccessError):
                    test.with_user(user).write(change)
        other = self.env["retail.printer"].create(
            {"name": "Back", "connection": "star", "store_id": self.store_a.id}
        )
        self.open_drawer(user=self.manager_a)
        with self.assertRaises(UserError):
            self.pulses().with_user(self.manager_a).printer_id = other
        self.pulses().with_user(self.manager_a).action_print_again()
        self.assertEqual(len(self.pulses()), 1)

    @mute_logger(*QUIET)
    def test_M_Q1b_not_over_json2_xmlrpc_or_the_web_client_either(self):
        ends = datetime.now() + timedelta(hours=1)
        key = self.env["res.users.apikeys"].with_user(self.guide_a)._generate("rpc", "test", ends)
        values = {"session_id": self.session_a.id}
        answer = self.opener.post(
            f"{self.base_url()}/json/2/retail.print.job/open_drawer",
            json={"uuid": str(uuid4()), "values": values},
            headers={"Authorization": f"bearer {key}"},
            timeout=30,
        )
        self.assertEqual(answer.status_code, 422, answer.text[:300])
        self.assertIn("approval of a manager", answer.json()["message"])
        with self.assertRaisesRegex(xmlrpc.client.Fault, "approval of a manager"):
            self.xmlrpc_object.execute_kw(
                *(self.env.cr.dbname, self.guide_a.id, key, "retail.print.job", "open_drawer"),
                [str(uuid4()), values],
            )
        self.authenticate(self.guide_a.login, self.guide_a.login)
        for method, args in (
            ("open_drawer", [str(uuid4()), values]),
            ("_queue_pulse", [self.printer.id, str(uuid4())]),
        ):
            answer = self.opener.post(
                f"{self.base_url()}/web/dataset/call_kw/retail.print.job/{method}",
                json={
                    "params": {
                        "model": "retail.print.job",
                        "method": method,
                        "args": args,
                        "kwargs": {},
                    }
                },
                timeout=30,
            )
            self.assertIn("error", answer.json(), method)
        entry = {
            "uuid": str(uuid4()),
            "model": "retail.print.job",
            "method": "open_drawer",
            "values": values,
        }
        told = self.env["retail.outbox.entry"].with_user(self.guide_a).deliver(entry)
        self.assertNotEqual(told["state"], "done", "it never comes late, from an outbox")
        self.assertFalse(self.pulses())
        self.assertFalse(self.told())

    # -- with a sale

    def sell_now(self, user=None, made=timedelta(0), **values):
        """Send a sale that was MADE so long ago, in cash unless VALUES tell otherwise."""
        data = self.cart(**values) | {"date_order": str(fields.Datetime.now() - made)}
        self.send(data, user=user)
        return data

    def test_a_sale_in_cash_opens_it_once_and_needs_no_approval(self):
        data = self.sell_now()
        [job] = self.pulses()
        self.assertEqual((job.printer_id, job.user_id), (self.printer, self.guide_a))
        self.send(data)
        self.assertEqual(len(self.pulses()), 1)
        self.assertFalse(self.told(), "the sale itself is what the trail tells")
        _job, data = self.printer.sudo()._next_print()
        self.assertEqual(data, render_pulse(find(self.printer.profile)).data)

    def test_the_receipt_after_it_is_no_copy_and_comes_without_a_pulse(self):
        data = self.sell_now()
        entry = {
            "uuid": str(uuid4()),
            "model": "retail.print.job",
            "method": "_retail_print_receipt",
            "values": {"order_uuid": data["uuid"]},
        }
        self.env["retail.outbox.entry"].with_user(self.guide_a).deliver(entry)
        pulse, receipt = self.jobs.sudo().search([("printer_id", "=", self.printer.id)], order="id")
        self.assertEqual(pulse, self.pulses())
        self.assertNotIn("drawer", receipt.receipt)
        self.assertNotIn("Copy", str(receipt.receipt["blocks"][0]))

    def test_neither_a_card_nor_a_till_without_a_drawer_or_with_one_of_its_own(self):
        card = self.till_a.payment_method_ids.filtered(lambda method: not method.is_cash_count)
        data = self.cart() | {"date_order": str(fields.Datetime.now())}
        for command in data["payment_ids"]:
            command[2]["payment_method_id"] = card.id
        self.send(data)
        self.assertFalse(self.pulses())
        for settings in (
            {"iface_cashdrawer": False},
            {"receipt_printer_id": False},
            {"is_posbox": True, "proxy_ip": "10.0.0.9", "iface_print_via_proxy": True},
            {"other_devices": True, "epson_printer_ip": "10.0.0.9"},
        ):
            former = {name: self.till_a[name] for name in settings}
            self.till_a.write(settings)
            with self.subTest(settings):
                self.sell_now()
                self.assertFalse(self.pulses())
            self.till_a.write(former)
        self.sell_now()
        self.assertEqual(len(self.pulses()), 1)

    def test_a_sale_that_comes_later_opens_nothing(self):
        self.sell_now(made=timedelta(seconds=45))
        self.sell_now(made=timedelta(hours=5))
        self.assertFalse(self.pulses())
        self.sell_now(made=timedelta(seconds=20))
        self.assertEqual(len(self.pulses()), 1)

    def test_what_a_sale_would_queue_is_taken_by_nobody_before(self):
        """Who takes the id of a sale's pulse keeps no sale from being booked."""
        data = self.cart() | {"date_order": str(fields.Datetime.now())}
        self.open_drawer(str(uuid5(NAMESPACE_OID, f"drawer {data['uuid']}")), user=self.manager_a)
        self.send(data)
        self.assertEqual(len(self.pulses()), 1)

    def test_money_that_is_paid_back_in_cash_opens_it(self):
        sale = self.sale_of(self.session_a, [(self.jacket, 1, 100)])
        back = self.apply(sale)
        back.with_user(self.manager_a).approve()
        self.assertFalse(self.pulses())
        for _asked_again in range(2):
            back.with_user(self.guide_a).pay_back(self.till_a.id)
        self.assertEqual(len(self.pulses()), 1)

    def test_saving_the_settings_of_the_till_keeps_printer_and_drawer(self):
        settings = self.env["res.config.settings"].create({"pos_config_id": self.till_a.id})
        self.assertTrue(settings.pos_iface_cashdrawer)
        settings.execute()
        self.assertEqual(self.till_a.receipt_printer_id, self.printer)
        self.assertTrue(self.till_a.iface_cashdrawer)
        settings.pos_receipt_printer_id = False
        self.assertFalse(settings.pos_iface_cashdrawer)

    # -- with money that is counted or moved

    def test_who_counts_what_the_till_opens_with_needs_no_approval_and_the_trail_tells(self):
        self.session_a.sudo().state = "opening_control"
        self.open_drawer(details={"why": "Cash control - opening"})
        self.assertEqual(len(self.pulses()), 1)
        self.assertEqual(self.told().user_id, self.guide_a)
        self.session_a.sudo().state = "opened"
        with self.assertRaisesRegex(UserError, "approval of a manager"):
            self.open_drawer(details={"why": "Cash control - closing"})
        self.assertEqual(len(self.pulses()), 1)

    def move_cash(self, amount=20, user=None):
        session = self.session_a.with_user(user or self.manager_a)
        extras = {"translatedType": "in", "formattedAmount": str(amount)}
        session.try_cash_in_out("in", amount, "Change", False, extras)

    def test_cash_that_is_put_in_or_taken_out_opens_it_once_it_is_booked(self):
        for user in (self.guide_a, self.manager_b):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.move_cash(user=user)
        with self.assertRaises(ValueError), self.env.cr.savepoint():
            self.move_cash("much")
        self.assertFalse(self.pulses())
        self.move_cash()
        [job] = self.pulses()
        self.assertEqual((job.printer_id, job.user_id), (self.printer, self.manager_a))
        self.assertFalse(self.told(), "the money itself is what the trail tells")
        [line] = self.session_a.sudo().statement_line_ids
        self.assertEqual((line.amount, line.create_uid), (20, self.manager_a))
        self.till_a.receipt_printer_id = False
        self.move_cash()
        self.assertEqual(len(self.pulses()), 1)
        self.session_a.sudo().state = "closed"
        with self.assertRaisesRegex(UserError, "closed"):
            self.move_cash()

    def test_a_till_offers_cash_in_and_out_to_who_may_do_it(self):
        for user, may in ((self.guide_a, False), (self.manager_a, True)):
            config = self.till_a.with_user(user)
            [told] = self.env["pos.config"].with_user(user)._load_pos_data_read(config, config)
            self.assertEqual(told["_has_cash_move_perm"], may)

    # -- at the printer

    def test_the_printer_gets_the_pulse_alone_and_once(self):
        self.open_drawer(user=self.manager_a)
        job, data = self.printer.sudo()._next_print()
        self.assertEqual(data, render_pulse(find(self.printer.profile)).data)
        self.assertEqual(job, self.pulses())
        for seconds in (20, 61, 3600):
            with freeze_time(fields.Datetime.now() + timedelta(seconds=seconds)):
                self.assertFalse(self.printer.sudo()._next_print()[0])
        self.assertEqual(job.state, "expired")

    def test_a_pulse_that_nobody_fetched_is_forgotten(self):
        self.open_drawer(user=self.manager_a)
        with freeze_time(fields.Datetime.now() + timedelta(seconds=31)):
            self.assertFalse(self.printer.sudo()._next_print()[0])
        self.assertEqual(self.pulses().state, "expired")

    def test_a_star_opens_it_by_a_header_and_once(self):
        self.printer.write({"connection": "star"})
        self.open_drawer(user=self.manager_a)
        picture, manner = self.printer.sudo()._star_give(None)
        self.assertEqual(manner["X-Star-CashDrawer"], "start")
        self.assertTrue(picture.startswith(b"\x89PNG"))
        token = str(self.pulses().id)
        self.assertEqual(self.printer.sudo()._star_give(token), (None, {}))
