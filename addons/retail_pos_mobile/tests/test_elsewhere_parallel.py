"""Two phones at once, on connections of their own: the database has to decide."""

import threading
from functools import partial
from uuid import uuid4

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestElsewhereParallel(BaseCase):
    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.key = uuid4().hex[:3].upper()
        self.addCleanup(self._remove)
        with self.environment() as env:
            stores = self._stores(env)
            journal = env["account.journal"].create(
                {"name": self.key, "type": "sale", "code": f"P{self.key}"}
            )
            self.till_id = (
                env["pos.config"]
                .create(
                    {
                        "name": f"Parallel {self.key}",
                        "picking_type_id": stores[0].pos_type_id.id,
                        "module_pos_hr": False,
                        "journal_id": journal.id,
                        "invoice_journal_id": journal.id,
                    }
                )
                .id
            )
            product = env["product.product"].create(
                {
                    "name": f"Last piece {self.key}",
                    "is_storable": True,
                    "available_in_pos": True,
                }
            )
            env["stock.quant"]._update_available_quantity(product, stores[1].lot_stock_id, 1)
            self.store_ids, self.product_id, self.journal_id = stores.ids, product.id, journal.id
            self.partner_id = env["res.partner"].create({"name": f"Customer {self.key}"}).id
            # As after the first transfer between the two
            stores[0]._resupply_route_from(stores[1])

    def _stores(self, env):
        """Return two stores: a warehouse cannot be deleted, so those of the last run serve again."""
        warehouses = env["stock.warehouse"].with_context(active_test=False)
        stores = warehouses.search([("code", "in", ("PARA", "PARB"))], order="code")
        if not stores:
            stores = warehouses.create(
                [
                    {"name": f"Parallel {side}", "code": f"PAR{side}", "is_store": True}
                    for side in "AB"
                ]
            )
        stores.active = True
        return stores

    def environment(self):
        return _Environment(self.registry)

    def _remove(self):
        """Leave the database as it was: tests of other modules count what is in it."""
        with self.environment() as env:
            product = env["product.product"].browse(self.product_id)
            items = env["retail.fulfilment"].search([("product_id", "=", product.id)])
            moves = env["stock.move"].search([("product_id", "=", product.id)])
            pickings = moves.picking_id
            moves._action_cancel()
            moves.state = "draft"
            moves.unlink()
            pickings.unlink()
            items.unlink()
            env["stock.quant"].sudo().search([("product_id", "=", product.id)]).unlink()
            product.product_tmpl_id.unlink()
            till = env["pos.config"].browse(self.till_id)
            counters = till.order_seq_id | till.order_backend_seq_id | till.order_line_seq_id
            counters |= till.device_seq_id
            till.unlink()
            counters.unlink()
            env["account.journal"].browse(self.journal_id).unlink()
            env["res.partner"].browse(self.partner_id).unlink()
            stores = env["stock.warehouse"].browse(self.store_ids)
            stores.active = False

    def _deliver(self, env, method, values, uuid):
        entry = {"uuid": uuid, "model": "retail.fulfilment", "method": method, "values": values}
        return env["retail.outbox.entry"].deliver(entry)

    def _at_once(self, *calls):
        """Run the calls in threads that all begin before any of them commits; return the answers."""
        barrier = threading.Barrier(len(calls), timeout=30)
        answers = [None] * len(calls)

        def run(index, call):
            with self.environment() as env:
                env.cr.execute("SELECT 1")  # its view of the database is taken here
                barrier.wait()
                answers[index] = retrying(partial(call, env), env)

        threads = [
            threading.Thread(target=run, args=(index, call)) for index, call in enumerate(calls)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
            self.assertFalse(thread.is_alive())
        return answers

    def _wish(self, env, uuid):
        return self._deliver(
            env,
            "_phone_reserve",
            {
                "config_id": self.till_id,
                "kind": "transfer",
                "source_id": self.store_ids[1],
                "product_id": self.product_id,
                "quantity": 1,
                "partner_id": self.partner_id,
            },
            uuid,
        )

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_phones_ask_for_the_last_piece(self):
        answers = self._at_once(
            partial(self._wish, uuid=str(uuid4())), partial(self._wish, uuid=str(uuid4()))
        )
        self.assertEqual(sorted(answer["state"] for answer in answers), ["done", "refused"])
        [refusal] = [answer["error"] for answer in answers if answer["state"] == "refused"]
        # In the language of the user
        self.assertIn("Parallel B", refusal)
        with self.environment() as env:
            quant = env["stock.quant"].search(
                [
                    ("product_id", "=", self.product_id),
                    ("location_id.warehouse_id", "=", self.store_ids[1]),
                ]
            )
            self.assertEqual((quant.quantity, quant.reserved_quantity), (1, 1))
            items = env["retail.fulfilment"].search([("product_id", "=", self.product_id)])
            self.assertEqual(items.mapped("state"), ["reserved"])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_the_same_wish_twice_at_once_holds_one_piece(self):
        uuid = str(uuid4())
        wish = partial(self._wish, uuid=uuid)
        first, second = self._at_once(wish, wish)
        self.assertEqual(first, second)
        self.assertEqual(first["state"], "done")

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_managers_decide_at_once(self):
        with self.environment() as env:
            item_id = self._wish(env, str(uuid4()))["result"]["id"]
            env["retail.fulfilment"].browse(item_id).state = "asked"
        values = {"id": item_id, "reason": "Torn"}
        accepted, refused = self._at_once(
            lambda env: self._deliver(env, "_phone_accept", values, str(uuid4())),
            lambda env: self._deliver(env, "_phone_refuse", values, str(uuid4())),
        )
        with self.environment() as env:
            item = env["retail.fulfilment"].browse(item_id)
            sending = item._get_sending_moves()
            # An order that was accepted may still be refused, one that was refused is over
            if item.state == "refused":
                self.assertEqual(refused["state"], "done")
                self.assertFalse(sending)
            else:
                self.assertEqual(item.state, "accepted")
                self.assertEqual(sending.state, "assigned")
            self.assertIn("done", (accepted["state"], refused["state"]))
            self.assertEqual(item.state == "refused", refused["state"] == "done")


class _Environment:
    """A connection of its own: commits on leaving."""

    def __init__(self, registry):
        self.registry = registry

    def __enter__(self):
        self.cr = self.registry.cursor()
        self.cr.execute("SET LOCAL lock_timeout = '20s'")
        return api.Environment(self.cr, SUPERUSER_ID, {})

    def __exit__(self, error, *_args):
        if error is None:
            self.cr.commit()  # pylint: disable=invalid-commit
        self.cr.close()
