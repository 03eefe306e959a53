from odoo.tests import HttpCase, tagged

from .common import DemoCase


@tagged("post_install", "-at_install")
class TestBranches(DemoCase, HttpCase):
    def test_a_user_of_the_headquarters_begins_with_all_branches_active(self):
        headquarters = self.env.ref("base.main_company")
        self.assertEqual(
            self._companies_of("planner"), [headquarters.id, *headquarters.child_ids.ids]
        )

    def test_store_staff_begin_with_their_branch_alone(self):
        self.assertEqual(self._companies_of("guide"), [])

    def test_a_choice_of_companies_is_kept(self):
        headquarters = self.env.ref("base.main_company")
        self.assertEqual(self._companies_of("planner", cids=str(headquarters.id)), [])

    def _companies_of(self, login, **cookies):
        """Return the companies that the first page tells the browser to begin with."""
        password = next(row["password"] for row, user in self.users() if row["login"] == login)
        self.authenticate(login, password)
        self.url_open("/odoo", cookies=cookies).raise_for_status()
        # The first of several redirected pages may be the one that tells
        return [int(id_) for id_ in self.opener.cookies.get("cids", "").split("-") if id_]
