from odoo import api, models

# What `pos.config._promotion_program_ids` chooses by; which promotions a till has follows from these alone
CHOSEN_BY = {
    *("promotion_kind", "program_type", "active", "pos_ok", "pos_config_ids", "store_ids"),
    *("currency_id", "company_id"),
}


class LoyaltyProgram(models.Model):
    """Forgets which promotions a till has when that changes, in every worker.

    Odoo can forget no less than all that it keeps in memory of rights, views' data and settings; so a new
    name, date, threshold or product of a promotion, which is read anew with each sale, leaves it alone.
    Only what is archived, hence forgotten, can be removed.
    """

    _inherit = "loyalty.program"

    @api.model_create_multi
    def create(self, vals_list):
        programs = super().create(vals_list)
        if programs._are_promotions():
            self.env.registry.clear_cache()
        return programs

    def write(self, vals):
        were_ours = self._are_promotions()
        result = super().write(vals)
        if CHOSEN_BY & vals.keys() and (were_ours or self._are_promotions()):
            self.env.registry.clear_cache()
        return result

    def _are_promotions(self):
        return any(program.promotion_kind for program in self)
