from odoo import models
from odoo.exceptions import AccessError
from odoo.http import request


class PosSession(models.Model):
    _inherit = "pos.session"

    def load_data(self, models_to_load):
        """@override A phone that must be paired first gets nothing of the store."""
        if request and not self.config_id._check_device():
            raise AccessError(self.env._("Pair this device with the store first."))
        return super().load_data(models_to_load)
