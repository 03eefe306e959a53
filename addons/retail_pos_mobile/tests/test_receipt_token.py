from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.point_of_sale.tests.common import TestPoSCommon

from ..lib.receipt_token import is_token
from .common import create_cashier, open_store

DRAWN = "0123456789abcdef" * 2
OTHER = "f" * 32


@tagged("post_install", "-at_install")
class TestReceiptToken(TestPoSCommon):
    """P5.1.3.2: the link of an e-receipt is known offline, kept for ever and never guessed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.till = cls.basic_config
        open_store(cls.env, cls.till)
        cls.socks = cls.create_product("Socks", cls.categ_basic, 10.0)
        cls.cashier = create_cashier(cls.env)

    def setUp(self):
        super().setUp()
        self.config = self.till
        self.session = self.open_new_session()

    def _data(self, **values):
        return {**self.create_ui_order_data([(self.socks, 1)]), **values}

    def _send(self, data):
        # The till sends a copy: syncing empties the dictionary
        result = self.env["pos.order"].with_user(self.cashier).sync_from_ui([dict(data)])
        return self.env["pos.order"].browse(result["pos.order"][0]["id"])

    def test_P5_1_3_2_token_that_the_phone_drew_is_kept(self):
        order = self._send(self._data(receipt_token=DRAWN))
        self.assertEqual(order.receipt_token, DRAWN)
        self.assertEqual(order.receipt_url, f"{order.get_base_url()}/receipt/{DRAWN}")

    def test_till_reads_the_token_back(self):
        data = self._data()
        result = self.env["pos.order"].with_user(self.cashier).sync_from_ui([data])
        self.assertTrue(is_token(result["pos.order"][0]["receipt_token"]))

    def test_order_without_a_token_gets_one_that_cannot_be_guessed(self):
        tokens = {self._send(self._data()).receipt_token for _i in range(3)}
        self.assertEqual(len(tokens), 3)
        self.assertTrue(all(map(is_token, tokens)))

    def test_weak_token_is_replaced_and_the_sale_kept(self):
        for weak in ("1", "", "A" * 32, "../" * 10, "0" * 1000, 7):
            order = self._send(self._data(receipt_token=weak))
            self.assertEqual(order.state, "paid")
            self.assertTrue(is_token(order.receipt_token), weak)

    def test_retry_and_second_copy_of_an_order_keep_the_first_token(self):
        data = self._data(receipt_token=DRAWN, access_token="x")
        first = self._send(data)
        self.assertEqual(self._send({**data, "receipt_token": OTHER}), first)
        self.assertEqual(first.receipt_token, DRAWN)

    def test_draft_that_another_phone_finishes_keeps_the_first_token(self):
        data = self._data(receipt_token=DRAWN, access_token="x", state="draft", payment_ids=[])
        draft = self._send(data)
        self.assertFalse(draft.receipt_url)
        again = self._data(receipt_token=OTHER, access_token="x", uuid=data["uuid"], lines=[])
        self.assertEqual(self._send(again), draft)
        self.assertEqual((draft.state, draft.receipt_token), ("paid", DRAWN))

    def test_token_of_another_receipt_is_replaced_and_the_sale_kept(self):
        first = self._send(self._data(receipt_token=DRAWN))
        second = self._send(self._data(receipt_token=DRAWN))
        self.assertNotEqual(first, second)
        self.assertEqual(first.receipt_token, DRAWN)
        self.assertNotEqual(second.receipt_token, DRAWN)
        self.assertTrue(is_token(second.receipt_token))

    def test_database_refuses_the_same_token_twice(self):
        self._send(self._data(receipt_token=DRAWN))
        second = self._send(self._data())
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            second.sudo().receipt_token = DRAWN
            second.flush_recordset()

    def test_nobody_changes_a_token(self):
        order = self._send(self._data(receipt_token=DRAWN))
        manager = create_cashier(self.env, "manager", "point_of_sale.group_pos_manager")
        for user in (self.cashier, manager):
            with self.assertRaises(AccessError):
                order.with_user(user).write({"receipt_token": OTHER})
        self.assertEqual(order.receipt_token, DRAWN)

    def test_copy_of_an_order_has_its_own_token(self):
        order = self._send(self._data(receipt_token=DRAWN))
        self.assertNotEqual(order.copy().receipt_token, DRAWN)

    def test_order_older_than_e_receipts_gets_its_link_once(self):
        order = self._send(self._data())
        self.env.cr.execute("UPDATE pos_order SET receipt_token = NULL WHERE id = %s", [order.id])
        order.invalidate_recordset()
        url = order.with_user(self.cashier).action_open_receipt()["url"]
        self.assertTrue(is_token(url.rsplit("/", 1)[1]))
        self.assertEqual(order.with_user(self.cashier).action_open_receipt()["url"], url)

    def test_e_mail_of_the_back_end_carries_the_link(self):
        order = self._send(self._data(receipt_token=DRAWN))
        order.email = "li.lei@example.com"
        context = order.action_send_receipt_link()["context"]
        composer = self.env["mail.compose.message"].with_context(**context).create({})
        composer._action_send_mail()
        mail = self.env["mail.mail"].sudo().search([], order="id desc", limit=1)
        self.assertIn(order.receipt_url, mail.body_html)
        self.assertEqual(mail.email_to or mail.recipient_ids.email_normalized, "li.lei@example.com")

    def test_P5_1_3_2_the_till_mails_the_link(self):
        order = self._send(self._data(receipt_token=DRAWN)).with_user(self.cashier)
        order.action_send_receipt("li.lei@example.com", False, False)
        mail = self.env["mail.mail"].sudo().search([], order="id desc", limit=1)
        self.assertIn(order.receipt_url, mail.body_html)
        self.assertEqual(mail.email_to, "li.lei@example.com")
        self.assertFalse(mail.attachment_ids)
        self.assertEqual(order.email, "li.lei@example.com")
