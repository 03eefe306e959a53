from odoo.tests import tagged

from .order_common import OrderCase

FEW, MANY = 5, 25


@tagged("post_install", "-at_install")
class TestReceiptQueries(OrderCase):
    """Receiving many lines asks the database no more a line than native's own transfer does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.articles = [cls.make_product(f"Piece {number}", lst_price=5) for number in range(MANY)]
        for article in cls.articles:
            cls.stock(article, cls.central.lot_stock_id, 1000)

    def _queries(self, count, act):
        """How often ACT asks the database at a delivery of COUNT articles, five each."""
        delivery = self.dispatched(*((article, 5) for article in self.articles[:count]))
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        act(delivery)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _growth(self, act):
        """How many more queries MANY lines ask than FEW."""
        self._queries(2, act)  # what is looked up once
        few = self._queries(FEW, act)
        return self._queries(MANY, act) - few

    def _assert_native(self, pieces, **more):
        def ours(delivery):
            moves = delivery._open_moves()
            delivery._receive_counted(dict.fromkeys(moves, pieces), **more)

        def native(delivery):
            for move in delivery._open_moves():
                move.write({"quantity": pieces, "picked": True})
            delivery.with_context(skip_backorder=True).button_validate()

        grown, allowed = self._growth(ours), self._growth(native)
        self.assertLessEqual(grown, allowed)

    def test_all_came(self):
        self._assert_native(5)

    def test_less_came_and_is_claimed(self):
        self._assert_native(4, ends=True)

    def test_more_came(self):
        self._assert_native(6)

    def test_a_claim_is_written_at_once(self):
        """Its lines, and whether what was counted can be, whatever their number."""
        delivery = self.dispatched(*((article, 5) for article in self.articles))
        moves = delivery._open_moves()
        claims = [
            self.env["retail.claim"].create(delivery._prepare_claim_values()) for _each in range(3)
        ]

        def asked(claim, part):
            rows = [{"kind": "missing", "move": move, "quantity": 1} for move in part]
            before = self.env.cr.sql_log_count
            delivery._check_counted(dict.fromkeys(part.product_id, 5))
            claim._add_lines(rows)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        asked(claims[0], moves[:2])
        self.assertEqual(asked(claims[1], moves[:FEW]), asked(claims[2], moves))
