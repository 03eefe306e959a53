import base64
import io
import os
import re
from urllib.parse import quote, urlencode

import qrcode

from odoo import http
from odoo.exceptions import AccessDenied
from odoo.http import request

from odoo.addons.auth_totp.models.totp import TOTP_SECRET_SIZE
from odoo.addons.web.controllers.home import Home

from ..models.res_users_second_factor import SET_UP, SET_UP_URL

KEPT = "retail_totp_secret"  # in the session, which no browser sees


class SecondFactorHome(Home):
    @http.route(SET_UP_URL, type="http", auth="public", methods=["GET", "POST"], sitemap=False)
    def set_up_second_factor(self, totp_token="", redirect=None, **_kwargs):
        """Let who has shown the password set up the authenticator that the role demands."""
        session = request.session
        if session.uid:
            return request.redirect(self._login_redirect(session.uid, redirect=redirect))
        if not session.get("pre_uid"):
            return request.redirect("/web/login")
        user = request.env["res.users"].browse(session["pre_uid"])
        if user._mfa_type() != SET_UP:
            return request.redirect(user._mfa_url() or "/web/login")
        secret = session.get(KEPT) or base64.b32encode(os.urandom(TOTP_SECRET_SIZE // 8)).decode()
        session[KEPT] = secret
        error = ""
        if request.httprequest.method == "POST":
            try:
                self._set_up(user, secret, totp_token)
            except AccessDenied as refused:
                error = str(refused)
            else:
                return request.redirect(self._login_redirect(session.uid, redirect=redirect))
        return request.render(
            "retail_security.second_factor",
            {
                "user": user.sudo(),
                "secret": " ".join(re.findall("....", secret)),
                "picture": _picture(user.sudo(), secret),
                "error": error,
                "redirect": redirect,
            },
        )

    @staticmethod
    def _set_up(user, secret, token):
        """Keep the secret if the code is right, and open the session."""
        code = re.sub(r"\s", "", token)
        user = user.with_user(user)
        with user._assert_can_auth(user=user.id):
            if not code.isdecimal() or not user._totp_try_setting(secret, int(code)):
                user._tell_refusal(user.sudo().login, SET_UP)
                raise AccessDenied(request.env._("This is not the code of the authenticator."))
        request.session.pop(KEPT)
        request.session.finalize(request.env)
        request.update_env(user=request.session.uid)
        request.update_context(**request.session.context)


def _picture(user, secret):
    """Return what authenticators scan, as the address of a picture."""
    issuer = request.httprequest.host.split(":")[0]
    label = quote(f"{issuer}:{user.login}")
    uri = f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer})}"
    file = io.BytesIO()
    qrcode.make(uri, box_size=5).save(file, optimise=True, format="PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
