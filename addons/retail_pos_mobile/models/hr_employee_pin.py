from odoo import models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def write(self, vals):
        """@override A new PIN ends what the old one proved."""
        result = super().write(vals)
        if "pin" in vals:
            sign_ins = self.env["retail.till.sign.in"].sudo()
            sign_ins.search([("employee_id", "in", self.ids), ("proof", "!=", False)]).proof = False
        return result
