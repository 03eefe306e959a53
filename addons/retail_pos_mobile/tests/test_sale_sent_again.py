from copy import deepcopy

from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.point_of_sale.tests.common import TestPoSCommon

from .common import create_cashier


@tagged("post_install", "-at_install")
class TestSaleSentAgain(TestPoSCommon):
    """M-S2: a phone that got no answer sends again, and finds the sale as it left it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.config = cls.basic_config
        cls.socks = cls.create_product("Socks", cls.categ_basic, 10.0)
        cls.cashier = create_cashier(cls.env)

    def setUp(self):
        super().setUp()
        self.open_new_session()
        self.data = self.create_ui_order_data([(self.socks, 1)])
        self.data["access_token"] = self.create_random_uid()
        for command in self.data["lines"] + self.data["payment_ids"]:
            command[2]["uuid"] = self.create_random_uid()

    def _send(self, **values):
        data = {**deepcopy(self.data), **values}
        answer = self.env["pos.order"].with_user(self.cashier).sync_from_ui([data])
        return self.env["pos.order"].browse(answer["pos.order"][0]["id"])

    def _line(self, **values):
        command = deepcopy(self.data["lines"][0])
        command[2].update(values)
        return command

    def test_paid_sale_is_booked_once(self):
        order = self._send()
        self.assertEqual(self._send(), order)
        self.assertEqual((len(order.lines), len(order.payment_ids)), (1, 1))
        self.assertEqual(order.picking_count, 1)

    def test_a_hollow_sale_does_not_take_the_place_of_the_whole_one(self):
        with self.assertRaises(UserError):
            self._send(lines=[], payment_ids=[], amount_total=0, amount_paid=0)
        order = self._send()
        self.assertEqual((order.state, order.amount_total), ("paid", 10.0))
        self.assertEqual((len(order.lines), len(order.payment_ids)), (1, 1))

    def test_draft_keeps_one_of_each_line_and_payment(self):
        order = self._send(state="draft")
        self.assertEqual(self._send(state="draft"), order)
        self.assertEqual((len(order.lines), len(order.payment_ids)), (1, 1))

    def test_what_changed_since_the_lost_answer_is_booked(self):
        order = self._send(state="draft", payment_ids=[])
        self.assertEqual(self._send(lines=[self._line(note="Gift box")]), order)
        self.assertEqual((order.state, order.lines.note), ("paid", "Gift box"))
        self.assertEqual(order.payment_ids.amount, 10.0)

    def test_lots_of_a_line_are_not_doubled(self):
        lots = [Command.create({"lot_name": "SN-1"})]
        order = self._send(state="draft", lines=[self._line(pack_lot_ids=lots)])
        self._send(state="draft", lines=[self._line(pack_lot_ids=lots)])
        self.assertEqual(order.lines.pack_lot_ids.mapped("lot_name"), ["SN-1"])

    def test_line_of_another_sale_is_refused_and_not_tried_for_ever(self):
        self._send()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._send(uuid=self.create_random_uid(), payment_ids=[])
