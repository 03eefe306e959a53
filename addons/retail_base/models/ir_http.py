from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

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
