from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import html2plaintext, plaintext2html

from odoo.addons.retail_base.lib.asks import asks

from ..lib.from_phone import from_phone
from .retail_me_page import MANAGER

MAX_SUMMARY = 200
MAX_NOTE = 2000
MAX_GUIDES = 50


class RetailStoreTask(models.AbstractModel):
    """Tasks that a manager hands out to the guides of his store: native activities of the store.

    They hang on the store, not on the guide: neither guides nor managers may read `hr.employee`, while
    all staff read stores, so that a task opens in the back end as well. Natively only who may change a
    store makes activities on it, and guides and managers may not; hence a task is made here, as
    superuser, after the role and the store are checked. Done is done natively, by whom it was
    assigned to.
    """

    _name = "retail.store.task"
    _description = "Task of a Store's Guide"

    @api.model
    @asks("read", "pos.config")
    @asks(groups=(MANAGER,))
    def read_assignees(self, config_id):
        """Return the guides of a till's store to whom a task may go: those with a user of their own."""
        page = self.env["retail.me.page"]
        store = page._get_store(config_id)
        page._check_manager()
        return [
            {"id": guide.id, "name": guide.name} for guide in self._assignees(store).sorted("name")
        ]

    @from_phone
    @api.model
    @asks("read", "pos.config")
    @asks(groups=(MANAGER,))
    def _assign(self, uuid, values):
        """Hand out one task to several guides.

        :param values: config_id, guide_ids, summary, deadline (ISO date), note
        """
        page = self.env["retail.me.page"]
        store = page._get_store(values.get("config_id"))
        page._check_manager()
        guides = self._asked_guides(store, values.get("guide_ids"))
        summary = str(values.get("summary") or "").strip()[:MAX_SUMMARY]
        if not summary:
            raise UserError(self.env._("Say what is to be done."))
        deadline = self._asked_deadline(store, values.get("deadline"))
        activities = store.env["mail.activity"]
        for guide in guides:
            activities |= store.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=deadline,
                summary=summary,
                note=plaintext2html(str(values.get("note") or "")[:MAX_NOTE]),
                user_id=guide.user_id.id,
            )
        return {"task_ids": activities.ids}

    @from_phone
    @api.model
    @asks(groups=("base.group_user",))
    def _finish(self, uuid, values):
        """Mark one of the own tasks as done; one that is done or gone already stays so.

        :param values: task_id, feedback; of who is at a shared till also config_id, employee_id, proof
        """
        task_id = values.get("task_id")
        if type(task_id) is not int:
            raise UserError(self.env._("There is no such task."))
        user = self._user_at_till(values)
        activity = self.env["mail.activity"].sudo().browse(task_id).exists()
        if activity and activity.user_id != user:
            raise AccessError(self.env._("This task is somebody else's."))
        if not activity.active:
            return {"state": "done before"}
        feedback = str(values.get("feedback") or "")[:MAX_NOTE]
        activity.with_user(user).action_feedback(feedback=feedback)
        return {"state": "done"}

    @api.model
    def _user_at_till(self, values):
        """Return whose tasks these are: the user's, or those of who entered the PIN at a shared till."""
        if not values.get("employee_id"):
            return self.env.user
        page = self.env["retail.me.page"]
        page._get_store(values.get("config_id"))
        return page._get_guide(
            values["config_id"], values["employee_id"], values.get("proof")
        ).user_id

    @api.model
    def _asked_guides(self, store, guide_ids):
        known = self._assignees(store)
        asked = set(guide_ids) if isinstance(guide_ids, list) else set()
        guides = known.filtered(lambda guide: guide.id in asked)
        if not guides:
            raise UserError(self.env._("Choose who is to do it."))
        if len(guides) != len(asked) or len(guides) > MAX_GUIDES:
            raise UserError(self.env._("A task goes to guides of this store only."))
        return guides

    @api.model
    def _asked_deadline(self, store, deadline):
        today = self.env["retail.me.page"]._get_today(store)
        try:
            return max(fields.Date.to_date(deadline) or today, today)
        except (TypeError, ValueError):
            return today

    @api.model
    def _assignees(self, store):
        return (
            self.env["hr.employee"]
            .sudo()
            .search(
                [
                    ("is_guide", "=", True),
                    ("store_id", "=", store.id),
                    ("user_id.active", "=", True),
                ]
            )
        )

    @api.model
    def _read_tasks(self, user):
        """Return what the user has to do, on whatever record, the most urgent first."""
        if not user:
            return []
        activities = (
            self.env["mail.activity"]
            .with_user(user)
            .search([("user_id", "=", user.id)], order="date_deadline, id")
        )
        return [self._read_task(activity) for activity in activities]

    @api.model
    def _read_open_tasks(self, store):
        """Return what the guides of a store still have to do for it; the caller checked the role."""
        activities = (
            self.env["mail.activity"]
            .sudo()
            .search(
                [("res_model", "=", store._name), ("res_id", "=", store.id)],
                order="date_deadline, id",
            )
        )
        return [
            {**self._read_task(activity), "assignee": activity.user_id.name}
            for activity in activities
        ]

    @api.model
    def _read_task(self, activity):
        return {
            "id": activity.id,
            "summary": activity.summary or activity.activity_type_id.name,
            "note": html2plaintext(activity.note or "").strip(),
            "deadline": fields.Date.to_string(activity.date_deadline),
            "state": activity.state,
            "record": activity.res_name or "",
            "by": activity.create_uid.name,
        }
