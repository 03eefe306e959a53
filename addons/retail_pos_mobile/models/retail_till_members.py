from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.retail_base.lib.asks import asks

from ..lib import phone

A_PAGE = 10_000  # members of one answer
MOST = 200_000  # of a chain with more a phone has those of its store
KEPT_DAYS = 25  # a phone that was away longer loads all anew
COLUMNS = ("id", "name", "pinyin", "phone", "cards", "points")


class RetailTillMembers(models.AbstractModel):
    """All members, in columns, for a phone that shall find them without a connection.

    A phone asks for page after page behind its first screen, then now and then for what changed since.
    It gets what tells members apart and what a sale needs, and no more: the name, the ends of the phone
    number (whoever asks), the cards with their levels, and the points.
    """

    _name = "retail.till.members"
    _description = "Members of a Till in Columns"

    @api.model
    @asks("read", "pos.config")
    def page(self, config_id, after=0):
        """Return the members behind an id, in the order of their ids.

        :return: ``{"stamp", "is_all", "columns": {name: values}, "next": id or False}``: `stamp` is what
            to ask the changes since, `is_all` tells whether these are all members or those of the store
        """
        config = self._open(config_id)
        stamp = self.env["retail.till.catalogue"]._stamp()
        if not config:
            return {"stamp": stamp, "is_all": False, "columns": _columns([]), "next": False}
        domain, is_all = self._domain(config)
        rows = self._rows(config, domain & Domain("id", ">", after), limit=A_PAGE)
        following = rows[-1][0] if len(rows) == A_PAGE else False
        return {"stamp": stamp, "is_all": is_all, "columns": _columns(rows), "next": following}

    @api.model
    @asks("read", "pos.config")
    def changes(self, config_id, since):
        """Return who changed since a stamp: himself, his cards or his points.

        :return: ``{"stamp", "columns", "gone": ids of who is none of them any more}``, or
            ``{"reload": True}`` where only all of them help
        """
        config = self._open(config_id)
        since = fields.Datetime.to_datetime(since)
        oldest = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        if not config or not since or since < oldest:
            return {"reload": bool(config)}
        stamp = self.env["retail.till.catalogue"]._stamp()
        changed = self._changed(since)
        domain, _is_all = self._domain(config)
        rows = self._rows(config, domain & Domain("id", "in", changed)) if changed else []
        there = {row[0] for row in rows}
        gone = [id_ for id_ in changed if id_ not in there]
        return {"stamp": stamp, "columns": _columns(rows), "gone": gone}

    @api.model
    def _open(self, config_id):
        """Return the till, refused to who may not open it; none for who does not work with members."""
        Partner = self.env["res.partner"]
        config = Partner._readable_config(config_id)
        return config if Partner._reads_cards() else config.browse()

    @api.model
    def _domain(self, config):
        members = Domain("is_member", "=", True)
        if self.env["res.partner"].search_count(members, limit=MOST + 1) <= MOST:
            return members, True
        return members & Domain("member_card_ids.store_id", "=", config.store_id.id), False

    @api.model
    def _changed(self, since):
        found = self.env.execute_query(
            SQL(
                """
                SELECT id FROM res_partner WHERE write_date >= %(since)s
                    AND id IN (SELECT member_id FROM retail_member_card)
                UNION SELECT member_id FROM retail_member_card WHERE write_date >= %(since)s
                UNION SELECT partner_id FROM loyalty_card
                    WHERE write_date >= %(since)s AND partner_id IS NOT NULL
                ORDER BY 1
                """,
                since=since,
            )
        )
        return [id_ for (id_,) in found]

    @api.model
    def _rows(self, config, domain, limit=None):
        """Return ``[(id, name, pinyin, masked phone, cards, points)]`` of whom the user may read."""
        programs = config._get_program_ids().filtered(lambda each: each.program_type == "loyalty")
        members = self.env["res.partner"]._search(domain, order="id", limit=limit)
        codes = dict(self.env.execute_query(SQL("SELECT id, phone_code FROM res_country")))
        own_code = self.env.company.country_id.phone_code
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.id, p.name, p.name_pinyin, p.phone_digits, p.country_id,
                    (SELECT json_agg(json_build_array(c.id, c.number, c.type_id, c.state) ORDER BY c.id)
                     FROM retail_member_card c WHERE c.member_id = p.id),
                    (SELECT json_agg(json_build_array(l.id, l.program_id, l.points) ORDER BY l.id)
                     FROM loyalty_card l
                     WHERE l.partner_id = p.id AND l.active AND l.program_id = ANY(%s))
                FROM res_partner p WHERE p.id IN %s ORDER BY p.id
                """,
                programs.ids,
                members.subselect(),
            )
        )
        return [
            (
                *(id_, name, pinyin or ""),
                phone.mask(digits or "", codes.get(country) or own_code),
                *(cards or [], points or []),
            )
            for id_, name, pinyin, digits, country, cards, points in rows
        ]


def _columns(rows):
    values = zip(*rows, strict=True) if rows else ((),) * len(COLUMNS)
    return {name: list(column) for name, column in zip(COLUMNS, values, strict=True)}
