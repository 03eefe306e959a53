from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from ..models.loyalty_program import WEEKDAYS
from .promotion_common import PromotionCommon


@tagged("post_install", "-at_install")
class TestPromotionSettings(PromotionCommon):
    """What managers may set up, and what a till gets of it."""

    def test_what_cannot_be_worked_out_is_refused(self):
        rewards = self.threshold.reward_ids
        self._assert_refused(
            "more than the goods cost",
            lambda: rewards.write({"discount_mode": "percent", "discount": 101}),
        )
        self._assert_refused(
            "cheapest pieces", lambda: rewards.write({"discount_applicability": "cheapest"})
        )
        self._assert_refused(
            "makes it free",
            lambda: self._program("all free", "bundle", [{"minimum_qty": 2}], [{"discount": 100}]),
        )
        self._assert_refused(
            "day of the week", lambda: self.threshold.write(dict.fromkeys(WEEKDAYS, False))
        )
        self._assert_refused(
            "Points as money", lambda: self.threshold.write({"promotion_kind": "points"})
        )
        self._assert_refused(
            "product as its reward", lambda: self.threshold.write({"promotion_kind": "gift"})
        )
        self._assert_refused(
            "pieces",
            lambda: self._program("4 of 3", "n_for_m", [{"minimum_qty": 3}], [{"free_qty": 4}]),
        )

    def _assert_refused(self, reason, action):
        with self.assertRaises(ValidationError) as refused:
            action()
        self.assertIn(reason, str(refused.exception))

    def test_merchandiser_edits_store_manager_reads_guide_is_refused(self):
        self._send(self._line(self.jacket, 1, 599), self._promotion(self.threshold, -50))
        group = self.env["retail.promotion.exclusion"].create({"name": "Autumn"})
        users = {
            role: new_test_user(self.env, f"promo_{role}", f"retail_security.group_{role}")
            for role in ("guide", "store_manager", "merchandiser")
        }
        users["store_manager"].store_ids = self.config.store_id
        self.threshold.with_user(users["merchandiser"]).write(
            {"sequence": 7, "exclusion_group_id": group.id}
        )
        group.with_user(users["merchandiser"]).scope = "sale"
        for role in ("guide", "store_manager"):
            self.assertEqual(self.threshold.with_user(users[role]).sequence, 7)
            with self.assertRaises(AccessError):
                self.threshold.with_user(users[role]).sequence = 1
            with self.assertRaises(AccessError):
                group.with_user(users[role]).scope = "goods"
        uses = self.env["retail.promotion.use"].sudo().search([], limit=1)
        for role, user in users.items():
            with self.subTest(role), self.assertRaises(AccessError):
                uses.with_user(user).write({"amount": 1})

    def test_merchandiser_works_in_the_native_form(self):
        user = new_test_user(self.env, "promo_form", "retail_security.group_merchandiser")
        programs = self.env["loyalty.program"].with_user(user)
        view = "loyalty.loyalty_program_view_form"
        with Form(programs.browse(self.threshold.id), view=view) as form:
            form.every_full = True
        self.assertTrue(self.threshold.every_full)
        with Form(programs, view=view) as form:
            form.name = "Autumn"
            form.promotion_kind = "threshold"
            form.combinable = False
        self.assertEqual(form.record._promotion_data()[0]["combinable"], False)

    def test_store_staff_see_the_uses_of_their_stores_only(self):
        order = self._send(self._line(self.jacket, 1, 599), self._promotion(self.threshold, -50))
        user = new_test_user(self.env, "promo_other", "retail_security.group_store_manager")
        uses = self.env["retail.promotion.use"].with_user(user)
        self.assertFalse(uses.search([("order_id", "=", order.id)]))
        user.store_ids = self.config.store_id
        self.assertTrue(uses.search([("order_id", "=", order.id)]))

    def test_the_till_gets_programmes_as_the_engine_takes_them(self):
        group = self.env["retail.promotion.exclusion"].create({"name": "One", "scope": "sale"})
        self.threshold.write({"exclusion_group_id": group.id, "sequence": 3, "hour_to": 12.5})
        set_of_goods = self._program(
            "3 for 2",
            "n_for_m",
            [{"minimum_qty": 3, "product_ids": [Command.set(self.shirt.ids)]}],
            [{"discount": 100, "free_qty": 1}],
            combinable=False,
            sunday=False,
        )
        programs = (self.threshold | set_of_goods).with_user(self.cashier)
        loaded = {
            each["id"]: each["_promotion"]
            for each in programs._load_pos_data_read(programs, self.config)
        }
        self.assertEqual(
            loaded[self.threshold.id]
            | {
                "sequence": 3,
                "group": group.id,
                "group_scope": "sale",
                "minutes": [0, 750],
                "tiers": [
                    {"min_amount": 40000, "min_qty": 0, "percent": 0, "amount": 5000, "max": None}
                ],
            },
            loaded[self.threshold.id],
        )
        self.assertEqual(
            loaded[set_of_goods.id]
            | {
                "kind": "set",
                "combinable": False,
                "weekdays": [0, 1, 2, 3, 4, 5],
                "components": [{"products": self.shirt.ids, "qty": 3}],
                "reward": {"percent": 100, "cheapest": 1},
            },
            loaded[set_of_goods.id],
        )

    def test_a_changed_group_reaches_the_tills(self):
        group = self.env["retail.promotion.exclusion"].create({"name": "One"})
        self.threshold.exclusion_group_id = group
        self.env.flush_all()
        self.env.cr.execute("UPDATE loyalty_program SET write_date = '2020-01-01'")
        self.threshold.invalidate_recordset()
        group.scope = "sale"
        self.assertGreater(self.threshold.write_date.year, 2020)
