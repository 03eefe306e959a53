from werkzeug.exceptions import Unauthorized

from odoo import models
from odoo.http import request
from odoo.tools import SQL

from ..lib.client_address import remembered_address

PREFIX = 8  # of a key, which Odoo keeps to find it


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _dispatch(cls, endpoint):
        with remembered_address():
            return super()._dispatch(endpoint)

    @classmethod
    def _auth_method_bearer(cls):
        """@override A key that opens nothing is a failed log-in, and too many wait."""
        header = request.httprequest.headers.get("Authorization")
        if not header:
            return super()._auth_method_bearer()
        key = header.split()[-1][:PREFIX]
        login = f"key {key}"
        request.env["retail.login.lock"]._check(login, known=cls._is_key(key))
        try:
            return super()._auth_method_bearer()
        except Unauthorized:
            request.env.cr.rollback()  # this request ends here
            request.env["res.users"]._tell_refusal(login, "key")
            raise

    @classmethod
    def _is_key(cls, prefix):
        """Tell whether some key begins so: it is not kept out by what others try at its address."""
        query = SQL("SELECT FROM res_users_apikeys WHERE index = %s LIMIT 1", prefix)
        return bool(request.env.execute_query(query))
