from odoo import api, models


class PosConfig(models.Model):
    _inherit = "pos.config"

    def retail_pulse(self):
        """@override Tell a phone as well how it stands; `device`: see `_state_of_request`."""
        result = super().retail_pulse()
        devices = self.env["retail.till.device"]
        device = devices._of_request()
        if device:
            device._note_heard(user_id=self.env.user, config_id=self.sudo())
        return {**result, "device": devices._state_of_request(self)}

    def _check_device(self):
        """Return whether a phone may start here, as far as its pairing goes."""
        return self.env["retail.till.device"]._state_of_request(self) != "required"

    @api.model
    def _load_pos_data_read(self, records, config):
        read = super()._load_pos_data_read(records, config)
        for record in read:
            record["_idle_minutes"] = config.sudo().company_id.till_idle_minutes
        return read
