from odoo import api, models


class HrEmployeePublic(models.Model):
    """The till knows its guides by this model, which every user may read and nobody can log in with.

    It loads `hr.employee` too, but as the list of cashiers: a guide who may not open the till has no
    place there.
    """

    _name = "hr.employee.public"
    _inherit = ["hr.employee.public", "pos.load.mixin"]

    @api.model
    def _load_pos_data_domain(self, data, config):
        return config._guide_domain()

    @api.model
    def _load_pos_data_fields(self, config):
        return ["name", "is_guide", "store_id", "user_id"]

    @api.model
    def _server_date_to_domain(self, domain):
        # Always all of them: a guide who left must disappear, not only the changed ones appear
        return domain
