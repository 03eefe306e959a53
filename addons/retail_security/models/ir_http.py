from werkzeug.exceptions import Unauthorized

from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _auth_method_bearer(cls):
        """@override A key that opens nothing is a failed log-in."""
        try:
            return super()._auth_method_bearer()
        except Unauthorized:
            if request.httprequest.headers.get("Authorization"):
                request.env.cr.rollback()  # this request ends here
                request.env["res.users"]._tell_refusal(None, "key")
            raise
