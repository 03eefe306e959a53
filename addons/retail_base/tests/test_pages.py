from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestPages(HttpCase):
    """Back-end pages load without console errors: each of them fails the test, by any script."""

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

    def test_every_page_of_the_retail_menu_opens(self):
        root = self.env.ref("retail_base.menu_retail_root")
        menus = self.env["ir.ui.menu"].search(
            [("id", "child_of", root.id), ("action", "!=", False)]
        )
        own = menus.filtered(
            lambda menu: menu.get_external_id()[menu.id].startswith("retail_base.")
        )
        self.assertGreater(len(own), 6)
        for menu in own:
            with self.subTest(menu=menu.complete_name):
                self.browser_js(
                    f"/odoo/action-{menu.action.id}",
                    "console.log('test successful')",
                    "!!document.querySelector('.o_action_manager .o_content')",
                    login="admin",
                    timeout=30,
                )
