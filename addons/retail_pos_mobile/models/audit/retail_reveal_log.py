from odoo import api, models


class RetailRevealLog(models.Model):
    _inherit = "retail.reveal.log"

    @api.model_create_multi
    def create(self, vals_list):
        """@override The log stays what members are told from; the chain tells that it is whole."""
        reveals = super().create(vals_list)
        self.env["retail.audit.event"]._record_all(
            [
                {
                    "kind": "reveal",
                    "user_id": reveal.user_id,
                    "res_model": "res.partner",
                    "res_id": reveal.member_id.id,
                    # No name: the trail outlives a member's wish to be forgotten
                    "document": self.env._("Member %s", reveal.member_id.id),
                    "details": {"reason": reveal.reason},
                }
                for reveal in reveals.sudo()
            ]
        )
        return reveals
