from odoo import api, fields, models

from ..lib.asks import asks


class RetailSeason(models.Model):
    _name = "retail.season"
    _description = "Season"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short and without spaces, for lists and imports.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    style_count = fields.Integer(string="Styles", compute="_compute_style_count")

    _code_unique = models.Constraint("unique(code)", "Another season has this code already.")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_style_count(self):
        counts = dict(
            self.env["product.template"]._read_group(
                [("season_id", "in", self.ids)], ["season_id"], ["__count"]
            )
        )
        for season in self:
            season.style_count = counts.get(season, 0)

    @asks("read")
    def action_view_styles(self):
        """Open the styles of this season."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("retail_base.action_retail_styles")
        return {
            **action,
            "domain": [("season_id", "=", self.id)],
            "context": {"default_season_id": self.id},
        }
