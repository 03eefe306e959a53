from odoo import fields, models

from ..lib.audit_chain import ALGORITHMS
from . import retail_login_lock as lock
from .ir_attachment import MEGABYTES
from .ir_http_edge import CSP_EXTRA
from .retail_audit_checkpoint import KEPT_DAYS
from .retail_audit_event import ALGORITHM
from .retail_audited import HIDDEN, LONGEST_VALUE, SECRET


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    audit_algorithm = fields.Selection(
        [("sha256", "SHA-256"), ("sm3", "SM3 (GB/T 32905)")],
        string="Hash of the Audit Trail",
        default=ALGORITHMS[0],
        config_parameter=ALGORITHM,
        help="For the events that come; those that are sealed keep theirs.",
    )
    audit_kept_days = fields.Integer(
        string="Days to Keep",
        config_parameter=KEPT_DAYS,
        help="Zero keeps everything. Less than 180 counts as 180.",
    )
    login_attempts = fields.Integer(
        string="Wrong Attempts", default=10, config_parameter=lock.ATTEMPTS
    )
    login_locked_minutes = fields.Integer(
        string="Minutes to Wait", default=30, config_parameter=lock.MINUTES
    )
    login_wide_attempts = fields.Integer(
        string="Wrong Attempts, Wider", default=100, config_parameter=lock.WIDE_ATTEMPTS
    )
    upload_megabytes = fields.Integer(
        string="Largest File (MB)", default=32, config_parameter=MEGABYTES
    )
    csp_extra = fields.Char(string="Foreign Addresses", config_parameter=CSP_EXTRA)

    def execute(self):
        """@override What is saved here is told to the audit trail: what it was, and what it is now."""
        former = self.new(self.default_get(list(self._fields)))
        changes = {
            name: told
            for name in self._fields
            if (told := self._audit_change(former, name)) is not None
        }
        result = super().execute()
        if changes:
            self.env["retail.audit.event"]._record(
                "settings",
                res_model=self._name,
                document=self._description,
                company_id=self.company_id,
                details=changes,
            )
        return result

    def _audit_change(self, former, name):
        field = self._fields[name]
        if name in models.MAGIC_COLUMNS or field.type in ("binary", "one2many", "html"):
            return None
        if field.compute and not (field.related or field.inverse):
            return None
        before, after = _plain(former, name), _plain(self, name)
        if before == after:
            return None
        return HIDDEN if SECRET.search(name) else {"from": before, "to": after}


def _plain(record, name):
    value = record[name]
    if isinstance(value, models.BaseModel):
        return sorted(value.mapped("display_name"))
    return value if isinstance(value, bool | int | float) else str(value or "")[:LONGEST_VALUE]
