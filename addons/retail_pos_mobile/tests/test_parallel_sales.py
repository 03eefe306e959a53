import uuid

from odoo import SUPERUSER_ID, Command
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.retail_base.tests.parallel import ParallelCase

from ..lib.sale_number import new_number


@tagged("post_install", "-at_install")
class TestParallelSales(ParallelCase):
    """M-S2: two connections at once, which a test with one cursor cannot show.

    The sales are drafts: they can be removed again. Paid ones are sent in parallel to a real server by
    tests/faults.
    """

    number = False  # that the tills send
    member = False  # the key of one whom the phone added

    def setUp(self):
        super().setUp()
        with self.connection() as env:
            journal = env["account.journal"].create(
                {"name": "Parallel sales", "type": "sale", "code": "PARAL"}
            )
            till = env["pos.config"].create(
                {
                    "name": "Parallel till",
                    "module_pos_hr": False,
                    "journal_id": journal.id,
                    "invoice_journal_id": journal.id,
                }
            )
            session = env["pos.session"].create({"config_id": till.id, "user_id": SUPERUSER_ID})
            product = env["product.product"].create({"name": "Cap", "available_in_pos": True})
            self.till_id, self.session_id, self.product_id = till.id, session.id, product.id
            self.journal_id = journal.id
        self.addCleanup(self._remove)

    def _remove(self):
        with self.connection() as env:
            env["pos.order"].search([("session_id", "=", self.session_id)]).unlink()
            till = env["pos.config"].browse(self.till_id)
            counters = till.order_seq_id | till.order_backend_seq_id
            env["pos.session"].browse(self.session_id).unlink()
            till.unlink()
            counters.unlink()
            env["account.journal"].browse(self.journal_id).unlink()
            env["product.product"].browse(self.product_id).product_tmpl_id.unlink()

    def _draft(self, sale=None):
        return {
            "uuid": sale or str(uuid.uuid4()),
            "access_token": str(uuid.uuid4()),
            "session_id": self.session_id,
            "pos_reference": "26-1-000001",
            "sale_number": self.number,
            "member_uuid": self.member,
            "state": "draft",
            **dict.fromkeys(("amount_total", "amount_tax", "amount_paid", "amount_return"), 0),
            "lines": [
                Command.create(
                    {
                        "uuid": f"{sale}-line",
                        "product_id": self.product_id,
                        "qty": 1,
                        "price_unit": 0,
                        "price_subtotal": 0,
                        "price_subtotal_incl": 0,
                    }
                )
            ],
            "payment_ids": [],
        }

    def _sync(self, env, sale):
        answer = env["pos.order"].sync_from_ui([self._draft(sale)])
        return [order["id"] for order in answer["pos.order"]]

    def _sync_as_the_server_does(self, env, sale):
        return retrying(lambda: self._sync(env, sale), env)

    def test_phones_of_one_till_do_not_wait_for_each_other(self):
        with self.connection() as first, self.connection() as second:
            self.assertEqual(len(self._sync(first, "parallel-1")), 1)
            self.assertEqual(len(self._sync(second, "parallel-2")), 1)

    def test_two_phones_register_at_once(self):
        with self.connection() as first, self.connection() as second:
            devices = [
                env["pos.config"].browse(self.till_id).register_new_device_identifier()
                for env in (first, second)
            ]
        self.assertNotEqual(*(device["device_identifier"] for device in devices))

    def test_the_second_of_the_same_sale_gets_the_first_result(self):
        with self.connection() as late:
            late.cr.execute("SELECT 1")  # its view of the database is taken here
            with self.connection() as early:
                first = self._sync(early, "parallel-3")
            with mute_logger("odoo.sql_db"):
                second = self._sync_as_the_server_does(late, "parallel-3")
        self.assertEqual(first, second)
        with self.connection() as env:
            order = env["pos.order"].search([("uuid", "=", "parallel-3")])
            self.assertEqual((order.ids, len(order.lines)), (first, 1))

    def test_A_P1_of_two_tills_that_send_one_number_at_once_the_second_gets_another(self):
        self.number = new_number()
        with self.connection() as late:
            late.cr.execute("SELECT 1")
            with self.connection() as early:
                first = self._sync(early, "parallel-5")
            with mute_logger("odoo.sql_db"):
                second = self._sync_as_the_server_does(late, "parallel-6")
        with self.connection() as env:
            orders = env["pos.order"].browse(first + second)
            self.assertEqual(orders[0].sale_number, self.number)
            self.assertNotIn(orders[1].sale_number, (self.number, False))

    def test_of_two_tills_that_take_one_piece_back_at_once_the_second_is_told(self):
        with self.connection() as env:
            ids = [self._sync(env, f"parallel-{name}")[0] for name in ("sold", "back", "again")]
            sold, *backs = env["pos.order"].browse(ids)
            for back in backs:
                back.lines.write({"qty": -1, "refunded_orderline_id": sold.lines.id})
        self.addCleanup(self._make_draft, ids[1])
        with self.connection() as late:
            late.cr.execute("SELECT 1")
            with self.connection() as early:
                self.assertFalse(early["pos.order"].browse(ids[1])._back_beyond_sold())
                self._set_state(early, ids[1], "paid")
            with mute_logger("odoo.sql_db", "odoo.service.model"):
                [row] = retrying(lambda: late["pos.order"].browse(ids[2])._back_beyond_sold(), late)
        self.assertEqual((row[0], row[3]["before"]), ("goods_back", 1))

    def _set_state(self, env, order_id, state):
        """By the database: nothing of it goes into the books."""
        env.cr.execute("UPDATE pos_order SET state = %s WHERE id = %s", (state, order_id))

    def _make_draft(self, order_id):
        with self.connection() as env:
            self._set_state(env, order_id, "draft")

    def test_the_second_of_the_same_new_line_gets_the_first_result(self):
        with self.connection() as env:
            order_id = self._sync(env, "parallel-4")
            env["pos.order"].browse(order_id).lines.unlink()
        with self.connection() as late:
            late.cr.execute("SELECT 1")
            with self.connection() as early:
                self._sync(early, "parallel-4")
            with mute_logger("odoo.sql_db"):
                self._sync_as_the_server_does(late, "parallel-4")
        with self.connection() as env:
            self.assertEqual(len(env["pos.order"].browse(order_id).lines), 1)

    # A phone that is back online sends a new member and his sale at once

    def _add_member(self, env):
        entry = {
            "uuid": self.member,
            "model": "res.partner",
            "method": "_retail_add_member_from_phone",
            "values": {"name": "Parallel Member", "phone": "158 0000 4242"},
        }
        return retrying(lambda: env["retail.outbox.entry"].deliver(entry), env)

    def _forget_member(self):
        with self.connection() as env:
            entry = env["retail.outbox.entry"].search([("uuid", "=", self.member)])
            member = env["res.partner"].browse((entry.result or {}).get("id"))
            env["pos.order"].search([("session_id", "=", self.session_id)]).unlink()
            member.member_card_ids.unlink()
            (member | member.commercial_partner_id).unlink()
            entry.unlink()

    def _in_parallel(self, early, late):
        """Let LATE begin before EARLY is committed; tell whose the sale is then."""
        self.member = str(uuid.uuid4())
        self.addCleanup(self._forget_member)
        with self.connection() as second:
            second.cr.execute("SELECT 1")  # its view of the database is taken here
            with self.connection() as first:
                early(first)
            with mute_logger("odoo.sql_db"):
                late(second)
        with self.connection() as env:
            order = env["pos.order"].search([("member_uuid", "=", self.member)])
            return order.partner_id.name

    def _sell_to_member(self, env):
        self._sync_as_the_server_does(env, f"to-{self.member}")

    def test_P4_1_1_a_sale_that_began_before_its_new_member_came_is_his(self):
        found = self._in_parallel(self._add_member, self._sell_to_member)
        self.assertEqual(found, "Parallel Member")

    def test_P4_1_1_a_new_member_who_began_before_his_sale_came_gets_it(self):
        found = self._in_parallel(self._sell_to_member, self._add_member)
        self.assertEqual(found, "Parallel Member")
