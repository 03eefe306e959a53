from odoo import models

SET_UP = "retail_set_up"
SET_UP_URL = "/web/login/second_factor"


class ResUsers(models.Model):
    """A second factor by role: until it is set up, the password alone opens no session."""

    _inherit = "res.users"

    def _is_second_factor_demanded(self):
        return any(self.sudo().all_group_ids.mapped("second_factor"))

    def _mfa_type(self):
        """@override Nothing is set up yet, and something is demanded."""
        kind = super()._mfa_type()
        return SET_UP if kind is None and self._is_second_factor_demanded() else kind

    def _mfa_url(self):
        url = super()._mfa_url()
        return SET_UP_URL if url is None and self._mfa_type() == SET_UP else url

    def _rpc_api_keys_only(self):
        """@override A password alone is no way in for programs either."""
        return self._is_second_factor_demanded() or super()._rpc_api_keys_only()
