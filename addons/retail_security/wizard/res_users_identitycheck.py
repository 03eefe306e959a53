from odoo import models
from odoo.exceptions import UserError


class ResUsersIdentitycheck(models.TransientModel):
    _inherit = "res.users.identitycheck"

    def _check_identity(self):
        """@override Whoever finds an open screen tries no more passwords than at the door."""
        user = self.env.user
        with user._assert_can_auth(user=user.login):
            try:
                return super()._check_identity()
            except UserError:
                user._tell_refusal(user.login, "identity")
                raise
