from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.res_company import SOON
from .flag_common import FlagCommon


@tagged("post_install", "-at_install")
class TestStockRule(FlagCommon):
    """M-F2a, A-P1: a store that sells no more than its books show is one for the server, too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store = cls.config.store_id
        cls.store.sudo().write({"is_store": True, "sells_beyond_stock": False})
        cls._stock(cls.shirt, -998)  # two are left

    def _sold(self):
        return self.env["pos.order"].search_count([("state", "!=", "draft")])

    def test_what_is_here_is_sold(self):
        self.assertFalse(self._send_waiting(self._line(self.shirt, 2, 100)).flag_ids)

    def test_more_is_refused_while_the_customer_waits_and_nothing_is_written(self):
        sold, left = self._sold(), self.shirt.qty_available
        with self.assertRaisesRegex(UserError, r"not taken.*Shirt \(1 too many\).*another place"):
            self._send_waiting(self._line(self.shirt, 3, 100))
        self.env.invalidate_all()
        self.assertEqual((self._sold(), self.shirt.qty_available), (sold, left))

    def test_lines_of_one_product_count_together(self):
        with self.assertRaisesRegex(UserError, "2 too many"):
            self._send_waiting(self._line(self.shirt, 2, 100), self._line(self.shirt, 2, 100))

    def test_a_manager_is_refused_as_well(self):
        data = self._data(self._line(self.shirt, 3, 100))
        with self.assertRaisesRegex(UserError, "not taken"):
            self._sync(data, {"retail_live": True}, user=self.env.user)

    def test_sold_without_a_connection_it_is_booked_and_flagged(self):
        order = self._send(self._line(self.shirt, 3, 100))
        self.assertIn("beyond_stock", self._kinds(order))
        flag = order.flag_ids.filtered(lambda flag: flag.kind == "beyond_stock")
        self.assertEqual((flag.product_id, flag.was_offline, flag.rule), (self.shirt, True, "C19"))
        self.assertIn("Shirt: 1 pieces more than the books", flag.reason)

    def test_what_a_job_has_not_booked_yet_counts(self):
        self.config.company_id.point_of_sale_update_stock_quantities = SOON
        self.assertFalse(self._send_waiting(self._line(self.shirt, 2, 100)).flag_ids)
        self.assertEqual(self.shirt.qty_available, 2, "booked by a job, not yet")
        with self.assertRaisesRegex(UserError, "1 too many"):
            self._send_waiting(self._line(self.shirt, 1, 100))

    def test_what_is_held_for_somebody_is_not_sold(self):
        quant = (
            self.env["stock.quant"]
            .sudo()
            .search(
                [
                    ("product_id", "=", self.shirt.id),
                    ("location_id", "=", self.store.lot_stock_id.id),
                ]
            )
        )
        quant.reserved_quantity = 1
        with self.assertRaisesRegex(UserError, "1 too many"):
            self._send_waiting(self._line(self.shirt, 2, 100))

    def test_goods_that_come_back_and_goods_without_stock_are_taken(self):
        sold = self._send_waiting(self._line(self.shirt, 2, 100))
        back = self._line(self.shirt, -2, 100, refunded_orderline_id=sold.lines.id)
        self.assertFalse(self._send_waiting(back, is_refund=True).flag_ids)
        advice = self.env["product.product"].create(
            {"name": "Advice", "type": "service", "list_price": 5, "taxes_id": False}
        )
        self.assertFalse(self._send_waiting(self._line(advice, 50, 5)).flag_ids)

    def test_another_store_goes_on_selling(self):
        self.store.sudo().sells_beyond_stock = True
        order = self._send_waiting(self._line(self.shirt, 3, 100))
        self.assertEqual(self._kinds(order), ["stock"], "flagged by the count, not by the rule")

    def test_a_till_that_took_a_sale_before_gets_the_same_answer_again(self):
        data = self._data(self._line(self.shirt, 2, 100))
        first = self._sync(dict(data), {"retail_live": True})
        self.assertEqual(self._sync(dict(data)), first)
        self.assertFalse(first.flag_ids)
