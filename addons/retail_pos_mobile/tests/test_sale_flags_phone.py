from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..models import retail_sale_flag_phone
from .flag_common import FlagCommon


@tagged("post_install", "-at_install")
class TestSaleFlagsOnThePhone(FlagCommon):
    """M-S2: a manager sees on the phone what did not fit, what was decided, and why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager, cls.guide = (
            new_test_user(
                cls.env,
                f"flags.{role}",
                groups=f"retail_security.group_{role}",
                store_ids=[(6, 0, cls.config.store_id.ids)],
            )
            for role in ("store_manager", "guide")
        )

    def _read(self, user, method="read_of_till", model="retail.sale.flag"):
        return getattr(self.env[model].with_user(user), method)(self.config.id)

    def test_a_manager_reads_what_was_decided_and_why(self):
        order = self._send(self._line(self.shirt, 1, 3))
        answer = self._read(self.manager)
        self.assertEqual(answer["count"], 1)
        [flag] = answer["flags"]
        self.assertEqual((flag["rule"], flag["amount"]), ("C2", 97))
        self.assertEqual(flag["kind"], "Price without a Rule")
        self.assertEqual(flag["sale"], order.receipt_number)
        self.assertIn("as the customer paid", flag["decision"])
        self.assertIn("3.00", flag["reason"])
        self.assertEqual(self._read(self.manager, "read_me", "retail.me.page")["flags"], 1)

    def test_a_guide_is_refused_and_told_of_no_flags(self):
        self._send(self._line(self.shirt, 1, 3))
        with self.assertRaises(AccessError):
            self._read(self.guide)
        self.assertNotIn("flags", self._read(self.guide, "read_me", "retail.me.page"))

    def test_what_was_reviewed_or_happened_in_another_store_is_not_there(self):
        order = self._send(self._line(self.shirt, 1, 3))
        order.flag_ids.with_user(self.manager).action_right()
        self.assertEqual(self._read(self.manager), {"count": 0, "flags": []})
        order.flag_ids.with_user(self.manager).action_reopen()
        self.manager.store_ids = self.env["stock.warehouse"].create(
            {"name": "Other", "code": "OTH", "is_store": True}
        )
        with self.assertRaises(AccessError):
            self._read(self.manager)

    def test_of_many_the_newest_come_with_the_number_of_all(self):
        self.patch(retail_sale_flag_phone, "SHOWN", 2)
        orders = [self._send(self._line(self.shirt, 1, price)) for price in (3, 4, 5)]
        answer = self._read(self.manager)
        self.assertEqual(answer["count"], 3)
        self.assertEqual(
            [flag["id"] for flag in answer["flags"]],
            [orders[2].flag_ids.id, orders[1].flag_ids.id],
        )
