import re
import unicodedata
from collections import defaultdict
from datetime import timedelta
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError, ValidationError
from odoo.tools import SQL, format_amount, split_every

from ..lib.member_level import next_level

NUMBER = re.compile(r"[A-Z0-9](?:[A-Z0-9_-]{0,30}[A-Z0-9])?")
MANAGERS = ("retail_security.group_store_manager", "retail_security.group_administrator")
# Changed by the actions only, so that a card's life stays traceable
FIXED_FIELDS = {"number", "member_id", "state", "uuid", "replaced_by_id", "level_since"}
LEVEL_BATCH = 1000


class RetailMemberCard(models.Model):
    """A member's card: who holds it, on which level, and what became of it.

    One rule governs what it grants: the member's *active* card gives him the price list of its type
    and keeps his native loyalty card, under the same number, in use. Without an active card he has
    neither until he gets one again; his points wait.
    """

    _name = "retail.member.card"
    _description = "Member Card"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "issue_date desc, id desc"
    _rec_name = "number"

    number = fields.Char(
        string="Card Number",
        required=True,
        copy=False,
        help="Left empty, it is drawn from the numbers of the card type.",
    )
    type_id = fields.Many2one(
        "retail.member.card.type",
        string="Card Type",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        default=lambda self: self.env["retail.member.card.type"]._default_for_new_member(),
    )
    color = fields.Integer(related="type_id.color")
    member_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="restrict", tracking=True
    )
    issue_date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    store_id = fields.Many2one(
        "stock.warehouse",
        string="Issued in Store",
        domain=[("is_store", "=", True)],
        index="btree_not_null",
        ondelete="restrict",
        default=lambda self: self.env.user.sudo().employee_id.store_id,
        help="The store that issued the card.",
    )
    guide_id = fields.Many2one(
        "hr.employee",
        string="Issued by Guide",
        domain=[("is_guide", "=", True)],
        index="btree_not_null",
        ondelete="restrict",
        default=lambda self: self.env.user.sudo().employee_id.filtered("is_guide"),
        help="The guide who won the member.",
    )
    state = fields.Selection(
        [
            ("active", "Active"),
            ("frozen", "Frozen"),
            ("lost", "Lost"),
            ("replaced", "Replaced"),
        ],
        required=True,
        default="active",
        index=True,
        tracking=True,
        copy=False,
    )
    replaced_by_id = fields.Many2one(
        "retail.member.card",
        string="Replaced by",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    replaces_ids = fields.One2many("retail.member.card", "replaced_by_id", readonly=True)
    level_since = fields.Date(
        required=True,
        default=fields.Date.context_today,
        readonly=True,
        copy=False,
        help="The day on which the member came to the level of this card.",
    )
    level_pinned = fields.Boolean(
        tracking=True,
        help="The level stays as it is, whatever the member buys.",
    )
    uuid = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: str(uuid4()),
        help="Given by the phone that issued the card: a retry brings back the same card.",
    )

    _number_unique = models.Constraint("UNIQUE (number)", "Another card has this number already.")
    _uuid_unique = models.Constraint("UNIQUE (uuid)", "This card was issued already.")
    _one_active = models.UniqueIndex(
        "(member_id) WHERE state = 'active'", "A member holds one active card at a time."
    )

    # Issuing

    @api.model_create_multi
    def create(self, vals_list):
        """Issue cards; made for many at once.

        ``number`` may be missing, it is drawn from the type. Raise a UserError that names the card
        or the member when a number is taken or a member has an active card.
        """
        # First of all: the refusals below name cards and members
        self.browse().check_access("create")
        vals_list = [dict(vals) for vals in vals_list]
        self._check_may_issue(vals_list)
        self._fill_numbers(vals_list)
        self._check_numbers_free(vals_list)
        self._check_members_free(
            vals.get("member_id") for vals in vals_list if vals.get("state", "active") == "active"
        )
        cards = super().create(vals_list)
        cards._sync_benefits(cards.member_id)
        return cards

    def write(self, vals):
        if not self.env.su and FIXED_FIELDS & vals.keys():
            raise UserError(
                self.env._("A card's number, member and state change by its buttons only.")
            )
        if "type_id" in vals and "level_since" not in vals:
            self._check_may_issue([vals])
            vals = {**vals, "level_since": fields.Date.context_today(self)}
        result = super().write(vals)
        if {"state", "type_id"} & vals.keys():
            self._sync_benefits(self.member_id)
        return result

    @api.model
    def _issue(self, vals):
        """Issue one card and return it; a retry with the same uuid returns the first one.

        Of two retries at the same moment the database lets one pass; the other is run again and
        then finds the card.
        """
        first = self._by_uuid(vals.get("uuid"))
        if first:
            return first
        try:
            with self.env.cr.savepoint():
                return self.create(vals)
        except Exception as error:
            constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
            if constraint == "retail_member_card_uuid_unique":
                raise ConcurrencyError(constraint) from error
            raise

    @api.model
    def _by_uuid(self, uuid):
        return self.search([("uuid", "=", uuid)]) if uuid else self.browse()

    def _check_may_issue(self, vals_list):
        """Refuse guides what only managers may: special types, a pinned level, another state."""
        if self.env.su or any(map(self.env.user.has_group, MANAGERS)):
            return
        card_types = self.env["retail.member.card.type"].browse(
            {vals["type_id"] for vals in vals_list if vals.get("type_id")}
        )
        if any(card_types.mapped("manager_only")):
            raise AccessError(self.env._("Only a manager issues cards of this type."))
        if any(
            vals.get("state", "active") != "active"
            or vals.get("level_pinned")
            or vals.get("replaced_by_id")
            for vals in vals_list
        ):
            raise AccessError(
                self.env._("Only a manager changes the state or the level of a card.")
            )

    @api.model
    def _fill_numbers(self, vals_list):
        """Bring given numbers into their form and draw the missing ones, one query for each type."""
        waiting = defaultdict(list)
        for vals in vals_list:
            vals["number"] = self._normal_number(vals.get("number"))
            if not vals["number"]:
                waiting[vals.get("type_id") or self._default_type().id].append(vals)
        for type_id, without_number in waiting.items():
            card_type = self.env["retail.member.card.type"].browse(type_id)
            numbers = card_type._draw_numbers(len(without_number))
            for vals, number in zip(without_number, numbers, strict=True):
                vals.update(number=number, type_id=type_id)

    @api.model
    def _default_type(self):
        card_type = self.env["retail.member.card.type"]._default_for_new_member()
        if not card_type:
            raise UserError(self.env._("There is no card type that a guide may issue yet."))
        return card_type

    @api.model
    def _normal_number(self, number):
        """Return a card number as it is stored; "" for none.

        Letters are upper case and blanks fall out, so that a number is the same read by a scanner or
        typed by hand.
        """
        text = unicodedata.normalize("NFKC", str(number or ""))
        normal = "".join(text.split()).upper()
        if normal and not NUMBER.fullmatch(normal):
            raise ValidationError(
                self.env._(
                    "“%s” is no card number. It has up to 32 letters and digits, with dashes or "
                    "underscores between them.",
                    text[:40],
                )
            )
        return normal

    @api.model
    def _used_numbers(self, numbers):
        """Return those of the numbers that belong to a card, or to a coupon of the loyalty module."""
        cards = self.sudo()._read_group([("number", "in", numbers)], ["number"])
        coupons = (
            self.env["loyalty.card"]
            .sudo()
            .with_context(active_test=False)
            ._read_group([("code", "in", numbers)], ["code"])
        )
        return {number for [number] in cards + coupons}

    @api.model
    def _check_numbers_free(self, vals_list):
        numbers = [vals["number"] for vals in vals_list]
        holders = {
            card.number: card
            for card in self.sudo().search_fetch(
                [("number", "in", numbers)], ["number", "state", "member_id"]
            )
        }
        coupon_owners = {
            coupon.code: coupon.partner_id.id
            for coupon in self.env["loyalty.card"]
            .sudo()
            .with_context(active_test=False)
            .search_fetch([("code", "in", numbers)], ["code", "partner_id"])
        }
        seen = set()
        for vals in vals_list:
            number, member_id = vals["number"], vals.get("member_id")
            if number in holders:
                raise UserError(holders[number]._taken_message(member_id))
            if number in seen:
                raise UserError(self.env._("Card number %s is given twice.", number))
            if coupon_owners.get(number, member_id) != member_id:
                raise UserError(
                    self.env._("%s is the code of a coupon. Choose another card number.", number)
                )
            seen.add(number)

    def _taken_message(self, member_id):
        """Tell why the number of this card cannot be given to a member."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        if self.member_id.id == member_id:
            return self.env._(
                "Card %(number)s was issued to this member already. It is: %(state)s.",
                number=self.number,
                state=labels[self.state],
            )
        return self.env._(
            "Card %(number)s belongs to another member. It is: %(state)s.",
            number=self.number,
            state=labels[self.state],
        )

    @api.model
    def _check_members_free(self, member_ids):
        member_ids = list(member_ids)
        held = self.sudo().search_fetch(
            [("member_id", "in", member_ids), ("state", "=", "active")], ["number"], limit=1
        )
        if held:
            raise UserError(
                self.env._(
                    "%(member)s holds the active card %(number)s. Replace that card instead.",
                    member=held.member_id.name,
                    number=held.number,
                )
            )
        if len(set(member_ids)) < len(member_ids):
            raise UserError(self.env._("A member holds one active card at a time."))

    @api.constrains("issue_date")
    def _check_issue_date(self):
        # A phone ahead of the server's time zone may be in tomorrow already
        latest = fields.Date.today() + timedelta(days=1)
        if any(card.issue_date > latest for card in self):
            raise ValidationError(self.env._("A card cannot be issued in the future."))

    # Life of a card

    def action_lose(self):
        """Report cards as lost: they open nothing any more."""
        self._change_state({"active", "frozen"}, "lost")

    def action_freeze(self):
        """Stop cards for a while."""
        self._change_state({"active"}, "frozen")

    def action_unfreeze(self):
        """Put frozen cards into use again."""
        self._check_in_state({"frozen"})
        self._check_members_free(self.member_id.ids)
        self._change_state({"frozen"}, "active")

    def action_replace(self):
        """Ask for the number of the new card."""
        self.ensure_one()
        self._check_in_state({"active", "lost"})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Replace Card %s", self.number),
            "res_model": "retail.member.card.replace",
            "view_mode": "form",
            "target": "new",
            "context": {"default_card_id": self.id},
        }

    def _replace(self, number=None, uuid=None):
        """Give the member a new card in place of this one and return it.

        The level, the days on it and its pin pass on; the old card stays, marked as replaced.

        :param number: of the new card; drawn from the type if empty
        :param uuid: of the request; a retry returns the first new card
        """
        self.ensure_one()
        self.check_access("write")
        first = self._by_uuid(uuid)
        if first:
            return first
        self._check_in_state({"active", "lost"})
        self.sudo().state = "replaced"
        card = self.sudo()._issue(
            {
                "number": number,
                "uuid": uuid or str(uuid4()),
                "member_id": self.member_id.id,
                "type_id": self.type_id.id,
                "level_since": self.level_since,
                "level_pinned": self.level_pinned,
            }
        )
        self.sudo().replaced_by_id = card
        card._message_log(body=self.env._("Replaces card %s.", self.number))
        self.sudo()._message_log(body=self.env._("Replaced by card %s.", card.number))
        return card.with_env(self.env)

    def _change_state(self, from_states, state):
        self.check_access("write")
        self._check_in_state(from_states)
        self.sudo().write({"state": state})

    def _check_in_state(self, states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for card in self:
            if card.state not in states:
                raise UserError(
                    self.env._(
                        "That cannot be done with card %(number)s. It is: %(state)s.",
                        number=card.number,
                        state=labels[card.state],
                    )
                )

    # What the active card grants

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

    # Members that are merged

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

    # Levels

    @api.model
    def _cron_move_levels(self):
        """Move members to the level of their turnover, and tell on the card why."""
        moves = self._level_moves()
        self.env["ir.cron"]._commit_progress(remaining=len(moves))
        for batch in split_every(LEVEL_BATCH, moves, list):
            self._apply_level_moves(batch)
            self.env["ir.cron"]._commit_progress(len(batch))

    @api.model
    def _level_moves(self):
        """Return who moves: a list of (card id, id of the new type, days, turnover in them)."""
        ladder = self.env["retail.member.card.type"]._ladder()
        if len(ladder) < 2:
            return []
        rank = {level.key: index for index, level in enumerate(ladder)}
        today = fields.Date.context_today(self)
        moves = []
        for card_id, type_id, since, turnover in self._turnovers():
            current = rank[type_id]
            level = next_level(ladder, current, turnover, (today - since).days)
            if level:
                days = level.days if rank[level.key] > current else ladder[current].days
                moves.append((card_id, level.key, days, turnover[days]))
        return moves

    @api.model
    def _turnovers(self):
        """Return (card id, type id, level since, {days: turnover}) of the cards that may move.

        Turnover is what the member paid, tax included and returns taken off, in the currency of the
        company that sold. A sales order counts as far as no till order settled it.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                WITH period AS (
                    SELECT DISTINCT turnover_days AS days
                      FROM retail_member_card_type
                     WHERE automatic AND active
                ),
                start AS (
                    SELECT now() AT TIME ZONE 'UTC' - MAX(days) * INTERVAL '1 day' AS moment
                      FROM period
                ),
                sale AS (
                    SELECT partner_id, date_order AS moment,
                           amount_total / COALESCE(NULLIF(currency_rate, 0), 1) AS amount
                      FROM pos_order, start
                     WHERE state IN ('paid', 'done') AND date_order >= start.moment
                    UNION ALL
                    SELECT partner_id, date_order,
                           GREATEST(amount_total - COALESCE(till.amount, 0), 0)
                               / COALESCE(NULLIF(currency_rate, 0), 1)
                      FROM start, sale_order
                 LEFT JOIN LATERAL (
                               SELECT SUM(line.price_subtotal_incl) AS amount
                                 FROM pos_order_line line
                                 JOIN pos_order ON pos_order.id = line.order_id
                                WHERE line.sale_order_origin_id = sale_order.id
                                  AND pos_order.state IN ('paid', 'done')
                           ) till ON TRUE
                     WHERE state = 'sale' AND date_order >= start.moment
                ),
                bought AS (
                    SELECT sale.partner_id, period.days, SUM(sale.amount) AS amount
                      FROM sale
                      JOIN period ON sale.moment
                           >= now() AT TIME ZONE 'UTC' - period.days * INTERVAL '1 day'
                  GROUP BY sale.partner_id, period.days
                )
                SELECT card.id, card.type_id, card.level_since,
                       jsonb_object_agg(period.days, COALESCE(bought.amount, 0))
                  FROM retail_member_card card
                  JOIN retail_member_card_type type ON type.id = card.type_id
            CROSS JOIN period
             LEFT JOIN bought
                    ON bought.partner_id = card.member_id AND bought.days = period.days
                 WHERE card.state = 'active' AND NOT COALESCE(card.level_pinned, FALSE)
                   AND type.automatic AND type.active
              GROUP BY card.id
                """
            )
        )
        return [
            (card_id, type_id, since, {int(days): amount for days, amount in turnover.items()})
            for card_id, type_id, since, turnover in rows
        ]

    @api.model
    def _apply_level_moves(self, moves):
        """Write the new types, a batch for each, and log the reason on each card."""
        card_types = self.env["retail.member.card.type"]
        by_type, reasons = defaultdict(list), {}
        for card_id, type_id, days, turnover in moves:
            by_type[type_id].append(card_id)
            card_type = card_types.browse(type_id)
            reasons[card_id] = self.env._(
                "Moved to %(level)s: turnover of %(amount)s in %(days)s days.",
                level=card_type.name,
                amount=format_amount(self.env, turnover, card_type.currency_id),
                days=days,
            )
        for type_id, card_ids in by_type.items():
            self.browse(card_ids).write({"type_id": type_id})
        self.browse(reasons)._message_log_batch(bodies=reasons)

    # For the till

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
