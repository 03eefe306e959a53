from odoo import fields, models


class RetailInspectionPoint(models.Model):
    """One thing to look at, and when it wants a picture."""

    _name = "retail.inspection.point"
    _description = "Point of an Inspection Checklist"
    _order = "checklist_id, sequence, id"

    checklist_id = fields.Many2one(
        "retail.inspection.checklist", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What to Look at", required=True, translate=True)
    hint = fields.Char(translate=True, help="How it should be.")
    picture_when = fields.Selection(
        [("never", "No"), ("fail", "When it fails"), ("always", "Always")],
        string="Picture Required",
        required=True,
        default="fail",
    )
