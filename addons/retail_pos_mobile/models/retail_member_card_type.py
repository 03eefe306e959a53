from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.retail_base.lib.asks import asks

from ..lib.member_level import Level


class RetailMemberCardType(models.Model):
    """A kind of member card (卡类) and what it grants.

    The discount lives in a native price list and the points in a native loyalty programme: both
    work in every sales order and at every till. Here stands only which of them a card brings.
    """

    _name = "retail.member.card.type"
    _description = "Member Card Type"
    _inherit = ["pos.load.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(
        string="Level",
        default=10,
        help="A higher number is a higher level. Members climb from low to high.",
    )
    color = fields.Integer()
    image = fields.Image(max_width=512, max_height=512)
    manager_only = fields.Boolean(
        string="Issued by Managers Only", help="Guides cannot issue cards of this type."
    )
    pricelist_id = fields.Many2one(
        "product.pricelist",
        ondelete="restrict",
        help="Becomes the price list of a member with an active card of this type, and of nobody "
        "else by default.",
    )
    discount = fields.Float(
        string="Discount (%)",
        compute="_compute_discount",
        compute_sudo=True,
        inverse="_inverse_discount",
        help="The discount of the price list on all products. A value here makes the price list if "
        "there is none yet.",
    )
    program_id = fields.Many2one(
        "loyalty.program",
        string="Loyalty Program",
        domain=[("program_type", "=", "loyalty")],
        ondelete="restrict",
        help="Points are collected in this program, on a loyalty card with the member card's number.",
    )
    sequence_id = fields.Many2one(
        "ir.sequence",
        string="Card Numbers",
        copy=False,
        ondelete="restrict",
        groups="base.group_system",
        help="Gives a number to a card that is issued without one.",
    )
    automatic = fields.Boolean(
        string="Follows Turnover",
        help="Members come to this level and leave it by what they buy. A level that does not "
        "follow turnover, such as a staff card, is given and taken by hand.",
    )
    reach_turnover = fields.Monetary(
        string="Turnover to Reach",
        help="A member whose turnover over the period is at least this moves up to this level.",
    )
    keep_turnover = fields.Monetary(
        string="Turnover to Keep",
        help="A member who has held this level for a whole period and bought less moves down.",
    )
    turnover_days = fields.Integer(string="Period (days)", default=365, required=True)
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    card_ids = fields.One2many("retail.member.card", "type_id")
    card_count = fields.Integer(string="Active Cards", compute="_compute_card_count")

    _turnover_order = models.Constraint(
        "CHECK (keep_turnover >= 0 AND reach_turnover >= keep_turnover)",
        "The turnover to keep a level cannot be negative, nor more than that to reach it.",
    )
    _turnover_days_range = models.Constraint(
        "CHECK (turnover_days BETWEEN 1 AND 3650)",
        "The period has 1 to 3650 days.",
    )

    @api.depends("pricelist_id.item_ids.percent_price")
    def _compute_discount(self):
        for card_type in self:
            card_type.discount = card_type._global_discount_item().percent_price

    def _inverse_discount(self):
        for card_type in self:
            if not 0 <= card_type.discount <= 100:
                raise ValidationError(
                    self.env._("A discount has 0 to 100 %%, not %s.", card_type.discount)
                )
            item = card_type._global_discount_item()
            if item:
                item.percent_price = card_type.discount
            elif card_type.discount:
                card_type._create_global_discount_item(card_type.discount)

    def _global_discount_item(self):
        return self.pricelist_id.item_ids.filtered(
            lambda item: (
                item.applied_on == "3_global"
                and item.compute_price == "percentage"
                and not item.date_start
                and not item.date_end
            )
        )[:1]

    def _create_global_discount_item(self, percent):
        if not self.pricelist_id:
            self.pricelist_id = self.env["product.pricelist"].create(
                {"name": self.name, "company_id": False}
            )
        self.env["product.pricelist.item"].create(
            {
                "pricelist_id": self.pricelist_id.id,
                "applied_on": "3_global",
                "compute_price": "percentage",
                "percent_price": percent,
            }
        )

    def _compute_card_count(self):
        counts = dict(
            self.env["retail.member.card"]._read_group(
                [("type_id", "in", self.ids), ("state", "=", "active")], ["type_id"], ["__count"]
            )
        )
        for card_type in self:
            card_type.card_count = counts.get(card_type, 0)

    @api.constrains("sequence_id")
    def _check_sequence(self):
        for sequence in self.sudo().sequence_id:
            if sequence.implementation != "standard" or sequence.use_date_range:
                raise ValidationError(
                    self.env._(
                        "%s cannot number cards: it needs the standard implementation, without "
                        "date ranges, so that tills do not wait for each other.",
                        sequence.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        card_types = super().create(vals_list)
        card_types._create_missing_sequences()
        return card_types

    def write(self, vals):
        former = self.pricelist_id
        result = super().write(vals)
        if {"pricelist_id", "program_id"} & vals.keys():
            members = self.sudo().card_ids.filtered(lambda card: card.state == "active").member_id
            self.env["retail.member.card"]._sync_benefits(members, former_pricelists=former)
        return result

    def _create_missing_sequences(self):
        for card_type in self.sudo().filtered(lambda card_type: not card_type.sequence_id):
            card_type.sequence_id = self.env["ir.sequence"].create(
                {
                    "name": card_type.name,
                    "prefix": f"M{card_type.id:02}",
                    "padding": 7,
                    "company_id": False,
                }
            )

    def _draw_numbers(self, count):
        """Return ``count`` new card numbers, in one query; none of them is used by a card."""
        self.ensure_one()
        sequence = self.sudo().sequence_id
        numbers = []
        while len(numbers) < count:
            rows = self.env.execute_query(
                SQL(
                    "SELECT nextval(%s) FROM generate_series(1, %s)",
                    f"ir_sequence_{sequence.id:03d}",
                    count - len(numbers),
                )
            )
            drawn = [sequence.get_next_char(row[0]) for row in rows]
            taken = self.env["retail.member.card"]._used_numbers(drawn)
            numbers += [number for number in drawn if number not in taken]
        return numbers

    @api.model
    def _load_pos_data_fields(self, config):
        return [
            *("name", "color", "sequence", "discount"),
            *("manager_only", "pricelist_id", "write_date"),
        ]

    @api.model
    def _granted(self, field):
        """Return the price lists or the loyalty programs that any card type grants, as superuser."""
        card_types = self.sudo().with_context(active_test=False)
        return card_types.search([(field, "!=", False)])[field]

    @api.model
    def _default_for_new_member(self):
        """Return the type that a new member gets when nobody chose one: the lowest open one."""
        return self.search([("manager_only", "=", False)], limit=1)

    @api.model
    def _ladder(self):
        """Return the levels that follow turnover, from the lowest to the highest."""
        return [
            Level(
                card_type.id,
                card_type.reach_turnover,
                card_type.keep_turnover,
                card_type.turnover_days,
            )
            for card_type in self.search([("automatic", "=", True)])
        ]

    @asks("read", "retail.member.card")
    def action_view_cards(self):
        """Open the active cards of this type."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "retail_pos_mobile.action_retail_member_cards"
            ),
            "context": {
                "search_default_type_id": self.id,
                "search_default_active_cards": 1,
                "default_type_id": self.id,
            },
        }
