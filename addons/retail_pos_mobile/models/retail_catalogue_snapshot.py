import gzip
import json
from datetime import timedelta

from psycopg2 import Binary

from odoo import api, fields, models
from odoo.tools import SQL

COMPRESSION = 5  # beyond, the processor works more than the network gains
KEPT = timedelta(days=3)
WORN = 20  # a part of so many of all styles may have changed since


class RetailCatalogueSnapshot(models.Model):
    """The catalogue as a phone loads it at first, written once for all phones of a kind.

    It may be old: a phone that has loaded it asks for what changed since its stamp.
    """

    _name = "retail.catalogue.snapshot"
    _description = "Catalogue Ready for Phones"
    _rec_name = "key"

    key = fields.Char(required=True, help="What phones share it, see retail.till.catalogue.")
    stamp = fields.Datetime(required=True)
    count = fields.Integer()
    blocks = fields.Json()

    _key_unique = models.Constraint("UNIQUE (key)", "There is one snapshot of a kind.")

    @api.model
    def _current(self, catalogue, config):
        """Return `(stamp, count, blocks)` for the plan, of a new snapshot where the old one is worn."""
        key = catalogue._key(config)
        stored = self.env.execute_query(
            SQL(
                """
                SELECT stamp, count, blocks FROM retail_catalogue_snapshot
                 WHERE key = %s AND stamp > now() AT TIME ZONE 'UTC' - %s
                """,
                key,
                KEPT,
            )
        )
        for stamp, count, blocks in stored:
            if len(catalogue._changed_styles(config, stamp)) * WORN <= count:
                return fields.Datetime.to_string(stamp), count, blocks
        stamp, count, blocks = catalogue._stamp(), *catalogue._cut(config)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO retail_catalogue_snapshot AS snapshot (key, stamp, count, blocks)
                VALUES (%s, %s, %s, %s)
                    ON CONFLICT (key) DO UPDATE
                   SET stamp = EXCLUDED.stamp, count = EXCLUDED.count, blocks = EXCLUDED.blocks
                """,
                key,
                stamp,
                count,
                json.dumps(blocks),
            )
        )
        self.env.cr.execute(SQL("DELETE FROM retail_catalogue_block WHERE key = %s", key))
        return stamp, count, blocks

    @api.model
    def _block(self, catalogue, config, first, last):
        """Return a block as compressed lines, written at its first time."""
        key = catalogue._key(config)
        stored = self.env.execute_query(
            SQL(
                """
                SELECT block.body
                  FROM retail_catalogue_block block
                  JOIN retail_catalogue_snapshot snapshot ON snapshot.key = block.key
                 WHERE block.key = %s AND block.first = %s AND block.last = %s
                   AND block.stamp >= snapshot.stamp
                """,
                key,
                first,
                last,
            )
        )
        if stored:
            return bytes(stored[0][0])
        stamp = catalogue._stamp()
        pieces = catalogue._pieces(config, [("id", ">=", first), ("id", "<=", last)])
        body = gzip.compress(lines_of(pieces), COMPRESSION)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO retail_catalogue_block (key, first, last, stamp, body)
                VALUES (%s, %s, %s, %s, %s)
                    ON CONFLICT (key, first, last) DO UPDATE
                   SET stamp = EXCLUDED.stamp, body = EXCLUDED.body
                """,
                key,
                first,
                last,
                stamp,
                Binary(body),
            )
        )
        return body

    @api.autovacuum
    def _forget_old_ones(self):
        oldest = fields.Datetime.now() - KEPT
        for table in ("retail_catalogue_snapshot", "retail_catalogue_block"):
            self.env.cr.execute(
                SQL("DELETE FROM %s WHERE stamp < %s", SQL.identifier(table), oldest)
            )


def lines_of(answers):
    """A line of JSON for each, as bytes."""
    return "\n".join(
        json.dumps(answer, ensure_ascii=False, separators=(",", ":")) for answer in answers
    ).encode()
