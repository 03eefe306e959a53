from odoo import api, fields, models, tools

from .pos_order import MANAGERS
from .retail_about import build_of_suite

MAX_DAYS_BACK = 31
NO_GOODS = ("gift_card", "ewallet")


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
        help="How many days before today a guide may date a sale. 0 allows today only.",
    )
    manager_days_back = fields.Integer(
        string="Sale Date Days Back for Managers",
        help="How many days before today a store manager may date a sale, if more than a guide.",
    )

    _business_date_days_back_range = models.Constraint(
        f"CHECK (business_date_days_back BETWEEN 0 AND {MAX_DAYS_BACK})",
        f"A sale may be dated back by 0 to {MAX_DAYS_BACK} days.",
    )
    _manager_days_back_range = models.Constraint(
        f"CHECK (manager_days_back BETWEEN 0 AND {MAX_DAYS_BACK})",
        f"A sale may be dated back by 0 to {MAX_DAYS_BACK} days.",
    )

    def _create_sequences(self):
        result = super()._create_sequences()
        self._let_numbers_have_gaps()
        return result

    def _let_numbers_have_gaps(self):
        """Draw the numbers of orders, lines and devices without a lock; a failed sale leaves a gap.

        Odoo's counters without gaps let one phone at a time finish a sale, and refuse the others. A
        counter with date ranges was set up by hand and stays as it is.
        """
        configs = self.sudo()
        counters = (
            configs.order_seq_id
            | configs.order_backend_seq_id
            | configs.order_line_seq_id
            | configs.device_seq_id
        )
        counters.filtered(
            lambda counter: counter.implementation == "no_gap" and not counter.use_date_range
        ).implementation = "standard"

    def _get_days_back(self):
        """Return how many days before today the user's role may date a sale at this till."""
        self.ensure_one()
        if any(self.env.user.has_group(group) for group in MANAGERS):
            return max(self.business_date_days_back, self.manager_days_back)
        return self.business_date_days_back

    def _guide_domain(self):
        """Return the domain of the guides who sell at this till: the store's, and those of no store."""
        self.ensure_one()
        return [
            ("is_guide", "=", True),
            ("store_id", "in", [self.store_id.id, False]),
            ("company_id", "in", [self.company_id.id, self.store_id.sudo().company_id.id, False]),
        ]

    def _get_available_pricelists(self):
        """@override With members' price lists: who shows a card gets its price at every till."""
        granted = self.env["retail.member.card.type"]._granted("pricelist_id")
        # As superuser: staff of a branch may not read the companies above it
        company = self.sudo().company_id
        usable = granted.filtered(
            lambda pricelist: (
                pricelist.currency_id == self.sudo().currency_id
                and pricelist.company_id in (company.browse(), company, *company.parent_ids)
            )
        )
        return super()._get_available_pricelists() | usable.with_env(self.env)

    @api.model
    def _load_pos_data_read(self, records, config):
        read_records = super()._load_pos_data_read(records, config)
        is_manager = self.env.user.has_group("retail_security.group_store_manager")
        for record in read_records:
            record["_is_store"] = config.store_id.sudo().is_store
            record["_store_tz"] = config.store_id._get_time_zone()
            record["_no_promotion_product_ids"] = config._no_promotion_products().ids
            record["_days_back"] = config._get_days_back()
            record["_sells_beyond_stock"] = config.store_id.sudo().sells_beyond_stock
            record["_guide_required"] = config.company_id.sudo().guide_required
            record["_store_name"] = config.store_id.sudo().name
            record["_is_manager"] = is_manager
            record["_has_cash_move_perm"] = record["_has_cash_move_perm"] or is_manager
            record["_build"] = build_of_suite()
        return read_records

    def _get_url_to_cache(self, debug):
        # The manual helps most where there is no connection
        return super()._get_url_to_cache(debug) + [
            f"/retail_pos_mobile/static/help/{language}/cashier.html"
            for language in ("en", "zh_CN")
        ]

    # Promotions

    def _get_program_ids(self):
        programs = super()._get_program_ids()
        return programs.filtered(
            lambda program: not program.store_ids or self.store_id in program.store_ids
        )

    def _promotion_programs(self):
        """Return the retail promotions of this till, of whatever day."""
        self.ensure_one()
        ids = self._promotion_program_ids(
            self.id, self.store_id.id, self.currency_id.id, tuple(self.company_id.parent_ids.ids)
        )
        return self.env["loyalty.program"].sudo().browse(ids)

    @api.model
    @tools.ormcache("config_id", "store_id", "currency_id", "company_ids")
    def _promotion_program_ids(self, config_id, store_id, currency_id, company_ids):
        # Asked with every sale; each change of a programme forgets it
        programs = self.env["loyalty.program"].sudo()
        return programs.search(
            [
                ("promotion_kind", "!=", False),
                ("pos_ok", "=", True),
                ("pos_config_ids", "in", [config_id, False]),
                ("store_ids", "in", [store_id, False]),
                ("currency_id", "=", currency_id),
                ("company_id", "in", [*company_ids, False]),
            ]
        ).ids

    def _no_promotion_products(self):
        """Return the products that are no goods to promotions: gift cards, wallets, tips, deposits."""
        self.ensure_one()
        cards = self.env["loyalty.program"].sudo().search([("program_type", "in", NO_GOODS)])
        return cards.trigger_product_ids | self.tip_product_id | self.down_payment_product_id
