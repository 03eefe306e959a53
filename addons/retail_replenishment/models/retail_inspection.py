from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html

from odoo.addons.retail_base.lib.asks import asks

RESULTS = ("pass", "fail", "skip")
MAX_TEXT = 2000
MAX_POINTS = 200


class RetailInspection(models.Model):
    """A round through a store by a checklist: point by point passed, failed or left out.

    It comes from a phone as a whole, perhaps hours later, and is not changed afterwards; what failed
    is a finding with an activity for whoever is to mend it.
    """

    _name = "retail.inspection"
    _description = "Shelf Inspection"
    _inherit = ["mail.thread"]
    _order = "inspected_at desc, id desc"

    name = fields.Char(string="Number", required=True, readonly=True, default="/")
    uuid = fields.Char(string="Key", readonly=True, help="Given by the phone.")
    checklist_id = fields.Many2one(
        "retail.inspection.checklist",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        string="Store",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="warehouse_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", string="Inspected by", required=True, readonly=True)
    inspected_at = fields.Datetime(string="Inspected on", required=True, readonly=True)
    line_ids = fields.One2many("retail.inspection.line", "inspection_id", readonly=True)
    point_count = fields.Integer(string="Points", compute="_compute_totals", store=True)
    finding_count = fields.Integer(string="Findings", compute="_compute_totals", store=True)
    open_count = fields.Integer(string="Open Findings", compute="_compute_totals", store=True)
    score = fields.Float(
        compute="_compute_totals",
        store=True,
        aggregator="avg",
        help="Passed points of those that were looked at.",
    )
    note = fields.Text(readonly=True)

    _uuid_unique = models.UniqueIndex("(uuid) WHERE uuid IS NOT NULL")
    _last_index = models.Index("(warehouse_id, checklist_id, inspected_at)")

    @api.depends("line_ids.result", "line_ids.state")
    def _compute_totals(self):
        for inspection in self:
            lines = inspection.line_ids
            seen = lines.filtered(lambda line: line.result != "skip")
            findings = lines.filtered(lambda line: line.result == "fail")
            inspection.point_count = len(lines)
            inspection.finding_count = len(findings)
            inspection.open_count = len(findings.filtered(lambda line: line.state == "open"))
            inspection.score = (len(seen) - len(findings)) / len(seen) if seen else 0

    @api.model
    def _record(self, store, checklist, answers, *, uuid=None, inspected_at=None, note=""):
        """Keep an inspection that the user has made, once for a key, and tell the responsible.

        A checklist that was changed meanwhile does not spoil it: answers to points that are gone are
        left out, and points that came after the inspection are not missed.

        :param answers: dicts `point_id`, `result` ("pass", "fail", "skip"), `finding`, `picture`
            (base64 or bytes of a picture, or nothing)
        :param inspected_at: naive, UTC; never a time to come
        :raises AccessError: the user does not work in this store
        :raises UserError: a point has no answer, or a failed one no words or picture
        """
        if not self.env.user.has_group("retail_security.group_guide"):
            raise AccessError(self.env._("Your role does not inspect stores."))
        store.check_access("read")
        if self.env.user.is_store_scoped and store not in self.env.user.store_ids:
            raise AccessError(self.env._("%s is not one of your stores.", store.name))
        inspections = self.sudo()
        if uuid and (known := inspections.search([("uuid", "=", uuid)])):
            return known
        now = fields.Datetime.now()
        at = min(inspected_at or now, now)
        lines = inspections._checked(checklist.sudo(), answers, at)
        inspection = inspections.create(
            {
                "name": self.env["ir.sequence"].next_by_code(self._name),
                "uuid": uuid,
                "checklist_id": checklist.id,
                "warehouse_id": store.id,
                "user_id": self.env.uid,
                "inspected_at": at,
                "note": str(note or "")[:MAX_TEXT],
                "line_ids": [fields.Command.create(values) for values in lines],
            }
        )
        inspection.line_ids.filtered(lambda line: line.result == "fail")._tell_responsible()
        return inspection

    @api.model
    def _checked(self, checklist, answers, at):
        """Return the values of the lines, in the order of the checklist."""
        if not isinstance(answers, list) or len(answers) > MAX_POINTS:
            raise UserError(self.env._("This inspection cannot be understood."))
        given = {answer.get("point_id"): answer for answer in answers if isinstance(answer, dict)}
        values = []
        for point in checklist.point_ids:
            answer = given.get(point.id)
            if answer:
                values.append(self._checked_line(point, answer))
            elif point.create_date <= at:
                raise UserError(self.env._("“%s” has not been looked at yet.", point.name))
        if not values:
            raise UserError(self.env._("This checklist is not in use any more."))
        return values

    @api.model
    def _checked_line(self, point, answer):
        result, picture = answer.get("result"), answer.get("picture") or False
        finding = str(answer.get("finding") or "").strip()[:MAX_TEXT]
        if result not in RESULTS:
            raise UserError(self.env._("“%s” has not been looked at yet.", point.name))
        if result == "fail" and not finding:
            raise UserError(self.env._("Say what is wrong with “%s”.", point.name))
        needs_picture = point.picture_when == "always" or (
            point.picture_when == "fail" and result == "fail"
        )
        if needs_picture and result != "skip" and not picture:
            raise UserError(self.env._("“%s” wants a picture.", point.name))
        return {
            "point_id": point.id,
            "sequence": point.sequence,
            "name": point.name,
            "result": result,
            "state": "open" if result == "fail" else "ok",
            "finding": finding,
            "picture": picture,
        }

    @asks("read")
    def action_view_findings(self):
        """Open what failed."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "retail_replenishment.retail_inspection_line_action"
        )
        return {
            **action,
            "name": self.name,
            "domain": [("inspection_id", "=", self.id), ("result", "=", "fail")],
            "context": {},
        }

    def _note_of(self, line):
        """Return what the activity of a finding says."""
        return plaintext2html(f"{line.name}: {line.finding}")
