from datetime import timedelta
from uuid import uuid4

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.retail_base.lib.asks import asks


class RetailPopupTill(models.TransientModel):
    """Opens a pop-up till: a copy of a till with prices, promotions, days and stock of its own."""

    _name = "retail.popup.till"
    _description = "Open a Pop-up Till"

    config_id = fields.Many2one(
        "pos.config",
        string="Like Till",
        required=True,
        domain=[("popup_end", "=", False), ("store_id.is_store", "=", True)],
        help="Its ways to pay, receipts and settings are taken over; cash gets a drawer of its own.",
    )
    store_id = fields.Many2one(related="config_id.store_id")
    company_id = fields.Many2one(related="config_id.company_id")
    currency_id = fields.Many2one(related="config_id.currency_id")
    name = fields.Char(string="Pop-up Till", required=True)
    start = fields.Date(
        string="First Day", required=True, default=lambda self: fields.Date.context_today(self)
    )
    end = fields.Date(
        string="Last Day",
        required=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(weeks=1),
    )
    pricelist_id = fields.Many2one(
        "product.pricelist",
        string="Prices",
        domain="[('currency_id', '=', currency_id), ('company_id', 'in', (False, company_id))]",
        help="Left empty, the prices are those of the till it is like.",
    )
    program_ids = fields.Many2many(
        "loyalty.program",
        string="Promotions",
        compute="_compute_program_ids",
        # As the user: a stored field is computed as superuser, with other companies' promotions
        compute_sudo=False,
        store=True,
        readonly=False,
        domain=[("pos_ok", "=", True)],
        help="The promotions that run at the pop-up till; no others do.",
    )
    line_ids = fields.One2many("retail.popup.till.line", "popup_id", string="Goods to Take There")
    key = fields.Char(required=True, readonly=True, default=lambda self: str(uuid4()))

    @api.depends("config_id")
    def _compute_program_ids(self):
        for popup in self:
            till = popup.config_id
            popup.program_ids = till._get_program_ids() if till else False

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "pos.config":
            till = self.env["pos.config"].browse(self.env.context.get("active_id"))
            if "config_id" in fields and till.exists() and not till.popup_end:
                values["config_id"] = till.id
        return values

    @api.constrains("start", "end")
    def _check_dates(self):
        for popup in self:
            if popup.end < popup.start:
                raise ValidationError(
                    self.env._("The last day of a pop-up till is not before its first day.")
                )

    @asks("write")
    def action_open(self):
        """Make the till, its stock location and the transfer of its goods; open the till.

        The same request again opens the till that the first one made. Raises AccessError for whoever
        is no regional manager or administrator, or has another store's till, prices or goods.
        """
        self.ensure_one()
        self._check_may_open()
        tills = self.env["pos.config"].sudo().with_context(active_test=False)
        till = tills.search([("popup_key", "=", self.key)])
        till = till or self.sudo().with_company(self.company_id)._create_till()
        return {
            "type": "ir.actions.act_window",
            "res_model": "pos.config",
            "res_id": till.id,
            "view_mode": "form",
            "views": [(self.env.ref("retail_pos_mobile.view_popup_till_form").id, "form")],
        }

    def _check_may_open(self):
        self.config_id._check_may_open_popups()
        for chosen in (
            self.config_id,
            self.pricelist_id,
            self.program_ids,
            self.line_ids.product_id,
        ):
            chosen.check_access("read")
        if self.config_id.popup_end or not self.store_id.is_store:
            raise UserError(self.env._("Choose a till that a store has for good."))
        if self.end < self.config_id.sudo()._popup_today():
            raise UserError(self.env._("The last day of the pop-up till is over already."))

    def _create_till(self):
        location = self.env["stock.location"].create(self._location_values())
        # It is not copied with its name: a till's operation type has the name of its own stock
        picking_type = self.config_id.picking_type_id.copy(self._picking_type_values(location))
        till = self.config_id.copy(self._till_values(location, picking_type))
        # A promotion of no till in particular runs everywhere: leave it so
        for program in self.program_ids.filtered("pos_config_ids"):
            program.pos_config_ids = [Command.link(till.id)]
        goods = [(line.product_id, line.quantity) for line in self.line_ids]
        if goods:
            till._move_popup_goods(goods, self.store_id.lot_stock_id, location)
        return till

    def _location_values(self):
        return {
            "name": self.name,
            # Beside the store's stock, not in it: from there the other tills would sell it
            "location_id": self.store_id.view_location_id.id,
            "usage": "internal",
            "company_id": self.company_id.id,
        }

    def _picking_type_values(self, location):
        return {
            "name": self.name,
            "sequence_code": f"POP{location.id}",
            "default_location_src_id": location.id,
            # What a customer brings back goes to the pop-up's own stock
            "return_picking_type_id": False,
        }

    def _till_values(self, location, picking_type):
        values = {
            "name": self.name,
            "picking_type_id": picking_type.id,
            "trusted_config_ids": [Command.clear()],
            "payment_method_ids": [Command.set(self._payment_methods().ids)],
            "popup_start": self.start,
            "popup_end": self.end,
            "popup_location_id": location.id,
            "popup_program_ids": [Command.set(self.program_ids.ids)],
            "popup_key": self.key,
        }
        if self.pricelist_id:
            values |= {
                "use_pricelist": True,
                "pricelist_id": self.pricelist_id.id,
                "available_pricelist_ids": [Command.set(self.pricelist_id.ids)],
            }
        return values

    def _payment_methods(self):
        """The till's ways to pay; Odoo allows a cash journal to one till only."""
        methods = self.config_id.payment_method_ids
        cash = methods.filtered("is_cash_count")
        for method in cash:
            journal = method.journal_id.copy({"name": f"{method.journal_id.name} {self.name}"})
            methods |= method.copy({"journal_id": journal.id})  # with its name in each language
        return methods - cash
