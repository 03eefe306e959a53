import re
from collections import defaultdict
from functools import lru_cache

import polib

from odoo import api, models
from odoo.http import request
from odoo.tools import file_path

MODULE = re.compile(r"^module: (\w+)$", re.MULTILINE)


@lru_cache
def _native_wording(lang):
    """{module of Odoo: {English: better word}} of the file for LANG in i18n_native."""
    words = defaultdict(dict)
    try:
        path = file_path(f"retail_base/i18n_native/{lang}.po")
    except FileNotFoundError:
        return words
    for entry in polib.pofile(path).translated_entries():
        for module in MODULE.findall(entry.comment):
            words[module][entry.msgid] = entry.msgstr
    return words


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @api.model
    def _get_translations_for_webclient(self, modules, lang):
        """@override Say in the words of a shop what Odoo's own pages leave in English or get wrong.

        A page asks for its own module's words alone, so no file in i18n can better them.
        """
        translations, parameters = super()._get_translations_for_webclient(modules, lang)
        for module, better in _native_wording(lang or self.env.context.get("lang")).items():
            if module in translations:
                words = {row["id"]: row["string"] for row in translations[module]["messages"]}
                translations[module] = {
                    "messages": tuple(
                        {"id": english, "string": word}
                        for english, word in (words | better).items()
                    )
                }
        return translations, parameters

    def session_info(self):
        """Let a user of the headquarters begin with all of the chain's branches active.

        Native begins with the user's own company alone, and every list of stores, orders and
        transfers would be empty until the branches are ticked in the company menu.
        """
        info = super().session_info()
        user = self.env.user
        if user._is_internal() and "cids" not in request.cookies:
            branches = user.company_ids.filtered(
                lambda company: user.company_id in company.parent_ids - company
            )
            if branches:
                ids = [user.company_id.id, *branches.ids]
                request.future_response.set_cookie("cids", "-".join(map(str, ids)))
        return info
