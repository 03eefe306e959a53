from odoo import api, models


class RetailMemberCardMerge(models.Model):
    """What becomes of the cards of members who turn out to be one."""

    _inherit = "retail.member.card"

    @api.model
    def _join_members(self, sources, survivor):
        """Leave one card in use when members become one; made for the native merge.

        The survivor's active card stays, or the newest of the others, and takes the highest level.
        A frozen card freezes it: who is stopped is not set free by a second card.
        """
        cards = self.sudo().search([("member_id", "in", (sources | survivor).ids)])
        active = cards.filtered(lambda card: card.state == "active")
        kept = (active.filtered(lambda card: card.member_id == survivor) or active)[:1]
        if not kept:
            return
        best = active.type_id.sorted("sequence")[-1:]
        rest = active - kept
        rest.write({"state": "replaced", "replaced_by_id": kept.id})
        if kept.type_id != best:
            kept.type_id = best
        if any(card.state == "frozen" for card in cards):
            kept.state = "frozen"
        if rest:
            numbers = ", ".join(rest.mapped("number"))
            kept._message_log(
                body=self.env._("Members were merged. Used on in place of card %s.", numbers)
            )
