from odoo.tests import HttpCase, tagged

from .fulfilment_common import FulfilmentCommon


@tagged("post_install", "-at_install")
class TestElsewherePhone(FulfilmentCommon, HttpCase):
    """M-F2a, M-F2c1 in a guide's hand: sold from another store, handed out with the code."""

    browser_size = "390x844"
    touch_enabled = True

    def test_M_F2a_sold_from_elsewhere_and_handed_out_by_code(self):
        self.env["res.lang"]._activate_lang("en_US")
        (self.guide_a | self.guide_b).lang = "en_US"
        self.env["hr.employee"].create(
            {"name": "Wang Fang", "is_guide": True, "store_id": self.store_a.id}
        )
        self.tour("SellFromElsewhere")
        item = self.Fulfilment.search([("product_id", "=", self.jacket.id)])
        self.assertEqual((item.state, item.money_state), ("asked", "paid"))
        self.assertEqual(item.partner_id, self.customer)
        # One of the two came from this store's own shelf
        self.assertEqual(self.stock(self.store_a), 9)
        self.assertEqual(self.stock(self.store_b, "free_qty"), 9)

        self.done(self.guide_b, "_phone_send", {"id": item.id})
        item.order_id.pickup_code = "123456"
        refused = self.accepted()
        self.done(self.guide_b, "_phone_refuse", {"id": refused.id, "reason": "Torn"})
        self.tour("HandOutByCode")
        self.assertEqual(item.state, "done")
        self.assertEqual((refused.state, refused.money_state), ("refused", "returned"))
        self.assertEqual(refused.order_line_id.refund_orderline_ids.order_id.amount_total, -100)
        self.assertEqual(self.stock(self.store_a), 9)
        self.assertEqual(self.stock(self.store_b), 9)

    def tour(self, name):
        self.env.flush_all()
        self.start_tour(
            f"/pos/ui/{self.till_a.id}", f"retail_pos_mobile.{name}", login=self.guide_a.login
        )
        self.env.invalidate_all()
