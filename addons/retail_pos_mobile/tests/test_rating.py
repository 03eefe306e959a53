"""M-F3c: the customer rates on the till, once a sale; nobody rates in his place."""

from uuid import uuid4

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_store_scope import PosScopeCommon


@tagged("post_install", "-at_install")
class TestRating(PosScopeCommon):
    def setUp(self):
        super().setUp()
        self.session = self.open_till(self.till_a, self.guide_a)
        self.wang = self.env["hr.employee"].create(
            {"name": "Wang Fang", "is_guide": True, "store_id": self.store_a.id}
        )
        sale = self.sale(self.session) | {"guide_id": self.wang.id}
        answer = self.env["pos.order"].with_user(self.guide_a).sync_from_ui([sale])
        self.order = self.env["pos.order"].browse(answer["pos.order"][0]["id"])

    def _rate(self, order=None, user=None, **values):
        order = (order or self.order).sudo()
        entry = {
            "uuid": str(uuid4()),
            "model": "pos.order",
            "method": "_retail_rate_sale",
            "values": {
                "order_uuid": order.uuid,
                "receipt_token": order.receipt_token,
                "rating": 4,
                "feedback": "Kind",
                **values,
            },
        }
        return self.env["retail.outbox.entry"].with_user(user or self.guide_a).deliver(entry)

    def test_M_F3c_the_answer_is_a_native_rating_of_the_sale(self):
        self.assertEqual(self._rate()["state"], "done")
        rating = self.order.rating_ids
        self.assertEqual((rating.rating, rating.feedback, rating.consumed), (4, "Kind", True))
        self.assertEqual((rating.store_id, rating.guide_id), (self.store_a, self.wang))
        self.assertEqual(rating.partner_id, self.customer)
        self.assertEqual(rating.rated_partner_id, self.wang.work_contact_id)
        self.assertEqual(self.order.rating_avg, 4)

    def test_a_second_answer_changes_nothing_and_tells_nobody(self):
        self._rate()
        self.assertEqual(
            self._rate(rating=1, feedback="Rude"), {"state": "done", "result": {"rated": True}}
        )
        self.assertEqual(self.order.rating_ids.mapped("rating"), [4])

    def test_only_who_has_the_secret_of_the_receipt_rates(self):
        other = self.sell(self.session, self.guide_a)
        for token in ("", None, "0" * 32, other.receipt_token, self.order.receipt_token[:-1], "é"):
            self.assertEqual(self._rate(receipt_token=token)["state"], "refused", token)
        self.assertFalse(self.order.rating_ids)

    def test_what_is_no_rating_is_refused(self):
        for stars in (0, 6, -1, 4.5, "5", True, None, 10**9):
            self.assertEqual(self._rate(rating=stars)["state"], "refused", stars)
        self.assertFalse(self.order.rating_ids)

    def test_a_long_word_is_cut_and_no_text_is_none(self):
        self._rate(feedback="好" * 5000)
        self.assertEqual(len(self.order.rating_ids.feedback), 500)
        other = self.sell(self.session, self.guide_a)
        self._rate(other, feedback={"a": 1})
        self.assertFalse(other.sudo().rating_ids.feedback)

    def test_S6_2_6_a_sale_of_another_store_is_refused(self):
        theirs = self.sell(self.session_b, self.manager_b)
        self.assertEqual(self._rate(theirs)["state"], "refused")
        self.assertFalse(theirs.sudo().rating_ids)

    def test_nobody_rates_a_sale_from_the_back_end(self):
        self._rate()
        values = {
            "res_model_id": self.env["ir.model"]._get_id("pos.order"),
            "res_id": self.sell(self.session, self.guide_a).id,
            "rating": 5,
            "consumed": True,
        }
        partner_rating = self.env["rating.rating"].create(
            values
            | {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.customer.id,
            }
        )
        self.manager_b.store_ids += self.store_a
        for user in (self.guide_a, self.manager_b):
            ratings = self.env["rating.rating"].with_user(user)
            with self.assertRaises(AccessError):
                ratings.create(values)
            with self.assertRaises(AccessError):
                self.order.rating_ids.with_user(user).write({"rating": 5})
            with self.assertRaises(AccessError):
                partner_rating.with_user(user).write(
                    {key: values[key] for key in ("res_model_id", "res_id")}
                )

    def test_S6_2_6_ratings_of_other_stores_are_invisible(self):
        self._rate()
        domain = [("res_model", "=", "pos.order")]
        self.assertEqual(len(self.env["rating.rating"].with_user(self.guide_a).search(domain)), 1)
        self.assertFalse(self.env["rating.rating"].with_user(self.manager_b).search(domain))
