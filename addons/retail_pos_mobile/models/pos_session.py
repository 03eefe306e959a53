from odoo import api, models


class PosSession(models.Model):
    _inherit = "pos.session"

    def delete_opening_control_session(self):
        # Goes on as superuser after a mere read, which an auditor has
        self.check_access("write")
        return super().delete_opening_control_session()

    @api.model
    def _load_pos_data_models(self, config):
        return [*super()._load_pos_data_models(config), "hr.employee.public"]

    @api.model
    def _load_pos_data_relations(self, model, fields):
        relations = super()._load_pos_data_relations(model, fields)
        if model == "pos.order":
            # In the till `hr.employee` holds cashiers; the same ids are guides in the public model
            relations["guide_id"]["relation"] = "hr.employee.public"
        return relations
