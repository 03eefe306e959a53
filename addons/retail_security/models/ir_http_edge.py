from odoo import api, models
from odoo.http import request

from ..lib import plain_cells, quiet_errors, response_headers

CSP_EXTRA = "retail_security.csp_extra"
# What Odoo says on its own pages, which our policy says as well
OF_ODOO = "frame-ancestors 'self'"
TOLD_TO_DEVELOPERS = {"exception", "traceback", "qweb_exception"}


class IrHttp(models.AbstractModel):
    """What leaves the server: headers, cookies, pages of errors, workbooks."""

    _inherit = "ir.http"

    def _register_hook(self):
        super()._register_hook()
        quiet_errors.install()
        plain_cells.install()

    @classmethod
    def _post_dispatch(cls, response):
        result = super()._post_dispatch(response)
        cls._harden(response)
        return result

    @classmethod
    def _handle_error(cls, exception):
        response = super()._handle_error(exception)
        if hasattr(response, "headers"):
            cls._harden(response)
        return response

    @classmethod
    def _harden(cls, response):
        """Add the headers that keep a browser from doing what no page of ours asks for."""
        is_secure = request.httprequest.scheme == "https"
        headers = response.headers
        response_headers.harden_cookies(headers, is_secure)
        for name, value in response_headers.fixed(is_secure).items():
            headers.setdefault(name, value)
        if (headers.get("Content-Type") or "").startswith("text/html"):
            policy = response_headers.content_security_policy(cls._csp_extra())
            if headers.get("Content-Security-Policy") in (None, OF_ODOO):
                headers["Content-Security-Policy"] = policy

    @classmethod
    def _csp_extra(cls):
        """Return what pages may reach besides their own server: {directive: sources}; to extend."""
        if not request.env or request.env.cr.closed:
            return {}
        return request.env["ir.http"]._csp_extra_of_settings()

    @api.model
    def _csp_extra_of_settings(self):
        text = self.env["ir.config_parameter"].sudo().get_param(CSP_EXTRA)
        return response_headers.parse_extra(text or "")

    @classmethod
    def _get_exception_code_values(cls, exception):
        """@override The page of an error shows where it happened to developers alone."""
        code, values = super()._get_exception_code_values(exception)
        if not quiet_errors.is_developer():
            values = {key: values[key] for key in values.keys() - TOLD_TO_DEVELOPERS}
        return code, values
