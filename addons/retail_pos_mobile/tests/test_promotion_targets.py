from odoo.tests import tagged

from .promotion_common import PromotionCommon


@tagged("post_install", "-at_install")
class TestPromotionTargets(PromotionCommon):
    """M-S3: a promotion that makes certain goods cheaper is the same on the phone and on the server."""

    def _targets(self, program, products=None):
        [values] = program._promotion_data(products)
        return values["targets"]

    def test_a_till_is_told_which_goods_of_a_category_become_cheaper(self):
        accessories = self.env["product.category"].create({"name": "Accessories"})
        caps = self.create_product("Cap", accessories, 50.0)
        hidden = self.create_product("Not at the till", accessories, 50.0)
        hidden.available_in_pos = False
        program = self._program(
            "Two accessories",
            "threshold",
            rules=[{"product_category_id": accessories.id, "minimum_qty": 2}],
            rewards=[
                {
                    "discount_mode": "percent",
                    "discount": 20,
                    "discount_applicability": "specific",
                    "discount_product_category_id": accessories.id,
                }
            ],
        )
        self.assertEqual(self._targets(program), caps.ids)
        self.assertEqual(self._targets(program, caps | self.shirt), caps.ids)
        [read] = program._load_pos_data_read(program, self.config)
        self.assertEqual(read["_promotion"]["targets"], caps.ids)

    def test_what_is_for_the_whole_order_has_no_targets(self):
        self.assertIsNone(self._targets(self.threshold))
