from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestPages(HttpCase):
    """Back-end pages work without console errors: each error fails the test, by any script."""

    browser_size = "1366x900"

    def test_stores_as_cards_page_and_list(self):
        self.env.ref("base.user_admin").lang = "en_US"
        store, _depot = self.env["stock.warehouse"].create(
            [
                {"name": "Nanjing Road", "code": "NJ01", "is_store": True},
                {"name": "Central Depot", "code": "CD"},
            ]
        )
        self.env["hr.employee"].create({"name": "Li Na", "is_guide": True, "store_id": store.id})
        self.start_tour("/odoo/stores", "retail_base_stores", login="admin")
