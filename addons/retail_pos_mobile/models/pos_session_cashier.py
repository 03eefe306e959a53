from odoo import models
from odoo.exceptions import ValidationError

from odoo.addons.retail_base.lib.asks import asks

from ..lib.from_phone import from_phone


class PosSession(models.Model):
    _inherit = "pos.session"

    @from_phone
    @asks("write")
    def _retail_take_over(self, _uuid, values):
        """Note who took over a till that had no connection; a session that is closed stays as it is.

        :param dict values: session_id, employee_id
        """
        try:
            session = self.browse(int(values["session_id"])).exists()
            employee = self.env["hr.employee"].sudo().browse(int(values["employee_id"])).exists()
        except (KeyError, TypeError, ValueError) as error:
            raise ValidationError(self.env._("This delivery is incomplete.")) from error
        session.check_access("write")
        if session.state != "closed" and employee.company_id == session.company_id:
            session.employee_id = employee
        return bool(session)
