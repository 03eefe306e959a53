from odoo import api, fields, models
from odoo.tools import SQL

from ..lib import business_date

# What no till reads, and Odoo or the database would have to work out for each answer
NOT_FOR_TILLS = {"copy_ids", "copy_count", "country_code"}


class SentSale(dict):
    """A sale as a till sends it. Odoo formats each for a debug log, line by line: here it is short."""

    def __repr__(self):
        return f"SentSale({self.get('uuid')})"


class PosOrder(models.Model):
    """What makes the call that sends a sale short; see docs/decisions/order-sync.md."""

    _inherit = "pos.order"

    @api.model
    def sync_from_ui(self, orders):
        context, are_news = self.env.context, self._are_news(orders)
        quick = self.with_context(
            # The user's time zone is cached there; without it Odoo reads user and contact
            tz=context.get("tz") or self.env["res.users"].context_get().get("tz") or "UTC",
            # What a till changes is its own; changes by hand are tracked
            tracking_disable=True,
            # Odoo's word for: no other device needs to know
            preparation=context.get("preparation") or not are_news,
            retail_from_till=True,
            # A sale that comes alone and was not there before
            retail_new_sale=len(orders) == 1 and not are_news and orders[0].get("uuid"),
        )
        quick._read_ahead(orders)
        return super(PosOrder, quick).sync_from_ui([SentSale(order) for order in orders])

    @api.model
    def _are_news(self, orders):
        """Tell whether other devices may have one of these sales: a cart, or one that was a cart.

        A sale that arrives finished was on one phone only, and each device would ask for all open carts.
        """
        if any(order.get("state") == "draft" for order in orders):
            return True
        uuids = [str(order.get("uuid")) for order in orders]
        self.env.cr.execute(SQL("SELECT FROM pos_order WHERE uuid = ANY(%s)", uuids))
        return bool(self.env.cr.rowcount)

    @api.model
    def _load_pos_data_fields(self, config):
        names = super()._load_pos_data_fields(config)
        return [name for name in names if name not in NOT_FOR_TILLS]

    def exists(self):
        """@override Nothing is asked for the sales whose lines are just being made."""
        existing = self.env.context.get("retail_existing_orders", ())
        return self if self and existing and set(self._ids) <= set(existing) else super().exists()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._give_business_date(vals)
        return super().create(vals_list)

    @api.model
    def _give_business_date(self, vals):
        """Give a finished sale its date at once, not by a second write."""
        if vals.get("business_date") or vals.get("state", "draft") == "draft":
            return
        config = self.env["pos.session"].browse(vals.get("session_id")).sudo().config_id
        now = fields.Datetime.now()
        moment = min(fields.Datetime.to_datetime(vals.get("date_order")) or now, now)
        zone = config.store_id._get_time_zone()
        vals["business_date"] = business_date.local_day(moment, zone)

    def _compute_total_cost_in_real_time(self):
        """@override Where a job books the stock, it works out the cost as well."""
        soon = self.filtered("stock_pending")
        return super(PosOrder, self - soon)._compute_total_cost_in_real_time()

    def _compute_rating_last_value(self):
        """@override Nobody has rated a sale that is just being made."""
        new = self.filtered(lambda order: order.create_date == self.env.cr.now())
        new.rating_last_value = 0
        return super(PosOrder, self - new)._compute_rating_last_value()
