import json
import logging
import os
from contextlib import suppress
from pathlib import Path

from odoo import api, fields, models
from odoo.tools import config

from ..lib import audit_signature

_logger = logging.getLogger(__name__)

HEAD = "head.json"
DAYS = "20[0-9][0-9]-*.json"


class RetailAuditAnchor(models.AbstractModel):
    """The head of the audit trail's chain, told outside the database.

    `head.json` is signed anew whenever events were sealed, and once a day it is kept under the day's
    name. Whoever rewrites the chain cannot sign: the key is a file of the server, or lies where
    RETAIL_AUDIT_KEY says. The folder, RETAIL_AUDIT_FOLDER, is best a disk that others keep.
    """

    _name = "retail.audit.anchor"
    _description = "Signed Head of the Audit Trail"

    @api.model
    def _folder(self):
        base = os.environ.get("RETAIL_AUDIT_FOLDER") or Path(config["data_dir"], "audit")
        return Path(base, self._database_uuid())

    @api.model
    def _database_uuid(self):
        return self.env["ir.config_parameter"].sudo().get_param("database.uuid")

    @api.model
    def _key_file(self):
        return Path(os.environ.get("RETAIL_AUDIT_KEY") or Path(config["data_dir"], "audit/key.pem"))

    @api.model
    def _key(self):
        """Return the key. It is made where nothing has been signed yet, and never a second time."""
        path = self._key_file()
        if not path.exists():
            if (self._folder() / HEAD).exists():
                raise FileNotFoundError(f"The key of the audit trail is gone: {path}")
            _logger.info("A key for the audit trail is made: %s. Keep a copy elsewhere.", path)
            with suppress(FileExistsError):  # another worker was first
                return audit_signature.make_key(path)
        return audit_signature.load_key(path)

    @api.model
    def _sign_head(self):
        """Write the signed head of the chain; once a day, also under the day's name."""
        sequence, hash_ = self.env["retail.audit.event"]._head()
        if not sequence or self._told_last() == (sequence, hash_):
            return
        now = fields.Datetime.now()
        statement = {
            "database": self._database_uuid(),
            "sequence": sequence,
            "hash": hash_,
            "time": fields.Datetime.to_string(now),
        }
        text = json.dumps(audit_signature.sign(self._key(), statement), indent=1) + "\n"
        folder = self._folder()
        folder.mkdir(parents=True, exist_ok=True)
        _put(folder / HEAD, text)
        day = folder / f"{now.date().isoformat()}.json"
        if not day.exists():
            _put(day, text)

    @api.model
    def _told_last(self):
        try:
            head = json.loads((self._folder() / HEAD).read_text())
            return head["sequence"], head["hash"]
        except (OSError, KeyError, TypeError, ValueError):
            return None

    @api.model
    def _heads(self):
        """Return the signed heads, {sequence: hash}, and what is wrong with their files."""
        heads, wrong = {}, []
        folder = self._folder()
        files = sorted([*folder.glob(DAYS), *folder.glob(HEAD)])
        key = audit_signature.public_text(self._key()) if files else None
        for file in files:
            try:
                head = audit_signature.check(key, json.loads(file.read_text()))
            except (OSError, ValueError, audit_signature.BadSignature) as error:
                wrong.append(f"The head in {file.name} proves nothing: {error}.")
                continue
            if head["database"] != self._database_uuid():
                wrong.append(f"The head in {file.name} is of another database.")
                continue
            if heads.setdefault(head["sequence"], head["hash"]) != head["hash"]:
                wrong.append(f"{file.name} and another file sign different rows as one.")
        return heads, wrong


def _put(path, text):
    """Write a file so that a reader finds the old text or the new one, never a part."""
    part = path.with_suffix(".part")
    part.write_text(text)
    part.replace(path)
