from odoo import api, models


class RetailMemberCardBenefit(models.Model):
    """What the active card grants: the price list of its type, and points under its number."""

    _inherit = "retail.member.card"

    @api.model
    def _sync_benefits(self, members, former_pricelists=None):
        """Give members what their active card grants, and take away what none grants any more.

        :param former_pricelists: price lists that a card type granted until now
        """
        members = members.sudo()
        self._sync_pricelists(members, former_pricelists)
        self._sync_loyalty_cards(members)

    @api.model
    def _sync_pricelists(self, members, former_pricelists=None):
        """Set the native price list, in each company; one given by hand stays where no type has one."""
        granted = self.env["retail.member.card.type"]._granted("pricelist_id")
        granted |= former_pricelists or granted.browse()
        if not granted:
            return
        by_pricelist = members.grouped(lambda member: member.member_card_id.type_id.pricelist_id)
        for company in self.env["res.company"].sudo().search([]):  # pylint: disable=no-search-all
            for pricelist, group in by_pricelist.items():
                usable = pricelist.company_id in (company.browse(), *company.parent_ids)
                wanted = pricelist if usable else pricelist.browse()
                group.with_company(company).filtered(
                    lambda member, wanted=wanted: (
                        member.specific_property_product_pricelist != wanted
                        and (wanted or member.specific_property_product_pricelist in granted)
                    )
                ).specific_property_product_pricelist = wanted

    @api.model
    def _sync_loyalty_cards(self, members):
        """Keep one native loyalty card a member: under the card's number, in its type's program.

        Points move along to the program of a new type. Without an active card, or where its type
        has no program, the loyalty card sleeps with its points.
        """
        programs = self.env["retail.member.card.type"]._granted("program_id")
        if not programs:
            return
        Loyalty = (
            self.env["loyalty.card"].sudo().with_context(active_test=False, loyalty_no_mail=True)
        )
        held = Loyalty.search(
            [("partner_id", "in", members.ids), ("program_id", "in", programs.ids)]
        ).grouped("partner_id")
        missing, asleep = [], Loyalty.browse()
        for member in members:
            card = member.member_card_id
            values = {"program_id": card.type_id.program_id.id, "code": card.number, "active": True}
            own = held.get(member, Loyalty)
            if not values["program_id"]:
                asleep |= own.filtered("active")
            elif own:
                self._join_loyalty_cards(own, values)
            else:
                missing.append({**values, "partner_id": member.id})
        asleep.active = False
        Loyalty.create(missing)

    @api.model
    def _join_loyalty_cards(self, loyalty_cards, values):
        """Let one of a member's loyalty cards bear the values and the points of all of them."""
        kept = (
            loyalty_cards.filtered(lambda card: card.code == values["code"])
            or loyalty_cards.filtered("active")
            or loyalty_cards
        )[:1]
        others = loyalty_cards - kept
        if any(others.mapped("points")):
            values = {**values, "points": sum(loyalty_cards.mapped("points"))}
            others.points = 0
        others.filtered("active").active = False
        changed = {
            name: value
            for name, value in values.items()
            if kept._fields[name].convert_to_write(kept[name], kept) != value
        }
        if changed:
            kept.write(changed)
