from odoo import Command
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged

from .common import ReplenishmentCase

MODELS = ("retail.replenishment.figure", "retail.demand")


@tagged("post_install", "-at_install")
class TestAccess(ReplenishmentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for shelf in (cls.shelf, cls.other_shelf):
            cls.move(cls.jacket, 5, cls.supplier, shelf, "2026-06-01 02:00:00")
        cls.env["retail.replenishment.refresh"]._run()

    def _user(self, role, **values):
        groups = f"retail_security.group_{role}" if role else "base.group_user"
        return new_test_user(self.env, f"test_{role}", groups=groups, **values)

    def _stores_seen(self, model, user):
        rows = self.env[model].with_user(user).search([("product_id", "=", self.jacket.id)])
        return rows.warehouse_id.sudo()

    def test_store_staff_see_their_own_store_only(self):
        for role in ("guide", "store_manager"):
            user = self._user(role, store_ids=[Command.set(self.store.ids)])
            for model in MODELS:
                self.assertEqual(self._stores_seen(model, user), self.store, (role, model))
            foreign = self.env["retail.replenishment.figure"].search(
                [("warehouse_id", "=", self.other_store.id)]
            )
            with self.assertRaises(AccessError):
                foreign.with_user(user).read(["on_hand"])

    def test_a_guide_without_a_store_sees_nothing(self):
        user = self._user("guide")
        for model in MODELS:
            self.assertFalse(self._stores_seen(model, user))

    def test_roles_of_the_chain_see_every_store(self):
        for role in ("planner", "merchandiser", "buyer", "auditor"):
            user = self._user(role)
            for model in MODELS:
                self.assertEqual(
                    self._stores_seen(model, user), self.store | self.other_store, (role, model)
                )

    def test_a_user_without_a_retail_role_is_refused(self):
        user = self._user("")
        for model in MODELS:
            with self.assertRaises(AccessError):
                self.env[model].with_user(user).search([])
        for action in ("action_refresh", "action_open_board"):
            with self.assertRaises(AccessError):
                getattr(self.env["retail.replenishment.figure"].with_user(user), action)()

    def test_a_user_of_another_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Another Chain"})
        user = self._user("planner", company_id=company.id, company_ids=[Command.set(company.ids)])
        for model in MODELS:
            self.assertFalse(self._stores_seen(model, user))

    def test_the_headquarters_see_the_branches_they_may_enter(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.env.company.id}
        )
        store = self.env["stock.warehouse"].create(
            {"name": "Branch Store", "code": "TSC", "is_store": True, "company_id": branch.id}
        )
        self.move(self.jacket, 5, self.supplier, store.lot_stock_id, "2026-06-01 02:00:00")
        self.env["retail.replenishment.refresh"]._run()
        companies = self.env.company
        user = self._user("planner", company_id=companies.id, company_ids=companies.ids)
        for model in MODELS:
            self.assertNotIn(store, self._stores_seen(model, user))
        user.company_ids += branch
        for model in MODELS:
            self.assertIn(store, self._stores_seen(model, user))

    def test_nobody_writes_by_hand(self):
        figure = self.env["retail.replenishment.figure"].search([], limit=1)
        row = self.env["retail.demand"].search([], limit=1)
        for role in ("guide", "planner", "administrator"):
            user = self._user(role, store_ids=[Command.set(self.store.ids)])
            for record in (figure, row):
                with self.assertRaises(AccessError):
                    record.with_user(user).write({"product_id": self.jacket.id})
                with self.assertRaises(AccessError):
                    record.with_user(user).unlink()
            with self.assertRaises(AccessError):
                self.env["retail.demand"].with_user(user).create(
                    {
                        "day": "2026-06-01",
                        "warehouse_id": self.store.id,
                        "product_id": self.jacket.id,
                        "source": "history",
                    }
                )

    def test_a_guide_refreshes_and_opens_the_board(self):
        user = self._user("guide", store_ids=[Command.set(self.store.ids)])
        self.move(self.jacket, 2, self.shelf, self.customer, "2026-06-02 02:00:00")
        Figure = self.env["retail.replenishment.figure"].with_user(user)
        # as the button in the head of the list calls it, with nothing chosen
        answer = call_kw(Figure, "action_refresh", [[]], {})
        self.assertEqual(answer["params"]["type"], "success")
        self.assertEqual(Figure.search([("product_id", "=", self.jacket.id)]).on_hand, 3)
        self.assertEqual(Figure.action_open_board()["res_model"], Figure._name)

    def test_the_board_refreshes_only_what_is_older_than_a_minute(self):
        Refresh = self.env["retail.replenishment.refresh"]
        count = Refresh.search_count([])
        self.env["retail.replenishment.figure"].action_open_board()
        self.assertEqual(Refresh.search_count([]), count)
        self.env.cr.execute(
            "UPDATE retail_replenishment_refresh SET started = started - interval '2 minutes'"
        )
        Refresh.invalidate_model()
        self.env["retail.replenishment.figure"].action_open_board()
        self.assertEqual(Refresh.search_count([]), count + 1)

    def test_my_stores_are_those_of_the_user(self):
        user = self._user("planner", store_ids=[Command.set(self.other_store.ids)])
        Figure = self.env["retail.replenishment.figure"].with_user(user)
        own = Figure.search([("is_own_store", "=", True), ("product_id", "=", self.jacket.id)])
        self.assertEqual(own.warehouse_id.sudo(), self.other_store)

    def test_the_figures_lead_to_demand_and_moves(self):
        figure = self.env["retail.replenishment.figure"].search(
            [("product_id", "=", self.jacket.id), ("warehouse_id", "=", self.store.id)]
        )
        for action in (figure.action_demand(), figure.action_moves()):
            self.assertEqual(
                len(self.env[action["res_model"]].search(action["domain"])), 1, action["name"]
            )
