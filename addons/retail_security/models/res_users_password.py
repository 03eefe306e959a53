from odoo import SUPERUSER_ID, models
from odoo.exceptions import AccessDenied, UserError

from ..lib.guessable import is_guessable


class ResUsers(models.Model):
    """Passwords: classes, length, history and expiry are OCA's `password_security`; the rest is here."""

    _inherit = "res.users"

    def _check_password_policy(self, passwords):
        """@override Scripts on the server itself are not asked."""
        return self.env.uid == SUPERUSER_ID or super()._check_password_policy(passwords)

    def _check_password(self, password):
        """@override Nor what everybody tries first."""
        result = super()._check_password(password)
        own_words = [*self.mapped("login"), *self.mapped("name"), *self.company_id.mapped("name")]
        if password and is_guessable(password, own_words):
            raise UserError(
                self.env._(
                    "This password is easily guessed: it is common, or made of names, dates or a row"
                    " of keys. Several words that have nothing to do with each other are better."
                )
            )
        return result

    def _check_credentials(self, credential, env):
        """@override A password that has expired opens nothing to programs, either."""
        auth_info = super()._check_credentials(credential, env)
        is_program = not (env or {}).get("interactive", True)
        by_password = auth_info.get("auth_method") == "password"
        if is_program and by_password and self.env.user._password_has_expired():
            raise AccessDenied(
                self.env._("Your password has expired. Sign in to choose a new one.")
            )
        return auth_info
