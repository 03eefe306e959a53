from odoo import api, models


class PosSession(models.Model):
    _inherit = "pos.session"

    def delete_opening_control_session(self):
        # Goes on as superuser after a mere read, which an auditor has
        self.check_access("write")
        return super().delete_opening_control_session()

    @api.model
    def _load_pos_data_models(self, config):
        return [
            *super()._load_pos_data_models(config),
            "hr.employee.public",
            "retail.order.guide.share",
            "retail.member.card.type",
            "retail.member.card",
            "product.brand",
            "retail.season",
        ]

    @api.model
    def _load_pos_data_relations(self, model, fields):
        relations = super()._load_pos_data_relations(model, fields)
        if model in ("pos.order", "retail.order.guide.share"):
            # In the till `hr.employee` holds cashiers; the same ids are guides in the public model
            relations["guide_id"]["relation"] = "hr.employee.public"
        return relations

    def _validate_session(self, *args, **kwargs):
        """@override Book what is left; the session's entry and cost need it."""
        store = self.sudo().config_id.store_id
        store.with_context(retail_closing=False)._book_sold_stock()
        return super()._validate_session(*args, **kwargs)

    def _book_stock_of(self, orders):
        """Move the goods of ORDERS of this session together.

        As at the closing of a session, only sooner: a move for each product, not for each line.
        """
        self.ensure_one()
        session = self.with_company(self.company_id).with_context(stock_of_orders=orders.ids)
        known = session.picking_ids
        orders.stock_pending = False
        session._create_picking_at_end_of_session()
        moves = (session.picking_ids - known).move_ids
        # First those whose cost does not come from the moves
        orders._compute_total_cost_in_real_time()
        uncosted = orders.filtered(lambda order: not order.is_total_cost_computed)
        uncosted._compute_total_cost_at_session_closing(moves)
        orders._flag_negative_stock(moves)
        moves._trigger_scheduler()

    def _get_closed_orders(self):
        """@override In the midst of the day, those whose goods are moved now."""
        orders = super()._get_closed_orders()
        chosen = self.env.context.get("stock_of_orders")
        return orders if chosen is None else orders & orders.browse(chosen)
