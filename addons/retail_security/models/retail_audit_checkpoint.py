from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..lib import audit_signature

KEPT_DAYS = "retail_security.audit_kept_days"
FEWEST_DAYS = 180  # what network operators must keep by law; shorter is a mistake


class RetailAuditCheckpoint(models.Model):
    """The part of the audit trail that was removed by rule: up to which row, and its last hash.

    That hash covers every removed row, so that whoever kept a copy can prove it; the statement is signed
    by the key that lies outside the database.
    """

    _name = "retail.audit.checkpoint"
    _description = "Removed Part of the Audit Trail"
    _order = "last_sequence desc"
    _rec_name = "last_sequence"
    _log_access = False

    time = fields.Datetime(required=True, readonly=True)
    first_sequence = fields.Integer(string="From Row", required=True, readonly=True)
    last_sequence = fields.Integer(string="To Row", required=True, readonly=True)
    last_hash = fields.Char(string="Hash of the Last Row", required=True, readonly=True)
    before = fields.Datetime(
        string="Older Than", required=True, readonly=True, help="What the rule said."
    )
    user_id = fields.Many2one("res.users", string="Removed By", readonly=True, ondelete="restrict")
    statement = fields.Json(required=True, readonly=True, help="The same, signed.")

    _last_unique = models.Constraint("UNIQUE(last_sequence)", "This part was removed before.")

    def init(self):
        """Let the database refuse to change a checkpoint."""
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION retail_audit_checkpoint_guard() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION 'retail_audit_checkpoint is append-only';
            END
            $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS retail_audit_checkpoint_guard ON retail_audit_checkpoint;
            CREATE TRIGGER retail_audit_checkpoint_guard
                BEFORE UPDATE OR DELETE OR TRUNCATE ON retail_audit_checkpoint
                FOR EACH STATEMENT EXECUTE FUNCTION retail_audit_checkpoint_guard();
            ALTER TABLE retail_audit_checkpoint ENABLE ALWAYS TRIGGER retail_audit_checkpoint_guard;
            """
        )
        return super().init()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.context.get("retail_audit_retention") or not self.env.su:
            raise AccessError(self._refusal())
        return super().create(vals_list)

    def write(self, vals):  # pylint: disable=method-required-super
        raise AccessError(self._refusal())

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self._refusal())

    @api.model
    def _refusal(self):
        return self.env._("The audit trail is written by the server alone, and never changed.")

    @api.model
    def _cron_retention(self):
        """Remove what is older than the rule says; zero days keep everything."""
        days = int(self.env["ir.config_parameter"].sudo().get_param(KEPT_DAYS) or 0)
        if days:
            self._remove_before(fields.Datetime.now() - timedelta(days=max(days, FEWEST_DAYS)))

    @api.model
    def _remove_before(self, moment):
        """Remove the part of the chain, from its beginning, that is older than MOMENT.

        :return: the checkpoint, none where nothing is that old
        """
        found = self._part_before(moment)
        if not found:
            return self.browse()
        first, last, last_hash = found
        statement = {
            "database": self.env["retail.audit.anchor"]._database_uuid(),
            "first_sequence": first,
            "last_sequence": last,
            "last_hash": last_hash,
            "before": fields.Datetime.to_string(moment),
            "time": fields.Datetime.to_string(fields.Datetime.now()),
        }
        key = self.env["retail.audit.anchor"]._key()
        signed = audit_signature.sign(key, statement)
        values = {name: statement[name] for name in statement if name in self._fields}
        checkpoint = (
            self.sudo()
            .with_context(retail_audit_retention=True)
            .create({**values, "user_id": self.env.uid, "statement": signed})
        )
        checkpoint.flush_recordset()
        self.env.cr.execute(SQL("DELETE FROM retail_audit_event WHERE sequence <= %s", last))
        event = self.env["retail.audit.event"]
        event.invalidate_model()
        event._record("retention", details={"first": first, "last": last, "hash": last_hash})
        return checkpoint

    @api.model
    def _part_before(self, moment):
        """Return the first and the last row of the part, and the last one's hash."""
        rows = self.env.execute_query(
            SQL(
                """
                WITH old AS (
                    SELECT min(sequence) AS first_kept FROM retail_audit_event WHERE time >= %s
                )
                SELECT (SELECT min(sequence) FROM retail_audit_event), event.sequence, event.hash
                  FROM retail_audit_event event, old
                 WHERE event.sequence IS NOT NULL
                   AND (event.sequence < old.first_kept OR old.first_kept IS NULL)
                 ORDER BY event.sequence DESC
                 LIMIT 1
                """,
                moment,
            )
        )
        return rows[0] if rows else None
