"""A session that is closed quickly has the books of one that Odoo closes, row by row."""

from collections import Counter
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.common import TestPoSCommon

from ..models import pos_session, pos_session_close, product_template_accounts
from ..models.res_company import SOON
from .common import open_store

# What we do otherwise when a session is closed
OURS = (
    (pos_session.PosSession, "_validate_session"),
    (pos_session.PosSession, "_get_closed_orders"),
    (pos_session_close.PosSession, "_validate_session"),
    (pos_session_close.PosSession, "_accumulate_amounts"),
    (product_template_accounts.ProductTemplate, "_get_product_accounts"),
)


@tagged("post_install", "-at_install")
class TestSessionClose(TestPoSCommon):
    """A-L2a: sales of every kind, once closed by Odoo alone and once by us."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.inventory_valuation = "real_time"
        for config in (cls.basic_config, cls.other_currency_config):
            open_store(cls.env, config)
            config.return_approval = False  # these refunds are native ones
        cls.basic_config.is_closing_entry_by_product = False
        tax7, tax10 = (cls.taxes[name].ids for name in ("tax7", "tax10"))
        group = cls.taxes["tax_group_7_10"].ids
        # Odoo's helper rounds line by line; a till rounds as the closing does
        cls.goods = [
            cls.create_product("Plain", cls.categ_basic, 30),
            cls.create_product("On top", cls.categ_basic, 100, tax_ids=tax7),
            cls.create_product("Within", cls.categ_basic, 11, tax_ids=tax10),
            cls.create_product("Both", cls.categ_basic, 110, tax_ids=group),
            cls.create_product("Valued", cls.categ_anglo, 50, 21.37, tax_ids=tax7),
            cls.create_product(
                "Other income", cls.categ_basic, 5, sale_account=cls.other_sale_account
            ),
        ]
        cls.adjust_inventory(cls.goods, [1000] * len(cls.goods))
        journals = cls.basic_config.payment_method_ids.journal_id
        account = cls.company_data["default_account_expense"]
        journals.write({"loss_account_id": account.id, "profit_account_id": account.id})

    # Sales

    def _sell(self, *goods, customer=False, invoice=False, ways=None, **values):
        """Sell goods (product, pieces, discount), paid in several ways: (method, share)."""
        data = self.create_ui_order_data(
            goods, customer=customer, is_invoiced=invoice, pos_order_ui_args=values
        )
        if ways:
            left = data["amount_total"]
            payments = []
            for method, share in ways[:-1]:
                part = self.currency.round(data["amount_total"] * share)
                payments.append((method, part))
                left -= part
            payments.append((ways[-1][0], self.currency.round(left)))
            data["payment_ids"] = [
                (0, 0, {"amount": amount, "name": "now", "payment_method_id": method.id})
                for method, amount in payments
            ]
        self.env["pos.order"].sync_from_ui([data])
        return self.env["pos.order"].search([("uuid", "=", data["uuid"])])

    def _sell_of_all_kinds(self):
        plain, top, within, both, valued, other = self.goods
        for pieces in range(1, 6):
            self._sell((plain, pieces), (top, 1), (within, pieces), (both, 3))
        self._sell((valued, 2), (other, 1), ways=[(self.bank_pm1, 1)])
        self._sell((top, 3, 10), (within, 1, 50), ways=[(self.cash_pm1, 0.3), (self.bank_pm1, 0.7)])
        customer, second = self.customer, self.other_customer
        self._sell((both, 7), customer=customer, ways=[(self.pay_later_pm, 1)])
        self._sell((top, 2), customer=second, ways=[(self.cash_split_pm1, 1)])
        self._sell((plain, 2), customer=second, ways=[(self.bank_split_pm1, 1)])
        self._sell((top, 4), customer=customer, invoice=True, ways=[(self.bank_pm1, 1)])
        self._sell((valued, 1), customer=customer, invoice=True, ways=[(self.cash_pm1, 1)])
        self._sell((top, -1), (valued, -1), is_refund=True)

    def _sell_in_another_currency(self):
        plain, top, within, both, valued, _other = self.goods
        for pieces in range(1, 4):
            self._sell((plain, pieces), (top, 1), (within, pieces), (both, 2))
        self._sell((valued, 2), ways=[(self.bank_pm2, 1)])
        self._sell((top, 1), (both, 1), ways=[(self.cash_pm2, 0.5), (self.bank_pm2, 0.5)])
        self._sell((top, -1), is_refund=True)

    # Closing

    def _close(self, sell, cash=0, bank=0):
        """Open a session, sell, close it; return its books.

        :param cash: what is in the drawer beside what should be there
        :param bank: the same of the bank, on the terminal's slip
        """
        self.open_new_session(100)
        session = self.pos_session
        session.try_cash_in_out("in", 25, "Change", False, {"translatedType": "in"})
        sell()
        session.invalidate_recordset()
        session.post_closing_cash_details(session.cash_register_balance_end + cash)
        session.invalidate_recordset()  # each is a call of its own
        diffs = [(self.bank_pm1.id, bank)] if bank else None
        answer = session.close_session_from_ui(diffs)
        self.assertTrue(answer["successful"], answer)
        self.env.flush_all()
        self.assertEqual(session.state, "closed")
        return self._books(session)

    def _books(self, session):
        """Return every row of the accounts that a session made, without names that count up."""
        moves = session._get_related_account_moves() | session.order_ids.account_move
        names = {session.name: "SESSION"}
        for number, order in enumerate(session.order_ids.sorted("id")):
            names |= {order.name: f"ORDER {number}"}
            names |= {order.pos_reference: f"REFERENCE {number}"}
            if order.account_move:
                names[order.account_move.name] = f"INVOICE {number}"
        rows, tied = Counter(), {}
        for line in moves.line_ids:
            row = self._row(line, names)
            rows[row] += 1
            if line.matching_number:
                tied.setdefault(line.matching_number, []).append(row)
        return {
            "rows": rows,
            "tied": Counter(tuple(sorted(group, key=repr)) for group in tied.values()),
            "states": Counter(session.order_ids.mapped("state")),
            "payments": self._payments(session),
            "moved": self._moved(session),
            "cash": (session.cash_register_balance_end_real, session.cash_real_transaction),
        }

    @staticmethod
    def _row(line, names):
        def neutral(text):
            for name, word in names.items():
                text = text.replace(name, word)
            return text

        return (
            line.journal_id.code,
            line.move_id.state,
            line.move_id.move_type,
            line.account_id.code,
            neutral(line.name or ""),
            line.display_type,
            line.debit,
            line.credit,
            line.amount_currency,
            line.currency_id.name,
            line.amount_residual,
            line.reconciled,
            line.partner_id.name,
            line.product_id.name,
            line.quantity,
            line.tax_line_id.name,
            line.tax_base_amount,
            tuple(sorted(line.tax_ids.mapped("name"))),
            tuple(sorted(line.tax_tag_ids.mapped("name"))),
        )

    def _payments(self, session):
        payments = self.env["account.payment"].search([("pos_session_id", "=", session.id)])
        return Counter(
            (
                payment.amount,
                payment.payment_type,
                payment.state,
                payment.pos_payment_method_id.name,
                payment.partner_id.name,
                payment.outstanding_account_id.code,
                payment.destination_account_id.code,
            )
            for payment in payments
        )

    def _moved(self, session):
        pickings = session.picking_ids | session.order_ids.picking_ids
        moved = Counter()
        for move in pickings.move_ids.filtered(lambda move: move.state == "done"):
            key = (move.product_id.name, move.location_id.usage, move.location_dest_id.usage)
            moved[key] += move.quantity
        return moved

    @contextmanager
    def _odoo_alone(self):
        """Let Odoo close alone, and book stock with each sale."""
        self.company.point_of_sale_update_stock_quantities = "real"
        with ExitStack() as patches:
            for owner, name in OURS:
                patches.enter_context(patch.object(owner, name, self._passing(owner, name)))
            yield

    @staticmethod
    def _passing(owner, name):
        return lambda self, *args, **kwargs: getattr(super(owner, self), name)(*args, **kwargs)

    def _compare(self, *args, **kwargs):
        self.company.point_of_sale_update_stock_quantities = SOON
        ours = self._close(*args, **kwargs)
        with self._odoo_alone():
            native = self._close(*args, **kwargs)
        for name in native:
            self.assertEqual(ours[name], native[name], name)
        return ours

    def test_A_L2a_sales_of_every_kind_have_the_books_that_odoo_makes(self):
        self.config = self.basic_config
        books = self._compare(self._sell_of_all_kinds)
        self.assertGreater(len(books["rows"]), 30)
        self.assertGreater(len(books["tied"]), 4)

    def test_A_L2a_a_difference_of_cash_and_bank_is_booked_as_by_odoo(self):
        self.config = self.basic_config
        books = self._compare(self._sell_of_all_kinds, cash=-3.5, bank=4)
        expense = self.company_data["default_account_expense"].code
        booked = {row[6] - row[7] for row in books["rows"] if row[3] == expense}
        self.assertLessEqual({3.5, -4}, booked)

    def test_A_L2a_another_currency_has_the_books_that_odoo_makes(self):
        self.config = self.other_currency_config
        books = self._compare(self._sell_in_another_currency)
        self.assertTrue(any(row[9] == self.other_currency.name for row in books["rows"]))

    def test_A_L2a_an_entry_by_product_is_as_by_odoo(self):
        self.config = self.basic_config
        self.config.is_closing_entry_by_product = True
        books = self._compare(self._sell_of_all_kinds)
        self.assertTrue(any(row[13] == "Both" for row in books["rows"]))
