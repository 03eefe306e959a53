"""M-Q1a: every operation of a till is told, with its device, guide, approver and the till's own time."""

import doctest
from datetime import datetime, timedelta
from uuid import uuid4

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.audit import retail_audit_event
from .test_store_scope import PosScopeCommon


@tagged("post_install", "-at_install")
class TestAuditTill(PosScopeCommon):
    def setUp(self):
        super().setUp()
        self.event = self.env["retail.audit.event"].sudo()
        self.session = self.open_till(self.till_a, self.guide_a)
        self.before = self.event.search([], limit=1).id

    def recorded(self, *kinds):
        self.event.invalidate_model()
        domain = [("id", ">", self.before)]
        if kinds:
            domain.append(("kind", "in", kinds))
        return self.event.search(domain, order="id")

    def note(self, user=None, key=None, **values):
        entry = {
            "uuid": key or str(uuid4()),
            "model": "retail.audit.event",
            "method": "_note_from_phone",
            "values": {"kind": "void", "session_id": self.session.id, **values},
        }
        return self.env["retail.outbox.entry"].with_user(user or self.guide_a).deliver(entry)

    def send(self, change=None, **values):
        data = self.sale(self.session) | values
        for line in (change and data["lines"]) or ():
            line[2].update(change)
        self.env["pos.order"].with_user(self.guide_a).sync_from_ui([data])
        return self.env["pos.order"].search([("uuid", "=", data["uuid"])])

    def test_doctests(self):
        result = doctest.testmod(retail_audit_event)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)

    def test_M_Q1a_a_sale_is_told_with_its_till_and_its_time(self):
        order = self.send(date_order="2026-02-03 04:05:06", pos_reference="267-1-000042")
        [event] = self.recorded("sale")
        self.assertEqual((event.res_model, event.res_id), ("pos.order", order.id))
        self.assertEqual((event.user_id, event.store_id), (self.guide_a, self.store_a))
        self.assertEqual(event.device, f"{self.till_a.name} · 7")
        self.assertEqual(event.device_time, datetime(2026, 2, 3, 4, 5, 6))
        self.assertEqual(event.details["amount"], order.amount_total)
        self.assertTrue(event.details["offline"])

    def test_M_Q1a_a_sale_that_is_sent_again_is_told_once(self):
        data = self.sale(self.session)
        for _sent_again in range(2):
            self.env["pos.order"].with_user(self.guide_a).sync_from_ui([data])
        self.assertEqual(len(self.recorded("sale")), 1)

    def test_M_Q1a_price_and_discount_by_hand_are_told_before_their_sale(self):
        self.send({"price_type": "manual", "discount": 5})
        self.assertEqual(self.recorded().mapped("kind"), ["price", "discount", "sale"])
        self.assertEqual(self.recorded("discount").details["percent"], 5)

    def test_M_Q1a_a_sale_for_another_day_is_told(self):
        self.till_a.sudo().business_date_days_back = 3
        yesterday = str(datetime.now().date() - timedelta(days=1))
        self.send(business_date=yesterday)
        self.assertEqual(self.recorded("backdate").details["to"], yesterday)

    def test_M_Q1a_a_sale_that_a_manager_redates_is_told(self):
        order = self.send()
        manager = self.manager_b
        manager.store_ids += self.store_a
        order.with_user(manager).business_date = "2026-01-02"
        [event] = self.recorded("backdate")
        self.assertEqual(event.user_id, manager)
        self.assertEqual(event.details["business_date"]["to"], "2026-01-02")

    def test_M_Q1a_what_a_phone_tells_keeps_its_order_and_its_time(self):
        self.env["retail.approval.rule"].sudo().search([]).active = False
        key, made = str(uuid4()), datetime(2026, 3, 4, 5, 6, 7)
        order_uuid = str(uuid4())
        steps = ("void", {"product": "Jacket", "qty": 1}), ("drawer", {}), ("cancel", {"lines": 2})
        for number, (kind, details) in enumerate(steps):
            at = (made + timedelta(minutes=number) - datetime(1970, 1, 1)).total_seconds() * 1000
            answer = self.note(
                kind=kind,
                details=details,
                at=at,
                order_uuid=order_uuid,
                reference="263-1-000001",
                key=key if not number else None,
            )
            self.assertEqual(answer, {"state": "done", "result": True})
        self.assertEqual(self.note(key=key)["state"], "done")  # sent again
        events = self.recorded()
        self.assertEqual(events.mapped("kind"), ["void", "drawer", "cancel"])
        self.assertEqual(events[1].device_time, made + timedelta(minutes=1))
        self.assertEqual(set(events.mapped("document_key")), {order_uuid})
        self.assertEqual(events[0].details, {"product": "Jacket", "qty": 1})
        self.assertEqual(events[0].device, f"{self.till_a.name} · 3")

    def test_M_Q1a_a_phone_tells_no_lies_about_others(self):
        """Neither of another store's till, nor what only the server knows, nor as who sells nothing."""
        lies = (
            {"session_id": self.session_b.id},
            {"kind": "sale"},
            {"kind": "login"},
            {"session_id": "1; DROP"},
            {"user": self.new_user("auditor")},
            {"user": self.new_user("planner")},
        )
        for lie in lies:
            with self.subTest(lie=lie):
                self.assertEqual(self.note(**lie)["state"], "refused")
        self.assertFalse(self.recorded("void", "sale", "login"))

    def test_M_Q1a_odd_values_of_a_phone_are_left_out(self):
        odd = {"at": "soon", "details": {"a": [1], "b": "x" * 900}, "reference": 7, "guide_id": "1"}
        self.assertEqual(self.note(**odd)["state"], "done")
        event = self.recorded("void")
        self.assertFalse(event.device_time)
        self.assertEqual(event.details, {"b": "x" * 200})

    def test_M_Q1a_sessions_are_told_when_they_open_and_close(self):
        self.send()
        self.session.with_user(self.guide_a).close_session_from_ui()
        self.assertEqual(self.session.state, "closed")
        event = self.recorded("session_close")
        self.assertEqual((event.config_id, event.user_id), (self.till_a, self.guide_a))
        self.event.browse().invalidate_model()
        opened = self.event.search(
            [("kind", "=", "session_open"), ("config_id", "=", self.till_a.id)]
        )
        self.assertTrue(opened)

    def test_M_Q1a_a_receipt_printed_again_is_told(self):
        order = self.send()
        self.env["retail.outbox.entry"].with_user(self.guide_a).deliver(
            {
                "uuid": str(uuid4()),
                "model": "retail.receipt.copy",
                "method": "_retail_log_copy",
                "values": {"order_uuid": order.uuid},
            }
        )
        self.assertEqual(self.recorded("reprint").res_id, order.id)

    def test_M_Q1a_a_revealed_number_is_told_without_a_name(self):
        member = self.env["res.partner"].sudo().create({"name": "Li Na", "phone": "13812345678"})
        self.env["retail.reveal.log"].sudo().create(
            {"user_id": self.guide_a.id, "member_id": member.id, "reason": "call her"}
        )
        [event] = self.recorded("reveal")
        self.assertEqual((event.user_id, event.res_id), (self.guide_a, member.id))
        self.assertNotIn("Li Na", f"{event.document} {event.details}")

    def test_M_Q1a_the_timeline_of_a_sale_has_what_came_before_it(self):
        data = self.sale(self.session)
        self.note(order_uuid=data["uuid"])
        self.env["pos.order"].with_user(self.guide_a).sync_from_ui([data])
        order = self.env["pos.order"].search([("uuid", "=", data["uuid"])])
        events = self.event.search(order.action_audit_timeline()["domain"], order="id")
        self.assertEqual(events.mapped("kind"), ["void", "sale"])
        at_till = self.event.search(self.till_a.action_audit_timeline()["domain"])
        self.assertLessEqual(events, at_till)

    def test_S6_3_6_the_timeline_of_a_guide_has_what_he_did_and_no_other(self):
        first, other = self.env["hr.employee"].create([{"name": "Li Lei"}, {"name": "Han Mei"}])
        self.note(guide_id=first.id)
        self.note(guide_id=other.id)
        auditor = self.new_user("auditor")
        domain = first.with_user(auditor).action_audit_timeline()["domain"]
        told = self.event.with_user(auditor).search(domain)
        self.assertEqual((told.kind, told.employee_id), ("void", first))
        with self.assertRaises(AccessError):
            first.with_user(self.guide_a).action_audit_timeline()

    def test_M_Q1a_a_sale_costs_one_statement_more(self):
        data = self.sale(self.session)
        counted = []
        cursor, execute = type(self.env.cr), type(self.env.cr).execute

        def count(cr, query, params=None, **options):
            code = getattr(query, "code", query)
            counted.append("retail_audit_event" in code)
            return execute(cr, query, params, **options)

        self.patch(cursor, "execute", count)
        self.env["pos.order"].with_user(self.guide_a).sync_from_ui([data])
        self.assertEqual(sum(counted), 1)
