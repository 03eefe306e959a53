from odoo import fields, models


class RetailInspectionLine(models.Model):
    """What was seen at one point. A finding is open until its activity is done."""

    _name = "retail.inspection.line"
    _description = "Inspected Point"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "inspection_id desc, sequence, id"
    # Whoever is to mend it may not change what was found, but may say what was done
    _mail_post_access = "read"

    inspection_id = fields.Many2one(
        "retail.inspection", required=True, readonly=True, index=True, ondelete="cascade"
    )
    point_id = fields.Many2one(
        "retail.inspection.point",
        string="Point of the Checklist",
        readonly=True,
        index=True,
        ondelete="set null",
    )
    checklist_id = fields.Many2one(related="inspection_id.checklist_id", store=True, index=True)
    warehouse_id = fields.Many2one(related="inspection_id.warehouse_id", store=True, index=True)
    company_id = fields.Many2one(related="inspection_id.company_id", store=True)
    user_id = fields.Many2one(related="inspection_id.user_id", string="Inspected by")
    inspected_at = fields.Datetime(related="inspection_id.inspected_at", store=True)
    sequence = fields.Integer(readonly=True)
    name = fields.Char(string="Point", required=True, readonly=True)
    result = fields.Selection(
        [("pass", "Passed"), ("fail", "Failed"), ("skip", "Left Out")],
        required=True,
        readonly=True,
        index=True,
    )
    state = fields.Selection(
        [("ok", "Nothing to Do"), ("open", "Open"), ("solved", "Solved")],
        required=True,
        readonly=True,
        default="ok",
        index=True,
        tracking=True,
    )
    finding = fields.Text(readonly=True)
    picture = fields.Image(max_width=1600, max_height=1600, readonly=True)
    picture_128 = fields.Image(
        string="Small Picture", related="picture", max_width=128, max_height=128, store=True
    )
    solved_at = fields.Datetime(string="Solved on", readonly=True)
    solver_id = fields.Many2one("res.users", string="Solved by", readonly=True)

    def _tell_responsible(self):
        """Make an activity of each finding."""
        for line in self:
            inspection = line.inspection_id
            line.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=line.name,
                note=inspection._note_of(line),
                user_id=inspection.checklist_id._responsible_of(inspection.warehouse_id).id,
            )

    def _solve(self):
        """Mark the open findings as solved by the user, who has done their activities."""
        self.sudo().filtered(lambda line: line.state == "open").write(
            {
                "state": "solved",
                "solved_at": fields.Datetime.now(),
                "solver_id": self.env.uid,
            }
        )
