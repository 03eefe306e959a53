import json
from datetime import datetime, timedelta

from odoo.tests import HttpCase, tagged

from .common import RetailSecurityCommon


@tagged("post_install", "-at_install")
class TestRpc(RetailSecurityCommon, HttpCase):
    def call(self, user, model, method, **kwargs):
        """Call JSON-2 with a key of the user; return the HTTP status and the answer."""
        key = (
            self.env["res.users.apikeys"]
            .with_user(user)
            ._generate("rpc", "test", datetime.now() + timedelta(hours=1))
        )
        response = self.url_open(
            f"/json/2/{model}/{method}",
            data=json.dumps(kwargs),
            headers={"Authorization": f"bearer {key}", "Content-Type": "application/json"},
        )
        return response.status_code, response.json()

    def test_S6_2_6_other_stores_transfers_are_refused_over_json2(self):
        manager = self.new_user("store_manager", self.store_a)
        mine = self.transfer(self.store_a.out_type_id)
        other = self.transfer(self.store_b.out_type_id)
        status, found = self.call(
            manager,
            "stock.picking",
            "search_read",
            domain=[("id", "in", [mine.id, other.id])],
            fields=["name"],
        )
        self.assertEqual((status, found), (200, [{"id": mine.id, "name": mine.name}]))
        status, answer = self.call(
            manager, "stock.picking", "write", ids=other.ids, vals={"origin": "mine now"}
        )
        self.assertEqual(status, 403)
        self.assertEqual(answer["name"], "odoo.exceptions.AccessError")
        self.assertFalse(other.origin)

    def test_S5_3_1_1_an_auditor_is_refused_over_json2(self):
        auditor = self.new_user("auditor")
        transfer = self.transfer(self.store_a.out_type_id)
        status, found = self.call(
            auditor, "stock.picking", "read", ids=transfer.ids, fields=["name"]
        )
        self.assertEqual((status, found), (200, [{"id": transfer.id, "name": transfer.name}]))
        status, _answer = self.call(
            auditor, "stock.picking", "write", ids=transfer.ids, vals={"origin": "mine now"}
        )
        self.assertEqual(status, 403)
        self.assertFalse(transfer.origin)
