import uuid
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import ReplenishmentCase


@tagged("post_install", "-at_install")
class TestCountRule(ReplenishmentCase):
    """S5.2.1.2, cyclic counts: what sells most is counted most often.

    In the last days the store sold, at 10 each: coat 80, hat 15, sock 5; the scarf nothing. With A
    up to 80 % and B up to 95 % of the money, the coat is A, the hat B, sock and scarf are C.
    """

    SOLD = {"coat": 80, "hat": 15, "sock": 5, "scarf": 0}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.articles = {}
        for name, sold in cls.SOLD.items():
            product = cls.articles[name] = cls.make_product(name, list_price=10)
            cls.move(product, 100, cls.supplier, cls.shelf, cls.ago(20))
            if sold:
                cls.move(product, sold, cls.shelf, cls.customer, cls.ago(10))
        cls.env["retail.demand"]._rebuild()
        cls.rule = cls.env["retail.count.rule"].create(
            {
                "name": "A little",
                "store_ids": [(6, 0, cls.store.ids)],
                "a_days": 10,
                "b_days": 20,
                "c_days": 40,
                "articles": 10,
            }
        )

    @classmethod
    def ago(cls, days):
        return fields.Datetime.now() - timedelta(days=days)

    def due(self):
        names = {product.id: name for name, product in self.articles.items()}
        return [(names[product_id], kind) for product_id, kind, _at in self.rule._due(self.store)]

    def counted(self, days_ago, *names):
        """A stocktake in which these articles were counted so many days ago."""
        count = self.env["retail.count"].create(
            {
                "warehouse_id": self.store.id,
                "scope": "spot",
                "product_ids": [(6, 0, [self.articles[name].id for name in names])],
                "missing_is_zero": False,
            }
        )
        count.action_start()
        for name in names:
            product = self.articles[name]
            self.env["retail.count.scan"].add_scans(
                count.id,
                [
                    {
                        "uuid": str(uuid.uuid4()),
                        "product_id": product.id,
                        "quantity": product.with_context(location=self.shelf.id).qty_available,
                    }
                ],
            )
        count.action_close()
        count.action_approve()
        count.action_apply()
        count.line_ids.sudo().write({"counted_at": self.ago(days_ago)})

    def test_what_was_never_counted_is_due_by_class(self):
        self.assertEqual(self.due(), [("coat", "A"), ("hat", "B"), ("sock", "C"), ("scarf", "C")])

    def test_each_class_is_due_at_its_own_age(self):
        self.counted(15, *self.SOLD)
        self.assertEqual(self.due(), [("coat", "A")])  # 15 of 10 days; the hat has 20
        self.counted(25, "hat")  # older than its last count: nothing changes
        self.assertEqual(self.due(), [("coat", "A")])

    def test_the_longest_overdue_comes_first(self):
        self.counted(15, "coat")  # 1.5 times its 10 days
        self.counted(50, "hat", "sock")  # 2.5 times 20 days, 1.25 times 40
        self.assertEqual([name for name, _kind in self.due()], ["scarf", "hat", "coat", "sock"])

    def test_negative_stock_is_counted_first(self):
        self.counted(1, *self.SOLD)
        self.assertEqual(self.due(), [])
        self.move(self.articles["scarf"], 130, self.shelf, self.customer, self.ago(0))
        self.assertEqual(self.due(), [("scarf", "C")])

    def test_no_more_than_a_store_counts_at_once(self):
        self.rule.articles = 2
        self.assertEqual([name for name, _kind in self.due()], ["coat", "hat"])

    def test_the_list_is_open_at_once_and_not_made_twice(self):
        manager = new_test_user(
            self.env,
            "rule_manager",
            groups="retail_security.group_store_manager",
            store_ids=[(6, 0, self.store.ids)],
        )
        self.store.responsible_id = manager
        self.env["retail.count.rule"]._cron_propose()
        [count] = self.rule.count_ids
        self.assertEqual((count.state, count.line_count), ("counting", 4))
        self.assertFalse(count.missing_is_zero)
        self.assertEqual(count.activity_ids.user_id, manager)
        self.assertGreater(self.rule.next_date, fields.Date.context_today(self.rule))
        self.rule.next_date = fields.Date.context_today(self.rule)
        self.env["retail.count.rule"]._cron_propose()
        self.assertEqual(self.rule.count_ids, count)
        with self.assertRaises(UserError):
            self.rule.action_propose()

    def test_what_nobody_counted_keeps_its_stock_and_stays_due(self):
        [count] = self.rule._propose()
        count.action_close()
        self.assertFalse(any(count.line_ids.mapped("difference")))
        count.action_approve()
        count.action_apply()
        self.assertEqual(len(self.due()), 4)

    def test_archived_articles_with_stock_are_counted_too(self):
        self.articles["coat"].active = False
        [count] = self.rule._propose()
        self.assertIn(self.articles["coat"], count.line_ids.product_id)

    def test_a_store_manager_writes_no_rules(self):
        manager = new_test_user(
            self.env,
            "rule_writer",
            groups="retail_security.group_store_manager",
            store_ids=[(6, 0, self.store.ids)],
        )
        with self.assertRaises(AccessError):
            self.rule.with_user(manager).write({"articles": 1})
        with self.assertRaises(AccessError):
            self.rule.with_user(manager).action_propose()

    def test_a_spot_check_counts_what_is_scanned_and_nothing_else(self):
        count = self.env["retail.count"].create(
            {"warehouse_id": self.store.id, "scope": "spot", "missing_is_zero": False}
        )
        count.action_start()
        self.assertFalse(count.line_ids)
        self.env["retail.count.scan"].add_scans(
            count.id,
            [{"uuid": "spot", "product_id": self.articles["scarf"].id, "quantity": 99}],
        )
        count.action_close()
        self.assertEqual(
            [(line.product_id, line.difference) for line in count.line_ids],
            [(self.articles["scarf"], -1)],
        )
