import polib

from odoo.tests import TransactionCase
from odoo.tools import file_path
from odoo.tools.translate import code_translations


class TestNativeWording(TransactionCase):
    """What Odoo's own pages leave in English, or say in words of another trade, is put right."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")

    def _words(self, module, lang):
        """The words that a browser is given for the pages of MODULE."""
        translations, _parameters = self.env["ir.http"]._get_translations_for_webclient(
            [module], lang
        )
        return {row["id"]: row["string"] for row in translations[module]["messages"]}

    def test_a_wrong_word_is_replaced_and_a_missing_one_added(self):
        native = code_translations.get_web_translations("web", "zh_CN")["messages"]
        native = {row["id"]: row["string"] for row in native}
        self.assertNotIn("My Preferences", native)
        words = self._words("web", "zh_CN")
        self.assertEqual(words["My Preferences"], "我的偏好设置")
        self.assertLessEqual(native.keys(), words.keys())
        self.assertEqual(self._words("point_of_sale", "zh_CN")["Ticket"], "小票")

    def test_other_languages_and_modules_stay_as_they_are(self):
        for module, lang in (("web", "en_US"), ("mail", "zh_CN")):
            native = code_translations.get_web_translations(module, lang)["messages"]
            self.assertEqual(self._words(module, lang), {r["id"]: r["string"] for r in native})

    def test_every_word_is_one_that_odoo_shows(self):
        """A term that a new Odoo words otherwise must not stay here unseen."""
        for entry in polib.pofile(file_path("retail_base/i18n_native/zh_CN.po")):
            module = entry.comment.split()[1]
            template = polib.pofile(file_path(f"{module}/i18n/{module}.pot"))
            known = {e.msgid for e in template if "odoo-javascript" in e.comment}
            self.assertIn(entry.msgid, known, module)
