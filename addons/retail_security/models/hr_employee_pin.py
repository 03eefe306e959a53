from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class HrEmployee(models.Model):
    """A PIN is kept as passwords are: by a slow, salted hash that nobody reads.

    Whoever writes a PIN writes a hash, and whoever reads it reads nothing. `_is_pin` compares.
    """

    _inherit = "hr.employee"

    pin = fields.Char(compute="_compute_pin", inverse="_inverse_pin", store=False)
    pin_hash = fields.Char(readonly=True, copy=False, groups="base.group_system")
    pin_length = fields.Integer(
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
        help="How many digits the PIN has: a pad sends it with the last one.",
    )
    has_pin = fields.Boolean(
        string="Has a PIN", compute="_compute_has_pin", groups="hr.group_hr_user"
    )

    def init(self):
        """Hash the PINs that were there before."""
        super().init()
        self.env.cr.execute(
            "SELECT FROM information_schema.columns WHERE table_name = %s AND column_name = 'pin'",
            [self._table],
        )
        if not self.env.cr.rowcount:
            return
        self.env.cr.execute("SELECT id, pin FROM hr_employee WHERE pin IS NOT NULL FOR UPDATE")
        for employee_id, pin in self.env.cr.fetchall():
            self.browse(employee_id)._keep_pin(pin)
        self.env.cr.execute("UPDATE hr_employee SET pin = NULL WHERE pin IS NOT NULL")

    def _compute_pin(self):
        self.pin = False

    @api.depends("pin_hash")
    def _compute_has_pin(self):
        for employee in self:
            employee.has_pin = bool(employee.sudo().pin_hash)

    def _inverse_pin(self):
        for employee in self:
            pin = employee.pin or ""
            if pin and not (pin.isascii() and pin.isdigit()):
                raise ValidationError(self.env._("The PIN must be a sequence of digits."))
            employee._keep_pin(pin)

    def _keep_pin(self, pin):
        hashed = self.env["res.users"]._crypt_context().hash(pin) if pin else None
        self.env.cr.execute(
            SQL(
                "UPDATE hr_employee SET pin_hash = %s, pin_length = %s WHERE id = %s",
                hashed,
                len(pin or ""),
                self.id,
            )
        )
        self.invalidate_recordset(["pin", "pin_hash", "pin_length", "has_pin"])

    def _is_pin(self, pin):
        """Tell whether somebody typed the PIN of this employee; about as slow as a log-in."""
        self.ensure_one()
        hashed = self.sudo().pin_hash
        if not hashed or not isinstance(pin, str) or not pin:
            return False
        return self.env["res.users"]._crypt_context().verify(pin, hashed)
