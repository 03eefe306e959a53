import base64
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.retail_base.lib.asks import asks

from ..lib.from_phone import from_phone
from ..lib.return_picture import PictureError, read_picture

SHOWN = 20


class RetailInspecting(models.AbstractModel):
    """Rounds through a store by a checklist, as the phone shows and sends them."""

    _name = "retail.inspecting"
    _description = "Inspecting a Store on the Phone"

    @api.model
    @asks("read", "pos.config")
    def read_inspections(self, config_id):
        """Return the checklists of a till's store with all their points, and the last rounds.

        All that a round needs is in it, so that it can be made without a connection.
        """
        store = self.env["retail.me.page"]._get_store(config_id)
        inspections = self.env["retail.inspection"].search(
            [("warehouse_id", "=", store.id)], limit=SHOWN
        )
        checklists = self.env["retail.inspection.checklist"]._of_store(store)
        last = dict(
            self.env["retail.inspection"]._read_group(
                [("warehouse_id", "=", store.id), ("checklist_id", "in", checklists.ids)],
                ["checklist_id"],
                ["inspected_at:max"],
            )
        )
        return {
            "checklists": [self._read_checklist(each, last.get(each)) for each in checklists],
            "done": [self._read_inspection(each) for each in inspections],
        }

    @api.model
    @from_phone
    @asks("read", "pos.config")
    @asks(groups=("retail_security.group_guide",))
    def _finish_from_phone(self, uuid, values):
        """Keep an inspection; see `retail.inspection._record`.

        :param values: ``config_id``, ``checklist_id``, ``inspected_at`` ("YYYY-MM-DD HH:MM:SS", UTC),
            ``answers``, ``note``
        :return: ``{"id", "name", "findings"}``
        """
        store = self.env["retail.me.page"]._get_store(values.get("config_id"))
        checklist = self.env["retail.inspection.checklist"].browse(values.get("checklist_id"))
        if type(values.get("checklist_id")) is not int or not checklist.exists():
            raise UserError(self.env._("This checklist is not in use any more."))
        inspection = self.env["retail.inspection"]._record(
            store,
            checklist,
            [self._read_answer(answer) for answer in values.get("answers") or []],
            uuid=uuid,
            inspected_at=self._read_time(values.get("inspected_at")),
            note=values.get("note"),
        )
        return self._read_inspection(inspection)

    @api.model
    def _read_answer(self, answer):
        """Draw the picture anew, so that nothing else in its file is kept."""
        if not isinstance(answer, dict):
            raise UserError(self.env._("This inspection cannot be understood."))
        if not answer.get("picture"):
            return answer
        try:
            picture = base64.b64encode(read_picture(answer["picture"]))
        except PictureError as error:
            raise UserError(
                self.env._("A file is no picture, or too large. Take it anew with the camera.")
            ) from error
        return {**answer, "picture": picture}

    @api.model
    def _read_time(self, text):
        try:
            return datetime.fromisoformat(text).replace(tzinfo=None)
        except (TypeError, ValueError):
            return None

    @api.model
    def _read_checklist(self, checklist, last):
        due = last and last + timedelta(days=checklist.every_days)
        return {
            "id": checklist.id,
            "name": checklist.name,
            "every_days": checklist.every_days,
            "last": fields.Datetime.to_string(last) or False,
            "is_due": bool(checklist.every_days) and (not due or due <= fields.Datetime.now()),
            "points": [
                {
                    "id": point.id,
                    "name": point.name,
                    "hint": point.hint or "",
                    "picture_when": point.picture_when,
                }
                for point in checklist.point_ids
            ],
        }

    @api.model
    def _read_inspection(self, inspection):
        return {
            "id": inspection.id,
            "name": inspection.name,
            "checklist": inspection.checklist_id.name,
            "at": fields.Datetime.to_string(inspection.inspected_at),
            "by": inspection.user_id.sudo().name,
            "findings": inspection.finding_count,
            "open": inspection.open_count,
        }
