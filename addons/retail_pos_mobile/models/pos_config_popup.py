import logging

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.retail_base.lib.asks import asks

from ..lib import business_date

_logger = logging.getLogger(__name__)

MAY_OPEN_POPUPS = "retail_security.group_regional_manager"
POPUP_FIELDS = {
    "popup_start",
    "popup_end",
    "popup_location_id",
    "popup_program_ids",
    "popup_return_id",
    "popup_key",
}


class PosConfig(models.Model):
    """A pop-up till sells for some days, at its own prices, from a small stock of its own."""

    _inherit = "pos.config"

    popup_start = fields.Date(string="First Day", copy=False)
    popup_end = fields.Date(
        string="Last Day",
        copy=False,
        help="A pop-up till sells until the end of this day in its store, then it closes by itself.",
    )
    popup_location_id = fields.Many2one(
        "stock.location",
        string="Pop-up Stock",
        copy=False,
        readonly=True,
        ondelete="restrict",
        help="What the pop-up till sells; the other tills of the store leave it alone.",
    )
    popup_program_ids = fields.Many2many(
        "loyalty.program",
        "retail_popup_till_program_rel",
        copy=False,
        string="Pop-up Promotions",
        help="The promotions that run at this pop-up till; no others do.",
    )
    popup_return_id = fields.Many2one(
        "stock.picking",
        string="Return Transfer",
        copy=False,
        readonly=True,
        help="Takes what was not sold back to the stock of the store.",
    )
    popup_key = fields.Char(
        copy=False, readonly=True, help="Makes one till of a request that is sent twice."
    )

    _popup_key_unique = models.Constraint(
        "unique(popup_key)", "This pop-up till has been opened already."
    )

    @api.constrains("popup_start", "popup_end")
    def _check_popup_dates(self):
        for config in self:
            if bool(config.popup_start) != bool(config.popup_end):
                raise ValidationError(self.env._("A pop-up till has a first and a last day."))
            if config.popup_end and config.popup_end < config.popup_start:
                raise ValidationError(
                    self.env._("The last day of a pop-up till is not before its first day.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        if any(POPUP_FIELDS & values.keys() for values in vals_list):
            self._check_may_open_popups()
        return super().create(vals_list)

    def write(self, vals):
        """@override Odoo lets whoever sells write on a till."""
        if POPUP_FIELDS & vals.keys():
            self._check_may_open_popups()
        return super().write(vals)

    @api.model
    def _check_may_open_popups(self):
        if not self.env.su and not self.env.user.has_group(MAY_OPEN_POPUPS):
            raise AccessError(
                self.env._("Only a regional manager or an administrator opens pop-up tills.")
            )

    def open_ui(self):
        """@override A pop-up till opens on its days only, also where a session was left open."""
        self._check_popup_day()
        return super().open_ui()

    def _check_popup_day(self):
        """Raise UserError for a pop-up till before its first or after its last day."""
        # What is read as superuser below is in the cache, and natively nothing else would ask
        self.check_access("read")
        for config in self.sudo().filtered("popup_end"):
            if config._popup_today() < config.popup_start:
                message = self.env._(
                    "%(till)s is a pop-up till: it opens on %(day)s.",
                    till=config.name,
                    day=format_date(self.env, config.popup_start),
                )
            elif config._is_popup_over():
                message = self.env._(
                    "%(till)s is a pop-up till: its last day was %(day)s. Ask your head office if it "
                    "is to go on.",
                    till=config.name,
                    day=format_date(self.env, config.popup_end),
                )
            else:
                continue
            raise UserError(message)

    def _is_popup_over(self):
        """Return whether the last day of this pop-up till has ended in its store."""
        self.ensure_one()
        return bool(self.popup_end) and self._popup_today() > self.popup_end

    def _popup_today(self):
        return business_date.local_day(fields.Datetime.now(), self.store_id._get_time_zone())

    def _get_program_ids(self):
        """@override A pop-up till has the promotions that were chosen for it."""
        programs = super()._get_program_ids()
        return programs & self.popup_program_ids if self.popup_end else programs

    @api.model
    def _cron_close_popups(self):
        """Close the pop-up tills whose last day has ended: sessions, stock, till."""
        # A day later somewhere on earth: whether a store's own day has ended is asked below
        candidates = self.search(
            [("popup_end", "<=", fields.Date.today())], order="popup_end, id"
        ).filtered(lambda config: config._is_popup_over())
        for config in candidates:
            try:
                with self.env.cr.savepoint():
                    config._close_popup()
            except UserError as error:
                _logger.warning("Pop-up till %s stays open: %s", config.name, error)
                config._tell_responsible(
                    self.env._("Close the pop-up till %s", config.name), str(error)
                )

    def _close_popup(self):
        """Close a pop-up till for good; what was not sold waits to be taken back to the store."""
        self.ensure_one()
        sessions = self.session_ids.filtered(lambda session: session.state != "closed")
        sessions._close_popup_sessions()
        self._prepare_popup_return()
        self.active = False

    @asks(groups=(MAY_OPEN_POPUPS,))
    def action_return_popup_stock(self):
        """Prepare the transfer of the unsold goods back to the store, and open it."""
        self.ensure_one()
        self._check_may_open_popups()
        self.check_access("write")
        if self.current_session_id:
            raise UserError(self.env._("Close the session of %s first.", self.name))
        picking = self.sudo()._prepare_popup_return()
        if not picking:
            raise UserError(self.env._("Nothing is left in the stock of %s.", self.name))
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.picking",
            "res_id": picking.id,
            "view_mode": "form",
        }

    def _prepare_popup_return(self):
        """Return the open transfer of what is left to the store's stock, made now if need be."""
        self.ensure_one()
        if self.popup_return_id.state not in (False, "done", "cancel"):
            return self.popup_return_id
        left = self.env["stock.quant"]._read_group(
            [("location_id", "child_of", self.popup_location_id.id), ("quantity", ">", 0)],
            ["product_id"],
            ["quantity:sum"],
        )
        if left:
            stock = self.store_id.lot_stock_id
            self.popup_return_id = self._move_popup_goods(left, self.popup_location_id, stock)
            self._tell_responsible(
                self.env._("Take back the goods of %s", self.name), self.popup_return_id.name
            )
        return self.popup_return_id if left else self.env["stock.picking"]

    def _move_popup_goods(self, goods, source, destination):
        """Return a confirmed internal transfer of GOODS, pairs of product and quantity."""
        locations = {"location_id": source.id, "location_dest_id": destination.id}
        # Odoo hides it where a warehouse has one location: from now on this one has two
        self.store_id.int_type_id.active = True
        picking = (
            self.env["stock.picking"]
            .with_company(self.company_id)
            .create(
                {
                    "picking_type_id": self.store_id.int_type_id.id,
                    "origin": self.name,
                    **locations,
                    "move_ids": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_uom": product.uom_id.id,
                                "product_uom_qty": quantity,
                                **locations,
                            }
                        )
                        for product, quantity in goods
                    ],
                }
            )
        )
        picking.action_confirm()
        picking.action_assign()
        return picking

    def _tell_responsible(self, summary, note):
        """Plan an activity for who is responsible for the store; one of a kind is enough."""
        store, user = self.store_id, self.store_id.responsible_id
        if user and summary not in store.activity_ids.mapped("summary"):
            store.activity_schedule(
                "mail.mail_activity_data_todo", summary=summary, note=note, user_id=user.id
            )
