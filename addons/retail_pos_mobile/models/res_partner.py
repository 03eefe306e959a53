from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.retail_base.lib.asks import asks

from ..lib import person_name, phone, pinyin

EARLIEST_BIRTHDAY = fields.Date.to_date("1900-01-01")
SHORTEST_REASON, LONGEST_REASON = 3, 200
MAX_FOUND = 50


class ResPartner(models.Model):
    _inherit = "res.partner"

    birthday = fields.Date()
    sex = fields.Selection([("female", "Female"), ("male", "Male"), ("other", "Other")])
    member_card_ids = fields.One2many("retail.member.card", "member_id", string="Member Cards")
    member_card_id = fields.Many2one(
        "retail.member.card",
        compute="_compute_member",
        store=True,
        index="btree_not_null",
        help="The active card; a member whose card is lost or frozen has none.",
    )
    member_card_type_id = fields.Many2one(
        related="member_card_id.type_id", string="Card Type", store=True, index="btree_not_null"
    )
    is_member = fields.Boolean(
        compute="_compute_member",
        store=True,
        help="Holds a member card, or held one that was lost, frozen or replaced.",
    )
    member_since = fields.Date(compute="_compute_member", store=True)
    name_pinyin = fields.Char(
        string="Name in Pinyin",
        compute="_compute_name_pinyin",
        store=True,
        index="trigram",
        help="Full pinyin and initials of a Chinese name, to search by.",
    )
    phone_digits = fields.Char(
        compute="_compute_phone_digits",
        store=True,
        index="btree_not_null",
        groups="retail_pos_mobile.group_member_phone",
        help="The phone number as digits with its calling code: the same however it was typed.",
    )
    phone_tail = fields.Char(
        string="Last Four Digits",
        compute="_compute_phone_digits",
        store=True,
        index="btree_not_null",
    )

    # Natively the name is indexed for its beginning only. "IS TRUE" as the ORM writes it: PostgreSQL
    # takes no partial index whose condition it would have to prove
    _member_name = models.Index(
        lambda registry: (
            "USING gin (name gin_trgm_ops) WHERE is_member IS TRUE" if registry.has_trigram else ""
        )
    )

    @api.depends("member_card_ids.state", "member_card_ids.issue_date", "member_card_ids.member_id")
    def _compute_member(self):
        for partner in self:
            cards = partner.member_card_ids
            partner.member_card_id = cards.filtered(lambda card: card.state == "active")[:1]
            partner.is_member = bool(cards)
            partner.member_since = min(cards.mapped("issue_date"), default=False)

    @api.depends("name")
    def _compute_name_pinyin(self):
        for partner in self:
            partner.name_pinyin = pinyin.search_key(partner.name) or False

    @api.depends("phone", "country_id")
    def _compute_phone_digits(self):
        for partner in self:
            digits = phone.canonical(partner.phone, partner._calling_code())
            partner.phone_digits = digits or False
            partner.phone_tail = digits[-4:] if len(digits) >= phone.SHORTEST else False

    def _calling_code(self):
        """Return the calling code of numbers without one: the contact's country, or the company's."""
        return (self.country_id or self.env.company.country_id).phone_code

    @api.constrains("birthday")
    def _check_birthday(self):
        # A phone ahead of the server's time zone may be in tomorrow already
        latest = fields.Date.add(fields.Date.today(), days=1)
        for partner in self.filtered("birthday"):
            if not EARLIEST_BIRTHDAY <= partner.birthday <= latest:
                raise ValidationError(
                    self.env._("A birthday lies between 1900 and today: %s.", partner.birthday)
                )

    # Finding

    @api.model
    @api.readonly
    @asks("read", "retail.member.card")
    def retail_search_members(self, term, limit=10):
        """Find members by card number, phone, its last four digits, name, pinyin or initials.

        A card number that fits exactly comes first, then the phone number; names are searched where
        neither can be meant. A phone number is found whole or by its last four digits only:
        searched by pieces it would give itself away in spite of the mask.

        :param term: what was typed or scanned
        :param limit: at most so many, 50 at the utmost
        :return: a list of dictionaries, see :meth:`_retail_member_data`; it may be empty
        """
        members, cards = self._find_members(term, limit)
        return members._retail_member_data({card.member_id.id: card for card in cards})

    @api.model
    def _find_members(self, term, limit):
        """Return the members that a term may mean, and the cards with just this number."""
        Card = self.env["retail.member.card"]
        Card.check_access("read")
        term = person_name.clean(str(term or ""))[: person_name.LONGEST]
        limit = min(max(int(limit), 1), MAX_FOUND)
        if not term:
            return self.browse(), Card
        cards = self._search_cards_by_number(term)
        found = cards.member_id
        for domain in self._member_search_domains(term, by_name=not found):
            found |= self._search_members(domain, limit)
        return found[:limit]._filtered_access("read"), cards

    @api.model
    def _search_cards_by_number(self, term):
        Card = self.env["retail.member.card"]
        try:
            number = Card._normal_number(term)
        except ValidationError:
            return Card
        return Card.search([("number", "=", number)]).filtered("member_id.active")

    @api.model
    def _member_search_domains(self, term, by_name):
        """Yield what the term may mean, besides a card number: a phone number, or else a name."""
        digits = phone.canonical(term)
        tail = phone.tail(term)
        if tail:
            yield Domain("phone_tail", "=", tail)
        elif len(digits) >= SHORTEST_REASON and not any(char.isalpha() for char in term):
            if phone.is_plausible(digits):
                number = phone.canonical(term, self.env.company.country_id.phone_code)
                yield Domain("phone_digits", "in", [number, digits])
        elif by_name:
            name = Domain("name", "ilike", _escaped(term))
            typed = "".join(term.lower().split())
            if typed.isascii() and typed.isalnum():
                name |= Domain("name_pinyin", "ilike", typed)
            yield name

    @api.model
    def _search_members(self, domain, limit):
        # As superuser, for the digits of phone numbers are not for everybody to read
        found = self.sudo().search(
            Domain("is_member", "=", True) & domain, limit=limit, order="complete_name, id"
        )
        return self.browse(found.ids)

    def _retail_member_data(self, scanned=None):
        """Return what a till shows of members, in a fixed number of queries.

        :param scanned: ``{member id: card}`` of the cards whose number was asked for
        :return: a list of ``{id, name, phone, phone_masked, birthday, sex, member_since, points,
            pricelist_id, card, notice}``; ``card`` is the active card, or the newest where there is
            none: ``{id, number, state, type_id, type_name, color, discount, issue_date}``;
            ``notice`` says what is wrong with the card, or is False
        """
        scanned = scanned or {}
        points = self._retail_points()
        open_phone = self._retail_sees_phones()
        result = []
        for member in self:
            card = member.member_card_id or member.member_card_ids[:1]
            digits = member.sudo().phone_digits or ""
            masked = phone.mask(digits, member._calling_code())
            result.append(
                {
                    "id": member.id,
                    "name": member.name,
                    "phone": (member.phone or "") if open_phone else masked,
                    "phone_masked": bool(digits) and not open_phone,
                    "birthday": fields.Date.to_string(member._shown_birthday()) or False,
                    "sex": member.sex,
                    "member_since": fields.Date.to_string(member.member_since) or False,
                    "points": points.get(member.id, 0),
                    "pricelist_id": member.property_product_pricelist.id,
                    "card": card._retail_card_data() if card else False,
                    "notice": (scanned.get(member.id) or card)._retail_notice() if card else False,
                }
            )
        return result

    def _retail_points(self):
        """Return the points of members over their loyalty programs: ``{member id: points}``."""
        groups = (
            self.env["loyalty.card"]
            .sudo()
            ._read_group(
                [("partner_id", "in", self.ids), ("program_id.program_type", "=", "loyalty")],
                ["partner_id"],
                ["points:sum"],
            )
        )
        return {partner.id: points for partner, points in groups}

    # Phone numbers and the rest

    def _shown_birthday(self):
        hides = self._masks_contacts() and self._hides("birthday")
        return self._mask_value("birthday") if hides else self.birthday

    @api.model
    def _retail_sees_phones(self):
        return self.env.su or self.env.user.has_group("retail_pos_mobile.group_member_phone")

    @asks("read", "retail.member.card")
    def retail_reveal_phone(self, reason):
        """Return the member's phone number in full, and log who asked for it and why."""
        self._log_reveal(reason)
        return self.phone or ""

    @asks("read", "retail.member.card")
    def retail_reveal_contact(self, reason):
        """Return how to reach the member and his birthday in full, and log who asked and why.

        :return: ``{phone, email, birthday, address}``
        """
        self._log_reveal(reason)
        member = self.sudo()
        return {
            "phone": member.phone or "",
            "email": member.email or "",
            "birthday": fields.Date.to_string(member.birthday) or "",
            "address": member.contact_address.strip(),
        }

    def _log_reveal(self, reason):
        self.ensure_one()
        self.env["retail.member.card"].check_access("read")
        self._check_member_is_there()
        reason = person_name.clean(str(reason or ""))
        if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
            raise UserError(
                self.env._(
                    "Say in %(shortest)s to %(longest)s characters why you need the number.",
                    shortest=SHORTEST_REASON,
                    longest=LONGEST_REASON,
                )
            )
        self.env["retail.reveal.log"].sudo().create(
            {"user_id": self.env.uid, "member_id": self.id, "reason": reason}
        )

    def _check_member_is_there(self):
        """Refuse a member whom a phone remembers and who was merged or archived meanwhile."""
        if not self.exists() or not self.active:
            raise UserError(
                self.env._(
                    "This member is no longer there: merged with another one, or archived. Search "
                    "again by phone or card number."
                )
            )
        self.check_access("read")

    # The member at a glance

    @api.readonly
    @asks("read", "retail.member.card")
    def retail_member_panel(self, store_id):
        """Return all that a guide asks about a member, read from records in a fixed number of queries.

        :param store_id: the store (``stock.warehouse``) whose stock the advice is taken from
        :return: the dictionary of :meth:`_retail_member_data` with ``programs``, ``coupons``,
            ``purchases``, ``sizes``, ``brands`` and ``advice``, see ``retail.member.panel``
        """
        self.ensure_one()
        self.env["retail.member.card"].check_access("read")
        self._check_member_is_there()
        store = self.env["stock.warehouse"].browse(store_id).exists()
        if not store:
            raise UserError(self.env._("This store is no longer there."))
        panel = self.env["retail.member.panel"]._read_panel(self, store)
        return {**self._retail_member_data()[0], **panel}

    # Promotions

    @api.model
    def _load_pos_data_fields(self, config):
        # Who is a member, and of which level, decides on promotions
        loaded = super()._load_pos_data_fields(config)
        return list(dict.fromkeys([*loaded, "is_member", "member_card_type_id"]))


def _escaped(term):
    """Let ``%`` and ``_`` in what a person typed mean themselves."""
    return term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
