import base64
import json
import logging
from uuid import UUID

from psycopg2 import Error as DatabaseError

from odoo import Command, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from odoo.addons.retail_base.lib.asks import asks

_logger = logging.getLogger(__name__)

FORMAT = "retail-unsent-work"
SALE = "sale"
LONGEST_LABEL = 200
ODD = (AttributeError, KeyError, TypeError, ValueError)


class RetailOutboxLoad(models.TransientModel):
    """Applies what a phone saved as a file, because it could not send it.

    By the very calls of the phone, so that what has arrived meanwhile, or is loaded twice, is there
    once; and as the manager, who may do no more with it than in any other way.
    """

    _name = "retail.outbox.load"
    _description = "Load Unsent Work"

    file = fields.Binary(required=True, attachment=False)
    filename = fields.Char()
    origin = fields.Char(string="Saved on", readonly=True)
    line_ids = fields.One2many("retail.outbox.load.line", "load_id", readonly=True)

    @asks("write")
    def action_load(self):
        """Apply each entry of the file in its order, and show what became of each."""
        self.ensure_one()
        content = self._content()
        self.origin = ", ".join(
            str(content[key]) for key in ("till", "user", "savedAt") if content.get(key)
        )
        self.line_ids = [
            Command.clear(),
            *(Command.create(self._apply(entry)) for entry in content["entries"]),
        ]
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Load Unsent Work"),
        }

    def _content(self):
        """Return what the file holds, which need not be one of ours."""
        try:
            content = json.loads(base64.b64decode(self.file))
            if content["format"] == FORMAT and isinstance(content["entries"], list):
                return content
        except ODD:
            _logger.info("Not a file of unsent work: %s", self.filename)
        raise UserError(self.env._("This file was not saved by a till as unsent work."))

    def _apply(self, entry):
        """Apply one ENTRY; return the values of the line that tells of it."""
        try:
            line = {
                "label": str(entry.get("label") or "")[:LONGEST_LABEL],
                "made_at": self.env["retail.outbox.entry"]._moment(entry.get("madeAt")),
            }
            with self.env.cr.savepoint():
                apply = self._apply_sale if entry.get("kind") == SALE else self._apply_deed
                return line | apply(entry)
        except UserError as error:
            return line | {"state": "refused", "message": str(error)}
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except DatabaseError:
            _logger.exception("Unsent work cannot be loaded")
            return line | {"state": "refused", "message": self.env._("The server had a fault.")}
        except ODD:
            _logger.info("Unsent work cannot be read", exc_info=True)
            return {"state": "refused", "message": self.env._("This entry is damaged.")}

    def _apply_deed(self, entry):
        answer = self.env["retail.outbox.entry"].deliver(
            {
                **{key: entry.get(key) for key in ("uuid", "model", "method", "values")},
                "made_at": entry.get("madeAt"),
            }
        )
        if answer["state"] == "refused":
            raise UserError(answer["error"])
        return {"state": "done"}

    def _apply_sale(self, entry):
        """Book a sale as the till would have; the server knows it by its key."""
        values = dict(entry["values"])
        key = str(UUID(values["uuid"]))
        session = self.env["pos.session"].browse(int(values["session_id"])).exists()
        if not session:
            raise ValidationError(self.env._("The register of this sale is not here."))
        session.check_access("read")
        session.config_id.check_access("read")
        orders = self.env["pos.order"]
        known = orders.search([("uuid", "=", key), ("state", "not in", ("draft", "cancel"))])
        if known:
            return {"state": "known", "order_id": known.id}
        orders.with_context(config_id=session.config_id.id).sync_from_ui([values])
        order = orders.search([("uuid", "=", key), ("state", "not in", ("draft", "cancel"))])
        if not order:
            raise AccessError(self.env._("The sale was not booked."))
        return {"state": "done", "order_id": order.id}
