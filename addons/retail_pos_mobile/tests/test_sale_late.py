from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .flag_common import FlagCommon

GONE = 2_000_000_000  # an id that no record has


@tagged("post_install", "-at_install")
class TestSaleLate(FlagCommon):
    """P4.1.1: what is set up anew after a sale was made never refuses it, also where Odoo would."""

    def _flags(self, order):
        return {flag.kind: flag.reason for flag in order.flag_ids}

    def _pay(self, data, method_id, amount=None):
        payment = data["payment_ids"][0][2]
        payment["payment_method_id"] = method_id
        payment["amount"] = amount or payment["amount"]
        return data

    def _shirt(self, **values):
        return self._line(self.shirt, 1, 100, **values)

    def _close(self, session):
        session = session.sudo()
        session.post_closing_cash_details(session.cash_register_balance_end)
        session.action_pos_session_closing_control()
        self.assertEqual(session.state, "closed")
        return session.move_id.line_ids

    # A way to pay

    def test_an_archived_way_to_pay_is_booked_flagged_and_closed_with_the_session(self):
        method = self.bank_pm1.sudo()
        self.env.cr.execute(
            "UPDATE pos_payment_method SET active = false WHERE id = %s", [method.id]
        )
        method.invalidate_recordset()
        order = self._sync(self._pay(self._data(self._shirt()), method.id))
        self.assertEqual(order.payment_ids.payment_method_id, method)
        self.assertIn(method.name, self._flags(order)["payment"])
        lines = self._close(order.session_id)
        self.assertEqual(sum(lines.mapped("balance")), 0)
        self.assertEqual(sum(lines.mapped("debit")), 100)
        self.assertEqual(order.state, "done")

    def test_a_way_to_pay_that_the_till_lost_is_booked_and_flagged(self):
        self.env.cr.execute(
            "DELETE FROM pos_config_pos_payment_method_rel WHERE pos_payment_method_id = %s",
            [self.bank_pm1.id],
        )
        self.env.invalidate_all()
        order = self._sync(self._pay(self._data(self._shirt()), self.bank_pm1.id))
        self.assertEqual(list(self._flags(order)), ["payment"])

    @mute_logger("odoo.sql_db")
    def test_a_deleted_way_to_pay_is_booked_as_cash_and_flagged(self):
        order = self._sync(self._pay(self._data(self._shirt()), GONE))
        self.assertEqual(order.payment_ids.payment_method_id, self.cash_pm1)
        self.assertIn(str(GONE), self._flags(order)["removed"])
        self.assertEqual(order.amount_paid, 100)

    def test_another_companys_way_to_pay_is_refused_still(self):
        other = self.env["res.company"].sudo().create({"name": "Elsewhere"})
        method = self.env["pos.payment.method"].sudo().create({"name": "Theirs"})
        self.env.cr.execute(
            "UPDATE pos_payment_method SET company_id = %s WHERE id = %s", [other.id, method.id]
        )
        method.invalidate_recordset()
        with self.assertRaises(UserError):
            self._sync(self._pay(self._data(self._shirt()), method.id))

    def test_change_comes_out_of_the_drawer_though_the_till_has_no_cash_now(self):
        self.env.cr.execute(
            "DELETE FROM pos_config_pos_payment_method_rel WHERE pos_payment_method_id IN %s",
            [tuple((self.cash_pm1 | self.cash_split_pm1).ids)],
        )
        self.env.invalidate_all()
        data = self._pay(self._data(self._shirt()), self.cash_pm1.id, 120)
        order = self._sync({**data, "amount_paid": 120, "amount_return": -20})
        self.assertEqual(sorted(order.payment_ids.mapped("amount")), [-20, 120])
        self.assertEqual(order.payment_ids.payment_method_id, self.cash_pm1)
        self.assertEqual(order.amount_paid, 100)

    # A tax

    def _taxed(self, tax):
        return self._line(self.shirt, 1, 100, price_subtotal_incl=107, tax_ids=[Command.set(tax)])

    def test_an_archived_tax_stays_on_what_was_sold_with_it(self):
        tax = self.taxes["tax7"].sudo()
        tax.active = False
        order = self._sync(self._data(self._taxed(tax.ids), amount_tax=7))
        self.assertEqual(order.lines.tax_ids, tax)
        self.assertEqual(list(self._flags(order)), ["tax"])
        lines = self._close(order.session_id)
        self.assertEqual(lines.filtered("tax_line_id").mapped("credit"), [7])
        self.assertEqual(sum(lines.mapped("debit")), 107)

    @mute_logger("odoo.sql_db")
    def test_a_deleted_tax_is_left_out_and_flagged(self):
        order = self._sync(self._data(self._taxed([GONE]), amount_tax=7))
        self.assertFalse(order.lines.tax_ids)
        self.assertEqual(order.amount_total, 107)
        self.assertEqual(set(self._flags(order)), {"amount", "removed"})

    # Whatever else a sale names

    @mute_logger("odoo.sql_db")
    def test_what_else_was_deleted_is_left_out_and_named_once(self):
        gone = {"pricelist_id": GONE, "fiscal_position_id": GONE, "employee_id": GONE}
        line = self._shirt(refunded_orderline_id=False, attribute_value_ids=[Command.set([GONE])])
        order = self._sync(self._data(line, user_id=GONE, **gone))
        self.assertEqual(order.lines.product_id, self.shirt)
        self.assertFalse(order.pricelist_id or order.fiscal_position_id)
        self.assertEqual(order.user_id, self.cashier)
        told = self._flags(order)["removed"]
        self.assertEqual(told.count(str(GONE)), 5)

    @mute_logger("odoo.sql_db")
    def test_a_deleted_product_is_booked_by_its_name(self):
        line = self._shirt(full_product_name="Old cap")
        line[2]["product_id"] = GONE
        order = self._sync(self._data(line, self._line(self.jacket, 1, 599)))
        self.assertEqual(order.amount_total, 699)
        first = order.lines.filtered(lambda line: line.product_id != self.jacket)
        self.assertEqual(first.product_id, self.env.ref("retail_pos_mobile.product_removed"))
        self.assertEqual(first.full_product_name, "Old cap")
        self.assertEqual(list(self._flags(order)), ["removed"])

    @mute_logger("odoo.sql_db")
    def test_sent_again_it_is_the_same_sale_with_one_flag(self):
        data = self._pay(self._data(self._shirt()), GONE)
        first = self._sync(data)
        self.assertEqual(self._sync(data), first)
        self.assertEqual(len(first.flag_ids), 1)

    # An invoice and a rounding

    def test_an_invoice_that_cannot_be_made_is_left_for_later(self):
        self.patch(
            type(self.env["pos.order"]), "_create_invoice", lambda *_args: self._raise("No account")
        )
        values = {"to_invoice": True, "partner_id": self.customer.id}
        order = self._send(self._shirt(), **values)
        self.assertFalse(order.account_move)
        self.assertIn("No account", self._flags(order)["invoice"])
        with self.assertRaisesRegex(UserError, "No account"):
            self._send_waiting(self._shirt(), **values)

    @staticmethod
    def _raise(message):
        raise UserError(message)

    def test_what_a_former_rounding_left_open_is_booked_and_flagged(self):
        data = self._pay(self._data(self._shirt()), self.cash_pm1.id, 99.6)
        order = self._sync({**data, "amount_paid": 99.6})
        self.assertEqual((order.amount_paid, order.amount_total), (99.6, 100))
        self.assertEqual(list(self._flags(order)), ["amount"])
        for context, paid in (({"retail_live": True}, 99.6), ({}, 98)):
            data = self._pay(self._data(self._shirt()), self.cash_pm1.id, paid)
            with self.assertRaisesRegex(UserError, "not fully paid"):
                self._sync({**data, "amount_paid": paid}, context)

    # Goods that come back

    def test_a_refund_is_right_with_the_sign_of_its_lines_and_without_it(self):
        sold = self._send(self._line(self.shirt, 2, 100)).lines
        for sign in (1, -1):
            with self.subTest(sign=sign):
                back = self._line(self.shirt, -1, 100, refunded_orderline_id=sold.id)
                for name in ("price_subtotal", "price_subtotal_incl"):
                    back[2][name] *= sign
                data = self._data(back, is_refund=True, amount_total=-100, amount_paid=-100)
                self._pay(data, self.cash_pm1.id, -100)
                self.assertFalse(self._sync(data).flag_ids)

    def test_a_refund_of_another_amount_is_flagged_once_for_its_line_and_once_for_its_total(self):
        sold = self._send(self._line(self.shirt, 1, 100)).lines
        back = self._line(self.shirt, -1, 100, refunded_orderline_id=sold.id)
        back[2].update(price_subtotal=130, price_subtotal_incl=130)
        data = self._data(back, is_refund=True, amount_total=-100, amount_paid=-100)
        flags = self._sync(self._pay(data, self.cash_pm1.id, -100)).flag_ids
        self.assertEqual(flags.mapped("kind"), ["amount", "amount"])
        self.assertEqual(sorted(flag.details["sold"] for flag in flags), [-130, -100])
