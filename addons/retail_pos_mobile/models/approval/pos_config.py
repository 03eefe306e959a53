from odoo import api, models

from odoo.addons.retail_base.lib.asks import asks

from ..pos_order import MANAGERS
from .retail_approval import MANAGER


class PosConfig(models.Model):
    """What a till knows of approvals: what its user may not do alone, and who may allow it."""

    _inherit = "pos.config"

    @asks(groups=MANAGERS)
    def write(self, vals):
        """@override What a till asks managers for is not switched off by those who would be asked."""
        return super().write(vals)

    @api.model
    def _load_pos_data_read(self, records, config):
        read_records = super()._load_pos_data_read(records, config)
        known = config._approval_data()
        for record in read_records:
            record.update(known)
        return read_records

    def _approval_data(self):
        """Return what the user may not do alone here, and who may allow it in which way."""
        self.ensure_one()
        approvals = self.env["retail.approval"]
        policy = self.env["retail.approval.rule"]._policy(self) if self.store_id.is_store else {}
        known = {
            "_approval_policy": {
                name: {
                    "limit": rule["limit"] if name != "discount" or self.manual_discount else 0,
                    "reason": rule["reason"],
                }
                for name, rule in policy.items()
            },
            "_approvers": [],
            "_approval_keys": self._approval_keys(list(policy)) if policy else [],
            "_may_approve": self.env.user.has_group(MANAGER),
        }
        for employee in self._approvers() if policy else ():
            operations = [
                name
                for name in policy
                if approvals._employee_may_approve(employee, self.sudo(), [name])
            ]
            if operations:
                known["_approvers"].append(
                    {
                        "id": employee.id,
                        "name": employee.name,
                        "pin_length": employee.pin_length,
                        "operations": operations,
                    }
                )
        return known

    def _approvers(self, with_badge=False):
        """Return the employees whose PIN, or badge, is that of a manager of this till."""
        self.ensure_one()
        config = self.sudo()
        if not with_badge:
            return config._return_deciders()
        employees = self.env["hr.employee"].sudo()
        employees = employees.search(
            [("barcode", "!=", False), ("company_id", "in", [config.company_id.id, False])]
        )
        return employees.filtered(
            lambda employee: (
                employee in config.advanced_employee_ids
                or employee.user_id._decides_returns_of(config.store_id)
            )
        )

    def _approval_keys(self, operations):
        """Return the public keys of managers whose signature counts at this till."""
        config = self.sudo()
        approvals = self.env["retail.approval"]
        keys = self.env["retail.approval.key"].sudo().search([("user_id.active", "=", True)])
        rows = []
        for key in keys:
            allowed = [
                name for name in operations if approvals._may_approve(key.user_id, config, [name])
            ]
            if allowed:
                rows.append(
                    {
                        "id": key.id,
                        "name": key.user_id.name,
                        "key": key.public_key,
                        "operations": allowed,
                    }
                )
        return rows
