from odoo import api, models

NO_GOODS = ("gift_card", "ewallet")


class PosConfig(models.Model):
    _inherit = "pos.config"

    def _get_program_ids(self):
        programs = super()._get_program_ids()
        return programs.filtered(
            lambda program: not program.store_ids or self.store_id in program.store_ids
        )

    def _promotion_programs(self):
        """Return the retail promotions of this till, of whatever day."""
        self.ensure_one()
        return (
            self.env["loyalty.program"]
            .sudo()
            .search(
                [
                    ("promotion_kind", "!=", False),
                    ("pos_ok", "=", True),
                    ("pos_config_ids", "in", [self.id, False]),
                    ("store_ids", "in", [self.store_id.id, False]),
                    ("currency_id", "=", self.currency_id.id),
                    ("company_id", "in", [*self.company_id.parent_ids.ids, False]),
                ]
            )
        )

    def _no_promotion_products(self):
        """Return the products that are no goods to promotions: gift cards, wallets, tips, deposits."""
        self.ensure_one()
        cards = self.env["loyalty.program"].sudo().search([("program_type", "in", NO_GOODS)])
        return cards.trigger_product_ids | self.tip_product_id | self.down_payment_product_id

    @api.model
    def _load_pos_data_read(self, records, config):
        read_records = super()._load_pos_data_read(records, config)
        for record in read_records:
            record["_no_promotion_product_ids"] = config._no_promotion_products().ids
        return read_records
