from datetime import timedelta
from secrets import token_urlsafe

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, consteq

from odoo.addons.retail_base.lib.asks import asks

from .retail_return import TILL_USER

# A shift; after it the PIN is entered again
VALID = timedelta(hours=14)
MAX_TRIES = 5
MAX_TRIES_A_DAY = 20
TRIES_WITHIN = timedelta(minutes=10)
KEPT = timedelta(days=180)


class RetailTillSignIn(models.Model):
    """Who entered a PIN at a till that employees share, right or wrong: rows are only added.

    Tills check PINs by themselves, against what Odoo has sent them, so that a sale can name anybody
    as its cashier. A till with a connection lets the server check the PIN too and gets a proof, which
    it sends along with sales and questions of this employee. See docs/decisions/shared-tills.md.
    """

    _name = "retail.till.sign.in"
    _description = "Sign-in at a Shared Till"
    _order = "id desc"
    _rec_name = "employee_id"
    _log_access = False

    moment = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    employee_id = fields.Many2one(
        "hr.employee",
        readonly=True,
        index=True,
        ondelete="cascade",
        help="Nobody where a badge was scanned that is none.",
    )
    config_id = fields.Many2one(
        "pos.config", string="Till", required=True, readonly=True, index=True, ondelete="cascade"
    )
    store_id = fields.Many2one("stock.warehouse", readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Signed In As", required=True, readonly=True, ondelete="cascade"
    )
    is_right = fields.Boolean(string="Right PIN", readonly=True)
    proof = fields.Char(readonly=True, groups="base.group_system")

    _proof_unique = models.UniqueIndex("(proof) WHERE proof IS NOT NULL")

    @api.model
    @asks("read", "pos.config")
    @asks(groups=(TILL_USER,))
    def sign_in(self, config_id, employee_id, pin):
        """Check the PIN of who takes over a shared till.

        A wrong PIN is kept, so it is answered rather than raised: an error would undo the row.

        :return: `{"proof": text}`, which this phone keeps, or `{"error": text}`
        """
        config = self._till(config_id)
        employee = self.env["retail.me.page"]._employee_at_till(config, employee_id)
        row, error = self._try_pin(config, employee, pin)
        if error:
            return {"error": error}
        row.proof = token_urlsafe(24)
        return {"proof": row.proof}

    @api.model
    @asks("read", "pos.config")
    @asks(groups=(TILL_USER,))
    def who_has_badge(self, config_id, badge):
        """Return the id of the employee of a shared till whose badge was scanned, or what is wrong."""
        config = self._till(config_id)
        employees = self.env["hr.employee"].sudo().search(config._employee_domain(self.env.uid))
        employee, error = self._try_badge(config, employees, badge)
        return {"error": error} if error else {"employee_id": employee.id}

    @api.model
    def _till(self, config_id):
        """Return a till that the user may open, a store's or not, as superuser."""
        known = self.env["pos.config"].search(
            [("id", "=", config_id if type(config_id) is int else 0)]
        )
        if not known:
            raise AccessError(self.env._("You may not use this till."))
        return known.sudo()

    @api.model
    def _try_badge(self, config, employees, badge):
        """Compare a badge that was scanned at a till with those of EMPLOYEES; wrong ones are kept.

        :return: (employee or None, message of what is wrong or None)
        """
        sign_ins = self.sudo()
        wrong = [("config_id", "=", config.id), ("employee_id", "=", False)]
        recent = [("moment", ">", fields.Datetime.now() - TRIES_WITHIN)]
        if sign_ins.search_count(wrong + recent, limit=MAX_TRIES_A_DAY) >= MAX_TRIES_A_DAY:
            return None, self.env._("Too many wrong badges. Try again in ten minutes.")
        badge = badge.strip() if isinstance(badge, str) and badge.isascii() else ""
        employee = employees.filtered(lambda row: row.barcode and consteq(row.barcode, badge))
        if employee:
            return employee, None
        sign_ins.create(
            {
                "config_id": config.id,
                "store_id": config.store_id.id,
                "company_id": config.company_id.id,
                "user_id": self.env.uid,
            }
        )
        return None, self.env._("Nobody at this till has this badge.")

    @api.model
    def _try_pin(self, config, employee, pin):
        """Compare a PIN that was typed at a till, and keep that it was tried.

        Tries for one employee go one after the other, so that many at once are counted as well: the
        second of two sees a row that changed under it, and Odoo begins its call again.

        :return: (row of the try or None, message of what is wrong or None)
        """
        self.env.cr.execute(
            SQL("UPDATE hr_employee SET write_uid = write_uid WHERE id = %s", employee.id)
        )
        sign_ins = self.sudo()
        if sign_ins._has_tried_too_often(employee):
            return None, self.env._("Too many wrong PINs. Try again in ten minutes.")
        row = sign_ins.create(
            {
                "employee_id": employee.id,
                "config_id": config.id,
                "store_id": config.store_id.id,
                "company_id": config.company_id.id,
                "user_id": self.env.uid,
                "is_right": employee._is_pin(pin),
            }
        )
        if not row.is_right:
            return row, self.env._("This is not the PIN of %s.", employee.name)
        return row, None

    @api.model
    def _has_tried_too_often(self, employee):
        """Tell whether a PIN of four digits would fall to patience: in minutes, or in days."""
        now = fields.Datetime.now()
        return any(
            self.search_count(
                [
                    ("employee_id", "=", employee.id),
                    ("is_right", "=", False),
                    ("moment", ">", now - within),
                ],
                limit=most,
            )
            >= most
            for most, within in ((MAX_TRIES, TRIES_WITHIN), (MAX_TRIES_A_DAY, timedelta(days=1)))
        )

    @api.model
    def _is_proven(self, config, employee, proof, moment=None):
        """Tell whether who was at a till at a moment is who the till says.

        Who signed in to Odoo himself needs no PIN, and who has no PIN cannot prove anything: such
        an employee is whoever taps the name, which the company decides.
        """
        employee = employee.sudo()
        if employee.user_id == self.env.user or not employee.pin_hash:
            return True
        if not isinstance(proof, str):
            return False
        moment = moment or fields.Datetime.now()
        return bool(
            self.sudo().search_count(
                [
                    ("proof", "=", proof),
                    ("employee_id", "=", employee.id),
                    ("config_id", "=", config.id),
                    # The clocks of phone and server may differ by what is tolerated elsewhere
                    ("moment", "<", moment + timedelta(minutes=15)),
                    ("moment", ">", moment - VALID),
                ],
                limit=1,
            )
        )

    @api.autovacuum
    def _forget_old_rows(self):
        self.search([("moment", "<", fields.Datetime.now() - KEPT)]).unlink()
