import doctest

from odoo.tests import BaseCase, HttpCase, tagged

from ..lib import build, period
from ..models.retail_about import build_of_suite


@tagged("post_install", "-at_install")
class TestApp(HttpCase):
    """The app that a phone installs, and what it says of itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("en_US", "zh_CN"):
            cls.env["res.lang"]._activate_lang(code)

    def open(self, path, language="en-US"):
        return self.url_open(path, headers={"Accept-Language": language})

    def manifest(self, app, name=""):
        return self.open(
            f"/web/manifest.scoped_app_manifest?app_id={app}&path=%2Fpos%2Fui%2F7&app_name={name}"
        )

    def test_the_app_is_installed_under_its_own_name_and_icons(self):
        response = self.manifest("retail_pos_mobile")
        self.assertEqual(response.headers["Content-Type"], "application/manifest+json")
        manifest = response.json()
        self.assertEqual((manifest["start_url"], manifest["scope"]), ("/pos/ui/7", "/pos/ui/7"))
        self.assertEqual(manifest["display"], "standalone")
        self.assertEqual((manifest["name"], manifest["short_name"]), ("Retail Till", "Retail"))
        self.assertEqual(
            {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]},
            {(size, use) for size in ("192x192", "512x512") for use in ("any", "maskable")},
        )
        for icon in manifest["icons"]:
            self.assertEqual(self.url_open(icon["src"]).headers["Content-Type"], "image/png")

    def test_other_apps_keep_their_manifest(self):
        manifest = self.manifest("point_of_sale", "Till").json()
        self.assertEqual(manifest["name"], "Till")
        self.assertNotIn("short_name", manifest)

    def test_the_page_that_installs_names_the_app(self):
        path = "/scoped_app?app_id=retail_pos_mobile&path=pos%2Fui%2F7"
        self.assertIn("Install Retail Till", self.open(path).text)
        self.assertIn("零售收银", self.open(path, "zh-CN").text)

    def test_the_manual_is_there_in_both_languages(self):
        for language, word in (("en", "cashier"), ("zh_CN", "收银")):
            page = self.url_open(f"/retail_pos_mobile/static/help/{language}/cashier.html")
            self.assertEqual(page.status_code, 200)
            self.assertIn(word, page.content.decode())

    def test_P5_3_1_version_and_build(self):
        self.assertRegex(build_of_suite(), r"^19\.0\.\d+\.\d+\.\d+\+[0-9a-f]{8}$")


class TestShellLib(BaseCase):
    def test_examples(self):
        for module in (build, period):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted)
            self.assertFalse(result.failed)
