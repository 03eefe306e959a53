from odoo import api, fields, models


class RetailMemberMerge(models.Model):
    """Into whom a contact was merged: a phone may still know him by his former id."""

    _name = "retail.member.merge"
    _description = "Merged Contact"
    _order = "id desc"
    _rec_name = "former_id"

    former_id = fields.Integer(string="Former ID", required=True, readonly=True)
    member_id = fields.Many2one(
        "res.partner", string="Merged Into", required=True, index=True, ondelete="cascade"
    )

    _former_unique = models.Constraint("UNIQUE (former_id)", "This contact was merged already.")

    @api.model
    def _trace(self, sources, survivor):
        """Remember who becomes whom; the native merge moves earlier traces along by itself."""
        self.sudo().create(
            [{"former_id": source.id, "member_id": survivor.id} for source in sources]
        )
