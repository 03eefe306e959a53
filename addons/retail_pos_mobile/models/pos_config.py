from odoo import api, fields, models

MAX_DAYS_BACK = 31


class PosConfig(models.Model):
    _inherit = "pos.config"

    store_id = fields.Many2one(
        related="picking_type_id.warehouse_id",
        string="Store",
        store=True,
        index=True,
        help="The store whose stock this till sells.",
    )
    start_sheet = fields.Boolean(
        default=True,
        help="Ask for the sale date, the member, the guide and a remark when a new sale begins. "
        "Switched off, the bar above the products still leads there.",
    )
    business_date_days_back = fields.Integer(
        string="Sale Date Days Back",
        help="How many days before today a sale may be dated. 0 allows today only.",
    )

    _business_date_days_back_range = models.Constraint(
        f"CHECK (business_date_days_back BETWEEN 0 AND {MAX_DAYS_BACK})",
        f"A sale may be dated back by 0 to {MAX_DAYS_BACK} days.",
    )

    def _guide_domain(self):
        """Return the domain of the guides who sell at this till: the store's, and those of no store."""
        self.ensure_one()
        return [
            ("is_guide", "=", True),
            ("store_id", "in", [self.store_id.id, False]),
            ("company_id", "in", [self.company_id.id, self.store_id.sudo().company_id.id, False]),
        ]

    @api.model
    def _load_pos_data_read(self, records, config):
        read_records = super()._load_pos_data_read(records, config)
        for record in read_records:
            record["_is_store"] = config.store_id.sudo().is_store
            record["_store_tz"] = config.store_id._get_time_zone()
        return read_records
