from odoo import api, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import SQL

from odoo.addons.retail_base.lib.asks import asks

from ..lib import person_name, phone
from ..lib.from_phone import from_phone
from ..lib.same_person import may_be_same

# What a phone may say about a new member; everything else is the back end's
MEMBER_FIELDS = ("birthday", "sex", "email")
LOCK = 5111  # of advisory locks: together with the hash of a phone number
KEY_LOCK = 5112  # together with the hash of the key under which a phone added a member


class ResPartner(models.Model):
    """New members: added in seconds, on the counter or hours later by a phone that was offline."""

    _inherit = "res.partner"

    @api.model
    @asks("create", "retail.member.card")
    def retail_add_member(self, vals):
        """Make a new member with a card, and return him as :meth:`retail_search_members` does.

        A retry with the same ``uuid`` returns the first one. Nothing is written when anything is
        wrong.

        :param vals: ``name`` and ``phone``; ``birthday``, ``sex``, ``email``, ``number``,
            ``type_id``, ``store_id``, ``guide_id``, ``issue_date`` and ``uuid`` if known. With
            ``join`` true the person of that name behind a phone number that is known already is
            taken as he is: what a phone that was offline sends, for it could not ask. His empty
            fields are filled, and he gets a card if he has none. Somebody whose name clearly
            differs becomes a member of his own, and a manager is asked to look: families share
            numbers.
        :return: the dictionary of the member; ``joined`` tells that he was there before
        """
        Card = self.env["retail.member.card"]
        Card.check_access("create")
        first = Card._by_uuid(vals.get("uuid"))
        if first:
            return {**first.member_id._retail_member_data()[0], "joined": False}
        values = self._prepare_new_member(vals)
        self._wait_for_phone(values["phone"])
        others = self._retail_find_people(values["phone"])
        if not vals.get("join"):
            self._check_phone_is_free(others)
        known = others.filtered(lambda person: may_be_same(person.name, values["name"]))[:1]
        member = known or self.browse(self.sudo().create(values).id)
        if known:
            known.sudo().write({name: values[name] for name in values if not known[name]})
        if not member.is_member:
            Card._issue(self._prepare_first_card(vals, member))
        if others - known and not known:
            member._ask_about_shared_phone()
        return {**member._retail_member_data()[0], "joined": bool(known)}

    @api.model
    @from_phone
    @asks("create", "retail.member.card")
    def _retail_add_member_from_phone(self, uuid, values):
        """Add the member whom a phone added, and give him what was sold to him meanwhile."""
        self._wait_for_member_key(uuid)
        data = self.retail_add_member({**values, "uuid": uuid, "join": True})
        self.env["pos.order"]._retail_give_member(uuid, self.browse(data["id"]))
        return data

    @api.model
    def _wait_for_member_key(self, uuid):
        """Let a new member and the sales that name him by his key come one after the other.

        A phone that is back online may send both at once. Neither would see the other, and the sale
        would never get its member. Who comes second waits; where it does not see what came first, the
        request starts again.
        """
        self.env.execute_query(
            SQL("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", KEY_LOCK, uuid)
        )
        queries = (
            SQL("SELECT id FROM pos_order WHERE member_uuid = %s", uuid),
            SQL("SELECT id FROM retail_outbox_entry WHERE uuid = %s", uuid),
        )
        with self.env.registry.cursor() as now:
            for query in queries:
                now.execute(query)
                if set(now.fetchall()) - set(self.env.execute_query(query)):
                    raise ConcurrencyError("A new member and his sale came at once")

    @api.model
    def _retail_member_of_key(self, uuid):
        """Return the member whom a phone added under this key, or whoever he was merged into."""
        entry = (
            self.env["retail.outbox.entry"]
            .sudo()
            .search([("uuid", "=", uuid), ("method", "=", "_retail_add_member_from_phone")])
        )
        return self._retail_survivor((entry.result or {}).get("id"))

    @api.model
    def _wait_for_phone(self, number):
        """Let one call at a time add a member with this number.

        Who comes second waits for the end of the first. The view that this transaction has of the
        database may be older than that end: then the request starts again, and finds the member.
        """
        digits = phone.canonical(number, self.env.company.country_id.phone_code)
        self.flush_model(["phone_digits"])
        self.env.execute_query(SQL("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", LOCK, digits))
        people = SQL("SELECT id FROM res_partner WHERE phone_digits = %s AND active", digits)
        with self.env.registry.cursor() as cr:
            cr.execute(people)
            now = set(cr.fetchall())
        if now - set(self.env.execute_query(people)):
            raise ConcurrencyError("Another call has added a member with this number")

    def _check_phone_is_free(self, people):
        member = people.filtered("is_member")[:1]
        if member:
            raise UserError(
                self.env._(
                    "%(phone)s belongs to the member %(name)s already.",
                    phone=phone.mask(member.sudo().phone_digits, member._calling_code()),
                    name=member.name,
                )
            )

    @api.model
    def _prepare_new_member(self, vals):
        name = person_name.clean(str(vals.get("name") or ""))
        number = str(vals.get("phone") or "").strip()
        digits = phone.canonical(number, self.env.company.country_id.phone_code)
        if not name:
            raise UserError(self.env._("A member needs a name."))
        if len(name) > person_name.LONGEST:
            raise UserError(
                self.env._(
                    "A name has up to %(longest)s characters; this one has %(length)s.",
                    longest=person_name.LONGEST,
                    length=len(name),
                )
            )
        if not phone.is_plausible(digits):
            raise UserError(self.env._("“%s” is no phone number.", number[:40]))
        known = {field: vals[field] for field in MEMBER_FIELDS if vals.get(field)}
        return {"name": name, "phone": number, **known}

    @api.model
    def _prepare_first_card(self, vals, member):
        names = ("number", "type_id", "store_id", "guide_id", "issue_date", "uuid")
        given = {name: vals[name] for name in names if vals.get(name)}
        return {**given, "member_id": member.id}

    @api.model
    def _retail_find_people(self, number):
        """Return the persons with this phone number, members before others."""
        digits = phone.canonical(number, self.env.company.country_id.phone_code)
        people = self.sudo().search(
            [("phone_digits", "=", digits), ("is_company", "=", False)],
            order="is_member DESC, member_since, id",
        )
        return self.browse(people.ids)

    def _ask_about_shared_phone(self):
        """Let a manager decide, once, whether members with one number are one person or a family."""
        for card in self.sudo().member_card_ids[:1]:
            if card.phone_shared_since:
                continue
            card.phone_shared_since = card._fields["issue_date"].context_today(card)
            card.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=card._retail_manager().id,
                summary=self.env._("One phone number, two names"),
                note=self.env._(
                    "%(name)s has the phone number of another member. A family: nothing to do. The "
                    "same person: merge the two contacts.",
                    name=self.name,
                ),
            )
