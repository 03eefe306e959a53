import os
import tempfile
from unittest.mock import patch

from odoo.tests import TransactionCase
from odoo.tools import SQL


def forget_events(env, condition):
    """Take events away that a test committed, as only the owner of the database can."""
    env.cr.execute(
        SQL(
            """
            ALTER TABLE retail_audit_event DISABLE TRIGGER USER;
            DELETE FROM retail_audit_event WHERE %s;
            ALTER TABLE retail_audit_event ENABLE ALWAYS TRIGGER retail_audit_event_guard;
            ALTER TABLE retail_audit_event ENABLE ALWAYS TRIGGER retail_audit_event_truncate
            """,
            condition,
        )
    )


class AuditCase(TransactionCase):
    """The audit trail with a key and a folder of the test's own, everything until now sealed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.event = cls.env["retail.audit.event"]
        cls.anchor = cls.env["retail.audit.anchor"]
        cls.verifier = cls.env["retail.audit.verifier"]
        cls.event._seal(limit=None)

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        places = {
            "RETAIL_AUDIT_KEY": f"{folder.name}/key.pem",
            "RETAIL_AUDIT_FOLDER": f"{folder.name}/heads",
        }
        self.startPatcher(patch.dict(os.environ, places))

    @classmethod
    def events(cls, count, **values):
        """Add that many events and seal them; return them in their order."""
        before = cls.last_id()
        cls.event._record_all(
            [
                {"kind": "export", "document": f"Export {number}", **values}
                for number in range(count)
            ]
        )
        cls.event._seal()
        return cls.event.search([("id", ">", before)], order="id")

    @classmethod
    def last_id(cls):
        return cls.event.search([], limit=1).id or 0

    def recorded(self, kind, before):
        """Return the events of a kind that were added behind the row BEFORE."""
        self.event.invalidate_model()
        domain = [("id", ">", before), ("kind", "=", kind)]
        return self.event.sudo().search(domain, order="id")

    def faults(self):
        return self.verifier._verify()["faults"]
