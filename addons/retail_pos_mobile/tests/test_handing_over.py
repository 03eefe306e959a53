from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_store_scope import PosScopeCommon


@tagged("post_install", "-at_install")
class TestHandingOver(PosScopeCommon):
    def test_S6_2_6_one_field_hands_a_user_to_another_store(self):
        """Tills, sales, transfers and stock: all of the new store, none of the old."""
        sale = self.sell(self.session_b, self.manager_b)
        transfers = {
            store: self.transfer(store.out_type_id) for store in self.store_a + self.store_b
        }

        def seen():
            user = self.manager_b
            return {
                "tills": self.env["pos.config"].with_user(user).search([]).store_id.sudo(),
                "stock": self.env["stock.quant"]
                .with_user(user)
                .search([("product_id", "=", self.jacket.id)])
                .location_id.sudo()
                .warehouse_id,
            }

        self.assertEqual(seen(), {"tills": self.store_b, "stock": self.store_b})
        self.manager_b.store_ids = self.store_a
        self.assertEqual(seen(), {"tills": self.store_a, "stock": self.store_a})
        for gone in (sale, sale.lines, sale.payment_ids, transfers[self.store_b]):
            with self.subTest(gone._name), self.assertRaises(AccessError):
                gone.with_user(self.manager_b).read(["display_name"])
        self.assertTrue(transfers[self.store_a].with_user(self.manager_b).read(["name"]))
