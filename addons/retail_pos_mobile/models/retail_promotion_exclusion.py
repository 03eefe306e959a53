from odoo import fields, models


class RetailPromotionExclusion(models.Model):
    _name = "retail.promotion.exclusion"
    _description = "Promotion Exclusion Group"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    scope = fields.Selection(
        [("goods", "One for each piece"), ("sale", "One for each sale")],
        required=True,
        default="goods",
        help="Of the promotions of a group the first in the order of priority acts: on a piece, so that "
        "another may act on other goods of the sale, or alone on the whole sale.",
    )
    program_ids = fields.One2many("loyalty.program", "exclusion_group_id", string="Promotions")
    program_count = fields.Integer(compute="_compute_program_count", string="Promotion Count")

    def _compute_program_count(self):
        counts = dict(
            self.env["loyalty.program"]._read_group(
                [("exclusion_group_id", "in", self.ids)], ["exclusion_group_id"], ["__count"]
            )
        )
        for group in self:
            group.program_count = counts.get(group, 0)

    def write(self, vals):
        result = super().write(vals)
        if "scope" in vals:
            for group in self:
                # Tills ask for the programmes that changed
                group.program_ids.write({"exclusion_group_id": group.id})
        return result
