import json
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, json_default

from odoo.addons.retail_base.lib.asks import asks

from ..lib import audit_chain, payment_card
from ..lib.client_address import client_address

ALGORITHM = "retail_security.audit_algorithm"
# Not part of what is hashed: they tell where the row stands in the chain
PLACE = {"sequence", "previous_hash", "hash", "algorithm"}
A_BATCH = 2000
LATEST_SEAL = timedelta(minutes=15)  # the job runs every minute
LONGEST_TEXT = 200


class RetailAuditEvent(models.Model):
    """What somebody did. Rows are only ever added, and chained by hashes soon after.

    A row is written in the transaction of the deed, without its place; a job seals it into the chain.
    Whom it names can be archived, but not deleted. See docs/decisions/audit.md.
    """

    _name = "retail.audit.event"
    _description = "Audit Event"
    _order = "id desc"
    _rec_name = "kind"
    _log_access = False

    sequence = fields.Integer(readonly=True, help="The place in the chain; none until sealed.")
    time = fields.Datetime(required=True, readonly=True, index=True, help="By the server's clock.")
    device_time = fields.Datetime(
        string="Time on the Device", readonly=True, help="By the device's own clock."
    )
    kind = fields.Selection(
        [
            ("login", "Log-in"),
            ("login_failed", "Failed Log-in"),
            ("logout", "Log-out"),
            ("rights", "Rights Changed"),
            ("settings", "Settings Changed"),
            ("export", "Export"),
            ("reveal", "Masked Data Revealed"),
            ("sale", "Sale"),
            ("refund", "Refund"),
            ("void", "Line Voided"),
            ("cancel", "Cart Deleted"),
            ("price", "Price Changed by Hand"),
            ("discount", "Discount by Hand"),
            ("drawer", "Drawer Opened"),
            ("cash", "Cash In or Out"),
            ("reprint", "Receipt Printed Again"),
            ("backdate", "Sale Backdated"),
            ("approval", "Approved"),
            ("approval_refused", "Approval Refused"),
            ("approval_missing", "Done without Approval"),
            ("session_open", "Session Opened"),
            ("session_close", "Session Closed"),
            ("retention", "Old Events Removed"),
            ("locked", "Log-in Locked"),
            ("unlocked", "Log-in Unlocked"),
            ("device", "Till's Device"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    login = fields.Char(readonly=True, help="As it was typed, also where nobody has it.")
    employee_id = fields.Many2one(
        "hr.employee", string="Guide", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    approver_id = fields.Many2one(
        "res.users", string="Approved By", readonly=True, ondelete="restrict"
    )
    store_id = fields.Many2one(
        "stock.warehouse", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", readonly=True, ondelete="restrict")
    device = fields.Char(readonly=True, index="btree_not_null")
    address = fields.Char(string="Network Address", readonly=True)
    res_model = fields.Char(string="Model", readonly=True)
    res_id = fields.Many2oneReference(string="Record", model_field="res_model", readonly=True)
    document = fields.Char(readonly=True, help="Number or name of the document, as it was then.")
    document_key = fields.Char(
        readonly=True,
        help="What a sale is known by before and after it reaches the server.",
        index="btree_not_null",
    )
    details = fields.Json(readonly=True)
    algorithm = fields.Char(readonly=True)
    previous_hash = fields.Char(readonly=True)
    hash = fields.Char(readonly=True)
    is_sealed = fields.Boolean(compute="_compute_is_sealed", search="_search_is_sealed")

    _sequence_unique = models.UniqueIndex("(sequence) WHERE sequence IS NOT NULL")
    # Who tries too often is found by these, see `retail.login.lock`
    _login_idx = models.Index(
        "(login, time DESC) WHERE kind IN ('login', 'login_failed', 'unlocked')"
    )
    _failed_idx = models.Index("(address, time DESC) WHERE kind = 'login_failed'")
    _unsealed_idx = models.Index("(id) WHERE sequence IS NULL")
    _record_idx = models.Index("(res_model, res_id) WHERE res_id IS NOT NULL")

    def init(self):
        """Let the database refuse what no line of code should do.

        A row comes without a place in the chain and gets one once; it goes only with the part that a
        checkpoint keeps provable.
        """
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION retail_audit_event_guard() RETURNS trigger AS $$
            DECLARE
                place CONSTANT text[] := '{sequence,previous_hash,hash,algorithm}';
            BEGIN
                IF TG_OP = 'INSERT' THEN
                    NEW.time := clock_timestamp() AT TIME ZONE 'UTC';
                    IF NEW.sequence IS NULL AND NEW.hash IS NULL THEN
                        RETURN NEW;
                    END IF;
                ELSIF TG_OP = 'UPDATE' THEN
                    IF OLD.sequence IS NULL AND NEW.sequence IS NOT NULL
                            AND to_jsonb(NEW) - place = to_jsonb(OLD) - place THEN
                        RETURN NEW;
                    END IF;
                ELSIF TG_OP = 'DELETE' THEN
                    IF EXISTS (SELECT FROM retail_audit_checkpoint
                                WHERE last_sequence >= OLD.sequence) THEN
                        RETURN OLD;
                    END IF;
                END IF;
                RAISE EXCEPTION 'retail_audit_event is append-only';
            END
            $$ LANGUAGE plpgsql;

            DROP TRIGGER IF EXISTS retail_audit_event_guard ON retail_audit_event;
            CREATE TRIGGER retail_audit_event_guard
                BEFORE INSERT OR UPDATE OR DELETE ON retail_audit_event
                FOR EACH ROW EXECUTE FUNCTION retail_audit_event_guard();
            DROP TRIGGER IF EXISTS retail_audit_event_truncate ON retail_audit_event;
            CREATE TRIGGER retail_audit_event_truncate
                BEFORE TRUNCATE ON retail_audit_event
                FOR EACH STATEMENT EXECUTE FUNCTION retail_audit_event_guard();
            ALTER TABLE retail_audit_event ENABLE ALWAYS TRIGGER retail_audit_event_guard;
            ALTER TABLE retail_audit_event ENABLE ALWAYS TRIGGER retail_audit_event_truncate;
            """
        )
        return super().init()

    # Nobody writes, not even as superuser: `_record` alone adds rows

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise AccessError(self._refusal())

    def write(self, vals):  # pylint: disable=method-required-super
        raise AccessError(self._refusal())

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self._refusal())

    @api.model
    def _refusal(self):
        return self.env._("The audit trail is written by the server alone, and never changed.")

    # What it shows

    @api.depends("sequence")
    def _compute_is_sealed(self):
        for event in self:
            event.is_sealed = bool(event.sequence)

    def _search_is_sealed(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("sequence", "!=" if True in value else "=", False)]

    @api.depends("kind", "document")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for event in self:
            event.display_name = " · ".join(filter(None, (kinds.get(event.kind), event.document)))

    @asks("read")
    def action_open_document(self):
        """Open what the event was about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }

    @asks("read")
    def action_timeline(self):
        """Show what happened to the same document, in its order."""
        self.ensure_one()
        domain = [("res_model", "=", self.res_model), ("res_id", "=", self.res_id)]
        if self.document_key:
            domain = [("document_key", "=", self.document_key)]
        return self._timeline(domain, self.document)

    @api.model
    def _timeline(self, domain, name):
        """Return the action that shows events in the order in which they happened."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "retail_security.action_retail_audit_timeline"
        )
        title = self.env._("Timeline: %s", name) if name else action["name"]
        return {**action, "name": title, "display_name": title, "domain": domain}

    # Adding

    @api.model
    def _record(self, kind, record=None, **values):
        """Add one event to the trail, in this transaction; see `_record_all`."""
        self._record_all([{"kind": kind, "record": record, **values}])

    @api.model
    def _record_all(self, events):
        """Add events, in their order, by one statement.

        :param events: dictionaries of columns of this model. `record`, a record or None, fills model, id,
            document, company and store from what it is about. User, address and company are those of the
            request where nothing else is said
        """
        if not events:
            return
        columns = self._payload_columns()
        # A card number may have been typed as a name to log in with
        rows = [payment_card.scrub_all(self._prepare_row(**event)) for event in events]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO retail_audit_event (%(columns)s)
                SELECT %(columns)s
                  FROM jsonb_populate_recordset(NULL::retail_audit_event, %(rows)s::jsonb)
                """,
                columns=SQL(", ").join(map(SQL.identifier, columns)),
                rows=json.dumps(rows, default=json_default),
            )
        )

    @api.model
    def _record_apart(self, kind, **values):
        """Add an event that must stay although this transaction fails, such as a refusal."""
        with self.env.registry.cursor() as cr:
            env = api.Environment(cr, self.env.uid or SUPERUSER_ID, {})
            env["retail.audit.event"]._record(kind, **values)

    @api.model
    def _prepare_row(self, kind, record=None, **values):
        row = {
            "kind": kind,
            "user_id": self.env.uid,
            "login": self.env.uid and self.env.user.sudo().login,
            "address": client_address(),
            "company_id": self.env.company.id if self.env.uid else None,
            **self._about(record),
            **values,
        }
        for name, value in row.items():
            if isinstance(value, models.BaseModel):
                row[name] = value.id or None
            elif isinstance(value, str):
                row[name] = value[:LONGEST_TEXT]
        return row

    @api.model
    def _about(self, record):
        if not record:
            return {}
        record = record.sudo()
        about = {"res_model": record._name, "res_id": record.id, "document": record.display_name}
        if "store_id" in record._fields:
            about["store_id"] = record.store_id
        if "company_id" in record._fields and record.company_id:
            about["company_id"] = record.company_id
        return about

    @api.model
    def _payload_columns(self):
        """Return the columns that hold what an event tells, without its number and place."""
        return [
            name
            for name, field in self._fields.items()
            if field.store and field.column_type and name not in PLACE | {"id", "time"}
        ]

    # Sealing

    @api.model
    def _cron_seal(self):
        """Seal what was added since, and sign the head of the chain."""
        while self._seal_batch() == A_BATCH:
            pass
        self.env.cr.commit()  # pylint: disable=invalid-commit; the head that was just sealed is not in its view
        self.env["retail.audit.anchor"]._sign_head()

    @api.model
    def _seal_batch(self):
        """Seal up to A_BATCH events in a transaction of its own; return how many.

        The lock lets one sealer in at a time and holds up nobody who adds events. It comes before the
        first query: what this transaction sees then begins with the last sealer's end.
        """
        with self.env.registry.cursor() as cr:
            cr.execute("LOCK TABLE retail_audit_event IN SHARE UPDATE EXCLUSIVE MODE")
            return self.with_env(self.env(cr=cr))._seal()

    @api.model
    def _seal(self, limit=A_BATCH):
        """Give the oldest events without a place the next places of the chain; return how many."""
        last, last_hash = self._head()
        algorithm = self._algorithm()
        sealed = []
        for content in self._contents(SQL("sequence IS NULL"), SQL("id"), limit):
            last += 1
            previous = last_hash
            last_hash = audit_chain.link(algorithm, previous, last, content)
            sealed.append((content["id"], last, previous, last_hash))
        if sealed:
            ids, sequences, previous_hashes, hashes = map(list, zip(*sealed, strict=True))
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE retail_audit_event event
                       SET sequence = row.sequence, previous_hash = row.previous_hash,
                           hash = row.hash, algorithm = %s
                      FROM unnest(%s::int[], %s::int[], %s::varchar[], %s::varchar[])
                           AS row (id, sequence, previous_hash, hash)
                     WHERE event.id = row.id
                    """,
                    algorithm,
                    ids,
                    sequences,
                    previous_hashes,
                    hashes,
                )
            )
            self.invalidate_model()
        return len(sealed)

    @api.model
    def _algorithm(self):
        asked = self.env["ir.config_parameter"].sudo().get_param(ALGORITHM)
        return asked if asked in audit_chain.ALGORITHMS else audit_chain.ALGORITHMS[0]

    @api.model
    def _head(self):
        """Return place and hash of the last sealed row, or of the part that was removed last."""
        [(last, last_hash)] = self.env.execute_query(
            SQL(
                """
                SELECT sequence, hash FROM retail_audit_event WHERE sequence IS NOT NULL
                UNION ALL
                SELECT last_sequence, last_hash FROM retail_audit_checkpoint
                UNION ALL
                SELECT 0, %s
                ORDER BY 1 DESC LIMIT 1
                """,
                audit_chain.BEFORE_THE_FIRST,
            )
        )
        return last, last_hash

    @api.model
    def _contents(self, condition, order, limit):
        """Return what is hashed of some rows: dictionaries of their columns."""
        columns = ["id", "time", *self._payload_columns()]
        self.env.cr.execute(
            SQL(
                "SELECT %s FROM retail_audit_event WHERE %s ORDER BY %s LIMIT %s",
                SQL(", ").join(map(SQL.identifier, columns)),
                condition,
                order,
                limit,
            )
        )
        return [dict(zip(columns, row, strict=True)) for row in self.env.cr.fetchall()]

    @api.model
    def _chain_rows(self, after=0):
        """Yield the sealed rows behind a place, in their order, without keeping them."""
        columns = ["id", "time", *self._payload_columns()]
        place = ["sequence", "previous_hash", "hash", "algorithm"]
        query = SQL(
            "SELECT %s FROM retail_audit_event WHERE sequence > %s ORDER BY sequence, id",
            SQL(", ").join(map(SQL.identifier, [*place, *columns])),
            after,
        )
        with self.env.cr._cnx.cursor(f"retail_audit_{id(query)}") as cursor:
            cursor.itersize = A_BATCH
            cursor.execute(query.code, query.params)
            for sequence, previous, hash_, algorithm, *content in cursor:
                yield audit_chain.Row(
                    sequence,
                    previous,
                    hash_,
                    algorithm,
                    dict(zip(columns, content, strict=True)),
                )
