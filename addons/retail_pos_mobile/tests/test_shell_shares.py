from uuid import uuid4

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.point_of_sale.tests.common import TestPoSCommon

from .common import create_cashier, open_store


@tagged("post_install", "-at_install")
class TestShares(TestPoSCommon):
    """P5.1.1.1c: several guides share a sale."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.till = cls.basic_config
        cls.wang, cls.zhao = open_store(cls.env, cls.till)
        cls.store = cls.till.store_id
        cls.socks = cls.create_product("Socks", cls.categ_basic, 10.0)
        cls.cashier = create_cashier(cls.env)

    def setUp(self):
        super().setUp()
        self.config = self.till
        self.session = self.open_new_session()

    def _data(self, shares, **values):
        data = self.create_ui_order_data([(self.socks, 1)])
        return {**data, "guide_id": self.wang.id, "guide_share_ids": shares, **values}

    def _send(self, data):
        result = self.env["pos.order"].with_user(self.cashier).sync_from_ui([data])
        return self.env["pos.order"].browse(result["pos.order"][0]["id"]), result

    def _new(self, guide, share, uuid=None):
        values = {"guide_id": guide.id, "share": share, "uuid": uuid or str(uuid4())}
        return [0, 0, values]

    def _shares(self, order):
        return {share.guide_id: share.share for share in order.guide_share_ids}

    def _notes(self, order):
        return " ".join(order.message_ids.mapped("body"))

    def test_P5_1_1_1c_a_sale_keeps_the_shares_of_its_guides(self):
        order, answer = self._send(self._data([self._new(self.wang, 60), self._new(self.zhao, 40)]))
        self.assertEqual(order.state, "paid")
        self.assertEqual(order.guide_id, self.wang)
        self.assertEqual(self._shares(order), {self.wang: 60, self.zhao: 40})
        self.assertEqual(
            {(row["guide_id"], row["share"]) for row in answer["retail.order.guide.share"]},
            {(self.wang.id, 60), (self.zhao.id, 40)},
        )
        self.assertNotIn("cannot be", self._notes(order))

    def test_shares_that_make_no_whole_leave_the_sale_to_its_guide(self):
        clerk = self.env["hr.employee"].sudo().create({"name": "Clerk"})
        for shares in (
            [(self.wang, 60), (self.zhao, 30)],
            [(self.wang, 60), (self.zhao, 60)],
            [(self.wang, 100)],
            [(self.zhao, 60), (clerk, 40)],
            [(self.wang, 60), (clerk, 40)],
        ):
            with self.subTest(shares=shares):
                order, _answer = self._send(self._data([self._new(*share) for share in shares]))
                self.assertEqual((order.state, order.guide_id), ("paid", self.wang))
                self.assertFalse(order.guide_share_ids)
                self.assertIn("which cannot be", self._notes(order))

    def test_what_is_no_share_never_refuses_the_sale(self):
        half = self._new(self.wang, 50)
        for garbage in (
            "garbage",
            [1],
            [[0, 0]],
            [[0, 0, "x"]],
            [[0, 0, {"guide_id": -1, "share": 50}]],
            [[0, 0, {"guide_id": 2**40, "share": 50}]],
            [[0, 0, {"guide_id": self.wang.id, "share": float("nan")}]],
            [[0, 0, {"guide_id": self.wang.id, "share": "50"}]],
            [[0, 0, {"guide_id": self.wang.id, "share": -5}]],
            [[1, 99999999, {"share": 50}]],
            [[2, 99999999, False]],
            [[6, 0, [1, 2]]],
            [half, half],
        ):
            with self.subTest(garbage=garbage):
                order, _answer = self._send(self._data(garbage))
                self.assertEqual(order.state, "paid")
                self.assertFalse(order.guide_share_ids)

    def test_a_draft_sent_again_keeps_one_share_a_guide(self):
        shares = [self._new(self.wang, 50), self._new(self.zhao, 50)]
        data = self._data(shares, state="draft", access_token=str(uuid4()))
        order, _answer = self._send(dict(data))
        known = {share.guide_id: share for share in order.guide_share_ids}
        # The answer was lost: the phone sends them as new ones, one of them changed
        shares[0][2]["share"] = 70
        again = [shares[0], [2, known[self.zhao].id, False], self._new(self.zhao, 30)]
        order, _answer = self._send({**data, "id": order.id, "guide_share_ids": again})
        self.assertEqual(self._shares(order), {self.wang: 70, self.zhao: 30})

    def test_a_refund_counts_against_those_who_sold(self):
        self.till.return_approval = False  # a native refund
        order, _answer = self._send(
            self._data([self._new(self.wang, 60), self._new(self.zhao, 40)])
        )
        refund = self.create_ui_order_data([(self.socks, -1)])
        refund["lines"][0][2]["refunded_orderline_id"] = order.lines.id
        refunded = self.env["pos.order"].with_user(self.cashier)
        answer = refunded.sync_from_ui([{**refund, "guide_id": self.wang.id}])
        ids = [row["id"] for row in answer["pos.order"]]
        refund = self.env["pos.order"].browse(ids).filtered(lambda other: other != order)
        self.assertEqual(self._shares(refund), {self.wang: 60, self.zhao: 40})

    def test_only_a_manager_changes_the_shares_of_a_paid_sale(self):
        order, _answer = self._send(
            self._data([self._new(self.wang, 60), self._new(self.zhao, 40)])
        )
        # As if paid in an earlier request
        self.env.cr.execute(
            SQL("UPDATE pos_order SET create_date = create_date - interval '1 hour'")
        )
        order.invalidate_recordset()
        shares = order.guide_share_ids.with_user(self.cashier)
        with self.assertRaisesRegex(AccessError, "Only a manager"):
            shares[0].share = 90
        with self.assertRaisesRegex(AccessError, "Only a manager"):
            shares[0].unlink()
        with self.assertRaisesRegex(AccessError, "Only a manager"):
            shares.create({"order_id": order.id, "guide_id": self.zhao.id, "share": 10})
        with self.assertRaisesRegex(AccessError, "Only a manager"):
            order.with_user(self.cashier).write({"guide_share_ids": [Command.clear()]})
        manager = create_cashier(self.env, "boss", "point_of_sale.group_pos_manager")
        shares.with_user(manager)[0].share = 60
        self.assertEqual(sum(shares.mapped("share")), 100)

    def test_a_manager_may_date_a_sale_further_back_than_a_guide(self):
        self.till.write({"business_date_days_back": 1, "manager_days_back": 5})
        manager = create_cashier(self.env, "boss", "point_of_sale.group_pos_manager")
        for user, days in ((self.cashier, 1), (manager, 5)):
            config = self.till.with_user(user)
            self.assertEqual(config._get_days_back(), days)
            [loaded] = config._load_pos_data_read(config, config)
            self.assertEqual(loaded["_days_back"], days)
        sale = {"date_order": "2025-03-10 12:00:00", "business_date": "2025-03-06"}
        order, _answer = self._send(self._data([], **sale))
        self.assertEqual(str(order.business_date), "2025-03-10")
        self.cashier, cashier = manager, self.cashier
        order, _answer = self._send(self._data([], **sale))
        self.assertEqual(str(order.business_date), "2025-03-06")
        self.cashier = cashier
