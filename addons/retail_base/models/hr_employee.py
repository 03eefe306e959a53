from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    is_guide = fields.Boolean(
        string="Shopping Guide",
        help="A guide serves customers in a store and is credited with the sales.",
    )
    store_id = fields.Many2one(
        "stock.warehouse",
        domain=[("is_store", "=", True)],
        index="btree_not_null",
        help="The store where this employee works.",
    )

    @api.constrains("store_id", "company_id")
    def _check_store(self):
        """Staff of headquarters may work in a branch's store, not the other way round."""
        for employee in self.filtered("store_id"):
            store = employee.store_id.sudo()
            if not store.is_store:
                raise ValidationError(
                    self.env._(
                        "%(warehouse)s is no store: %(employee)s cannot work there as store staff.",
                        warehouse=store.name,
                        employee=employee.name,
                    )
                )
            if employee.company_id not in store.company_id.parent_ids:
                raise ValidationError(
                    self.env._(
                        "%(employee)s works for %(company)s, but %(store)s belongs to %(owner)s.",
                        employee=employee.name,
                        company=employee.company_id.name,
                        store=store.name,
                        owner=store.company_id.name,
                    )
                )
