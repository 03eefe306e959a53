"""What a phone saved as a file, loaded by a manager: once, whatever has arrived already."""

import base64
import json
from copy import deepcopy
from uuid import uuid4

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.point_of_sale.tests.common import TestPoSCommon

from .common import open_store
from .test_outbox import delivery, with_test_method


@tagged("post_install", "-at_install")
class TestOutboxLoad(TestPoSCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.config = cls.basic_config
        open_store(cls.env, cls.config)
        cls.store = cls.config.picking_type_id.warehouse_id
        cls.socks = cls.create_product("Socks", cls.categ_basic, 10.0)
        cls.manager = cls._manager("manager.of.it", cls.store)
        cls.startClassPatcher(with_test_method(cls.env))

    @classmethod
    def _manager(cls, login, store):
        return new_test_user(
            cls.env,
            login,
            groups="retail_security.group_store_manager",
            lang="en_US",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
            store_ids=[(6, 0, store.ids)],
        )

    def setUp(self):
        super().setUp()
        self.open_new_session()
        self.sale = self.create_ui_order_data([(self.socks, 2)])
        self.sale["uuid"] = str(uuid4())
        self.sale["access_token"] = self.create_random_uid()
        for command in self.sale["lines"] + self.sale["payment_ids"]:
            command[2]["uuid"] = self.create_random_uid()

    def _sale(self, **values):
        values = {**deepcopy(self.sale), **values}
        return {"kind": "sale", "uuid": values["uuid"], "label": "Sale 1", "values": values}

    def _load(self, *entries, loaded_by=None, **content):
        content = {"format": "retail-unsent-work", "entries": list(entries), **content}
        file = base64.b64encode(json.dumps(content, default=str).encode())
        load = (
            self.env["retail.outbox.load"]
            .with_user(loaded_by or self.manager)
            .create({"file": file})
        )
        load.action_load()
        return load

    def _booked(self):
        return self.env["pos.order"].search([("uuid", "=", self.sale["uuid"])])

    def test_a_sale_and_a_deed_are_done_once_however_often_they_are_loaded(self):
        deed = delivery(values={"name": "Li Lei"}) | {"label": "New member", "madeAt": 1}
        load = self._load(deed, self._sale(), till="First Till", user="Wang Fang")
        self.assertEqual(load.line_ids.mapped("state"), ["done", "done"])
        self.assertEqual(load.origin, "First Till, Wang Fang")
        self.assertEqual(load.line_ids.order_id, self._booked())
        again = self._load(deed, self._sale())
        self.assertEqual(again.line_ids.mapped("state"), ["done", "known"])
        self.assertEqual(len(self._booked()), 1)
        self.assertEqual(self._booked().amount_paid, 20)
        self.assertEqual(self.env["res.partner"].search_count([("ref", "=", deed["uuid"])]), 1)

    def test_what_the_phone_has_sent_meanwhile_is_not_booked_again(self):
        self.env["pos.order"].sync_from_ui([deepcopy(self.sale)])
        self.assertEqual(self._load(self._sale()).line_ids.state, "known")
        self.assertEqual(len(self._booked()), 1)

    def test_a_cart_that_reached_the_server_is_finished_by_its_sale(self):
        draft = {**deepcopy(self.sale), "state": "draft", "payment_ids": []}
        self.env["pos.order"].sync_from_ui([draft])
        self.assertEqual(self._load(self._sale()).line_ids.state, "done")
        self.assertEqual(self._booked().state, "paid")

    def test_what_is_refused_says_why_and_holds_nothing_up(self):
        deed = delivery(values={"refuse": "No, because"})
        broken = {"kind": "sale", "label": "?", "values": {"uuid": "1"}}
        load = self._load(deed, broken, "garbage", self._sale())
        self.assertEqual(
            load.line_ids.mapped(lambda line: (line.state, line.message or "")),
            [
                ("refused", "No, because"),
                ("refused", "This entry is damaged."),
                ("refused", "This entry is damaged."),
                ("done", ""),
            ],
        )

    def test_a_file_of_something_else_is_refused(self):
        for content in ({"format": "other"}, {"entries": None}):
            with self.subTest(content=content), self.assertRaises(UserError):
                self._load(**content)

    def test_a_guide_may_not_load(self):
        guide = new_test_user(self.env, "a.guide", groups="retail_security.group_guide")
        with self.assertRaises(AccessError):
            self._load(self._sale(), loaded_by=guide)

    def test_a_manager_of_another_store_may_not_load(self):
        other = self.env["stock.warehouse"].create(
            {"name": "Other", "code": "OTH", "company_id": self.company.id, "is_store": True}
        )
        load = self._load(self._sale(), loaded_by=self._manager("other.manager", other))
        self.assertEqual(load.line_ids.state, "refused")
        self.assertFalse(self._booked())
