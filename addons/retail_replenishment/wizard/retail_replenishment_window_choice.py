from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.retail_base.lib.asks import asks

PRESET_NAMES = [
    ("yesterday", "Yesterday"),
    ("3d", "3 Days"),
    ("7d", "7 Days"),
    ("15d", "15 Days"),
    ("any", "From … to …"),
]


class RetailReplenishmentWindowChoice(models.TransientModel):
    """Which window the board of the back end shows."""

    _name = "retail.replenishment.window.choice"
    _description = "Window of the Replenishment Board"

    window = fields.Selection(PRESET_NAMES, required=True, default="7d")
    first_day = fields.Date(string="From", default=lambda self: fields.Date.context_today(self))
    last_day = fields.Date(string="To", default=lambda self: fields.Date.context_today(self))

    @api.onchange("first_day")
    def _onchange_first_day(self):
        if self.first_day and self.last_day and self.last_day < self.first_day:
            self.last_day = self.first_day

    @asks("read", "retail.replenishment.window")
    def action_open(self):
        """Open the board of the chosen window.

        :raises UserError: the days are no window
        """
        self.ensure_one()
        Window = self.env["retail.replenishment.window"]
        Window.check_access("read")
        if self.window == "any":
            window = f"{self.first_day or ''}..{self.last_day or ''}"
            first, last = Window._window_days(window)
            name = f"{format_date(self.env, first)} – {format_date(self.env, last)}"
        else:
            window = self.window
            name = dict(self._fields["window"]._description_selection(self.env))[window]
        return Window._action_open(window, self.env._("Replenishment Board: %s", name))
