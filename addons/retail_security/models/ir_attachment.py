import base64
import binascii

from odoo import SUPERUSER_ID, models, modules
from odoo.exceptions import ValidationError

from ..lib.upload_check import fault_of

MEGABYTES = "retail_security.upload_megabytes"
MEGABYTE = 1024 * 1024
REPORT_IN_TESTS = (b"<!DOCTYPE html", b"<html")


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _check_contents(self, values):
        """@override Nobody brings programs, files that are not what they say, or too large ones.

        By who acts, not by whose rights are used: many uploads of users are kept as superuser.
        """
        if self.env.uid != SUPERUSER_ID:
            self._check_upload(values)
        return super()._check_contents(values)

    def _check_upload(self, values):
        content = values.get("raw")
        if content is None and values.get("datas"):
            try:
                content = base64.b64decode(values["datas"])
            except (binascii.Error, ValueError):
                return  # Odoo says so itself
        if isinstance(content, str):
            content = content.encode()
        name = values.get("name") or self[:1].name or ""
        fault = fault_of(name, content or b"", self._most_megabytes() * MEGABYTE)
        # In tests Odoo's reports, and what it mails of them, are HTML under the names of PDFs
        is_report = (
            modules.module.current_test
            and name.endswith(".pdf")
            and (content or b"")[:99].lstrip().startswith(REPORT_IN_TESTS)
        )
        if fault and not (fault == "kind" and is_report):
            raise ValidationError(self._upload_faults(name)[fault])

    def _most_megabytes(self):
        value = self.env["ir.config_parameter"].sudo().get_param(MEGABYTES)
        return int(value) if str(value or "").isdigit() and int(value) else 32

    def _upload_faults(self, name):
        return {
            "size": self.env._(
                "%(name)s has more than %(most)s MB.", name=name, most=self._most_megabytes()
            ),
            "program": self.env._("%s is a program, and programs are not kept here.", name),
            "kind": self.env._("%s is not what its name says.", name),
        }
