from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Leave one active card first: the native merge deletes or refuses what it cannot move."""
        self.env["retail.member.card"]._join_members(src_partners, dst_partner)
        self.env["retail.member.merge"]._trace(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _update_values(self, src_partners, dst_partner):
        result = super()._update_values(src_partners, dst_partner)
        # Cards came over by SQL, which no computed field notices
        for name in ("is_member", "member_card_id", "member_card_type_id", "member_since"):
            self.env.add_to_compute(dst_partner._fields[name], dst_partner)
        self.env["retail.member.card"]._sync_benefits(dst_partner)
        return result
