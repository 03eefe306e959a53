from datetime import timedelta
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError, ValidationError

from odoo.addons.retail_base.lib.asks import asks

MANAGERS = ("retail_security.group_store_manager", "retail_security.group_administrator")
# Changed by the actions only, so that a card's life stays traceable
FIXED_FIELDS = {"number", "member_id", "state", "uuid", "replaced_by_id", "level_since"}


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
    phone_shared_since = fields.Date(
        string="Shared Phone Number",
        readonly=True,
        copy=False,
        help="The day on which another member was found to have the same phone number under a clearly "
        "different name. A manager was asked to look.",
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

    @asks("write")
    def action_lose(self):
        """Report cards as lost: they open nothing any more."""
        self._change_state({"active", "frozen"}, "lost")

    @asks("write")
    def action_freeze(self):
        """Stop cards for a while."""
        self._change_state({"active"}, "frozen")

    @asks("write")
    def action_unfreeze(self):
        """Put frozen cards into use again."""
        self._check_in_state({"frozen"})
        self._check_members_free(self.member_id.ids)
        self._change_state({"frozen"}, "active")

    @asks("write")
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

    def _retail_manager(self):
        """Return who decides about this card: a manager of its store, or else who asks."""
        self.ensure_one()
        managers = self.env["res.users"].sudo()
        if self.store_id:
            managers = managers.search(
                [
                    ("all_group_ids", "in", self.env.ref(MANAGERS[0]).ids),
                    ("store_ids", "in", self.store_id.ids),
                ],
                order="id",
                limit=1,
            )
        return managers or self.env.user
