from odoo.tests import HttpCase, tagged

from odoo.addons.web.tests import test_js


@tagged("post_install", "-at_install")
class TestUnitJs(HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_units_of_risks_in_a_phone_sized_browser(self):
        suite = test_js.HOOTCommon._generate_hash(self, "@retail_risk")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=mobile&timeout=15000&id={suite}",
            code="",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )
