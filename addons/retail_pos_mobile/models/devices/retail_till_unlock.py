from odoo import api, models
from odoo.exceptions import AccessDenied

from odoo.addons.retail_base.lib.asks import asks


class RetailTillUnlock(models.AbstractModel):
    """Opens a till that locked itself because nobody touched it."""

    _name = "retail.till.unlock"
    _description = "Unlock a Till"

    @api.model
    @asks("read", "pos.config")
    def unlock(self, config_id, employee_id, secret):
        """Check the password of who is signed in, or the PIN of the cashier at a shared till.

        :param employee_id: the cashier, or False where nobody shares the till
        :return: `{"is_open": True}` or `{"error": text}`
        """
        secret = str(secret or "")
        if employee_id and secret.isdigit():
            answer = self.env["retail.till.sign.in"].sign_in(config_id, employee_id, secret)
            return {"is_open": True} if answer.get("proof") else answer
        user = self.env.user
        try:
            with user._assert_can_auth(user=user.login):
                credential = {"type": "password", "login": user.login, "password": secret}
                user._check_credentials(credential, {"interactive": True})
        except AccessDenied as error:
            if error.args != AccessDenied().args:
                return {"error": str(error)}
            user._tell_refusal(user.login, "unlock")
            return {"error": self.env._("That is neither the password nor the PIN.")}
        return {"is_open": True}
