from datetime import timedelta
from uuid import UUID

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.retail_base.lib.asks import asks

# Later on nobody stands before the drawer. Shorter than what a job waits before it is given again
LIFE = timedelta(seconds=30)


class RetailPrintJob(models.Model):
    """A drawer that hangs on a printer of the server, which opens it."""

    _inherit = "retail.print.job"

    @api.model
    @asks("read", "pos.session")
    @asks(groups=("point_of_sale.group_pos_user",))
    def open_drawer(self, uuid, values):
        """Open the drawer at the printer of a till without a sale, once for each uuid, and tell the trail.

        :param values: ``session_id``; as well ``approval_key``, ``signed_approvals``, and what
            `retail.audit.event`, `_note_at_till` takes
        :raise AccessError: the session is not one of the user's
        :raise UserError: there is no such drawer, or nobody approved it
        """
        key = self._drawer_key(uuid)
        session = self.env["pos.session"].browse(self._drawer_session(values)).exists()
        session.check_access("read")
        printer = self._drawer_printer(session.sudo())
        self.env.cr.execute(SQL("SELECT pg_advisory_xact_lock(hashtext(%s))", key))
        if not self.sudo().search_count([("uuid", "=", key)], limit=1):
            # The money that it is opened with is counted before anything is sold
            if session.state != "opening_control":
                self._check_drawer(session.sudo().config_id, key, values)
            self._queue_pulse(printer, key)
            self.env["retail.audit.event"]._note_at_till("drawer", session, values)
        return {"printer": printer.name}

    @api.model
    def _drawer_key(self, uuid):
        try:
            return str(UUID(uuid))
        except (AttributeError, TypeError, ValueError) as error:
            raise ValidationError(self.env._("This delivery is incomplete.")) from error

    @api.model
    def _drawer_session(self, values):
        number = values.get("session_id") if isinstance(values, dict) else None
        if type(number) is not int or not 0 < number < 2**31:
            raise ValidationError(self.env._("This delivery is incomplete."))
        return number

    @api.model
    def _drawer_printer(self, session):
        """Return the printer on which the drawer of a session's till hangs."""
        printer = session.config_id.receipt_printer_id
        if not session or session.state == "closed":
            raise UserError(self.env._("This session is closed."))
        if not printer or not session.config_id.iface_cashdrawer:
            raise UserError(self.env._("No drawer hangs on a printer of this till."))
        return printer

    @api.model
    def _check_drawer(self, config, key, values):
        """Refuse what needs an approval and has none; made to override."""

    @api.model
    def _queue_pulse_once(self, printer, uuid):
        if not self.sudo().search_count([("uuid", "=", uuid)], limit=1):
            self._queue_pulse(printer, uuid)

    @api.model
    def _queue_pulse(self, printer, uuid):
        return self.sudo().create(
            {
                "uuid": uuid,
                "printer_id": printer.id,
                "user_id": self.env.uid,
                "is_pulse": True,
                "receipt": {"blocks": [], "cut": False, "drawer": True},
                "expires_at": fields.Datetime.now() + LIFE,
            }
        )
