from odoo import api, fields, models


class RetailMemberCardTill(models.Model):
    """What a till is told of a card."""

    _name = "retail.member.card"
    _inherit = ["retail.member.card", "pos.load.mixin"]

    @api.model
    def _load_pos_data_domain(self, data, config):
        return [("member_id", "in", [partner["id"] for partner in data["res.partner"]])]

    @api.model
    def _load_pos_data_fields(self, config):
        return ["number", "type_id", "member_id", "issue_date", "state", "write_date"]

    def _retail_card_data(self):
        self.ensure_one()
        return {
            "id": self.id,
            "number": self.number,
            "state": self.state,
            "type_id": self.type_id.id,
            "type_name": self.type_id.name,
            "color": self.type_id.color,
            "discount": self.type_id.sudo().discount,
            "issue_date": fields.Date.to_string(self.issue_date),
        }

    def _retail_notice(self):
        """Return what a cashier must know about this card, False where all is well."""
        self.ensure_one()
        notices = {
            "frozen": self.env._("Card %s is frozen: no member price, no points.", self.number),
            "lost": self.env._("Card %s was reported lost. Ask for the new one.", self.number),
            "replaced": self.env._("Card %s was replaced by a new one.", self.number),
        }
        return notices.get(self.state, False)
