import logging
import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, config

from ..encrypted_char import EncryptedChar
from ..lib import field_cipher

_logger = logging.getLogger(__name__)

ALGORITHM = "retail_security.field_cipher"
AT_ONCE = 500


class RetailFieldKey(models.AbstractModel):
    """Seals and opens the values of encrypted fields; its keys are files of the server.

    They lie in the folder RETAIL_FIELD_KEYS, by default `field_keys` in the data folder, one file a key.
    The newest seals; all open. A new key: `_add_key`, on every machine, then the scheduled action seals
    everything anew while people work.
    """

    _name = "retail.field.key"
    _description = "Keys of Encrypted Fields"

    @api.model
    def _folder(self):
        return Path(os.environ.get("RETAIL_FIELD_KEYS") or Path(config["data_dir"], "field_keys"))

    @api.model
    def _keyring(self):
        """Return the keys; read again when the folder has changed."""
        folder = self._folder()
        if not any(folder.glob("*.key")):
            self._make_first_keys(folder)
        return _load(folder, folder.stat().st_mtime_ns)

    @api.model
    def _make_first_keys(self, folder):
        if self._is_anything_sealed():
            raise UserError(
                self.env._("The keys of the encrypted fields are gone from the server.")
            )
        _logger.info("Keys for encrypted fields are made: %s. Keep a copy elsewhere.", folder)
        for name in (field_cipher.LOOKUP_KEY, fields.Date.to_string(fields.Date.today())):
            with suppress(FileExistsError):  # another worker was first
                field_cipher.make_key(folder, name)

    @api.model
    def _add_key(self):
        """Make a key that seals from now on, and begin to seal everything anew."""
        name = fields.Datetime.now().strftime("%Y-%m-%dT%H%M%S")
        field_cipher.make_key(self._folder(), name)
        self.env.ref("retail_security.cron_seal_fields")._trigger()
        return name

    @api.model
    def _algorithm(self):
        name = self.env["ir.config_parameter"].sudo().get_param(ALGORITHM)
        return name if name in field_cipher.CIPHERS else "aes-256-gcm"

    @api.model
    def _seal(self, text, place):
        return self._keyring().seal(text, place, self._algorithm())

    @api.model
    def _open(self, sealed, place):
        try:
            return self._keyring().open(sealed, place)
        except field_cipher.NoKeyError as error:
            raise UserError(
                self.env._("Key “%s” of the encrypted fields is not on this server.", error)
            ) from error
        except field_cipher.ForgedError as error:
            raise UserError(
                self.env._("What is stored in %s was not written by this system.", error)
            ) from error

    @api.model
    def _prefix(self, text, place):
        return self._keyring().prefix(text, place)

    # All that is sealed

    @api.model
    def _sealed_fields(self):
        """Return every field that is stored sealed."""
        return [
            field
            for model in self.env.registry.values()
            if not model._abstract
            for field in model._fields.values()
            if isinstance(field, EncryptedChar) and field.store
        ]

    @api.model
    def _is_anything_sealed(self):
        return any(
            self.env.execute_query(
                SQL(
                    "SELECT 1 FROM %s WHERE %s LIKE %s LIMIT 1",
                    SQL.identifier(self.env[field.model_name]._table),
                    SQL.identifier(field.name),
                    f"{field_cipher.MARK}.%",
                )
            )
            for field in self._sealed_fields()
        )

    @api.model
    def _seal_anew(self):
        """Seal what is in the clear, or sealed by an older key or another algorithm; a cron's work.

        In batches that are committed, each row locked for a moment: nobody waits, and what is not done
        yet is opened with the older key.
        """
        for field in self._sealed_fields():
            while remaining := self._seal_batch(field):
                if not self.env["ir.cron"]._commit_progress(AT_ONCE, remaining=remaining):
                    return

    @api.model
    def _seal_batch(self, field):
        """Seal at most AT_ONCE values of a field; return how many of these there were."""
        table = SQL.identifier(self.env[field.model_name]._table)
        column = SQL.identifier(field.name)
        ring, algorithm = self._keyring(), self._algorithm()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, %(column)s FROM %(table)s
                 WHERE %(column)s > '' AND %(column)s NOT LIKE %(current)s
                 ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
                """,
                column=column,
                table=table,
                current=f"{field_cipher.MARK}.%.{algorithm}.{ring.current}.%",
                limit=AT_ONCE,
            )
        )
        place = field._place()
        for id_, value in rows:
            text = ring.open(value, place) if field_cipher.is_sealed(value) else value
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id = %s",
                    table,
                    column,
                    ring.seal(text, place, algorithm),
                    id_,
                )
            )
        self.env[field.model_name].browse(id_ for id_, _value in rows).invalidate_recordset(
            [field.name], flush=False
        )
        return len(rows)


@lru_cache(maxsize=8)
def _load(folder, _changed):
    return field_cipher.Keyring.load(folder)
