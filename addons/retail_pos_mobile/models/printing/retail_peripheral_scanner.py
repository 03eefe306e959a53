from datetime import datetime, timedelta, timezone

from odoo import api, models
from odoo.tools import consteq, hmac

from .retail_peripheral import ASSIGN

LIFE = timedelta(minutes=5)
SHORT = 24  # hexadecimal digits of the seal, 96 bits


class RetailPeripheral(models.Model):
    """A scanner is given to a till by letting it read a code that the till shows."""

    _inherit = "retail.peripheral"

    @api.model
    def _assignment_code(self, till):
        """Return what a scanner of TILL's store reads within five minutes to become the till's."""
        until = int((datetime.now(timezone.utc) + LIFE).timestamp())
        return f"{ASSIGN}{till.id}:{until}:{self._seal(till.id, until)}"

    def _take_assignment(self, code):
        """Give this scanner to the till of a code; return whether it was a right one."""
        self.ensure_one()
        till_id, until, seal = [*code.removeprefix(ASSIGN).split(":"), "", "", ""][:3]
        is_sealed = consteq(seal, self._seal(till_id, until))
        if not (is_sealed and till_id.isdecimal() and until.isdecimal()):
            return False
        till = self.env["pos.config"].sudo().browse(int(till_id)).exists()
        is_late = int(until) < datetime.now(timezone.utc).timestamp()
        if is_late or not till or till.store_id != self.store_id:
            return False
        self.sudo().till_id = till
        return True

    @api.model
    def _seal(self, till_id, until):
        return hmac(self.env(su=True), "retail_scanner_of_till", f"{till_id}:{until}")[:SHORT]
