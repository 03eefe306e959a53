from odoo import api, models
from odoo.tools import SQL, ormcache

from .retail_replenishment_statement import rule_groups_query


class StockWarehouseOrderpoint(models.Model):
    _inherit = "stock.warehouse.orderpoint"

    @api.model
    def _leads_query(self):
        """What supplies the reordering rules of the stores, for `figures_statement`.

        Which stock rules apply is native's to say and costs queries, but it depends on the location
        and the routes alone: one rule of each such group is asked, and the answer is kept until a
        route, stock rule, warehouse or location changes.
        """
        stamp = self._supply_stamp()
        leads = [
            (
                location_id,
                route_id,
                routes,
                *self._supply(stamp, location_id, route_id, routes, id_),
            )
            for id_, location_id, route_id, routes in self.env.execute_query(rule_groups_query())
        ]
        columns = zip(*leads, strict=True) if leads else [()] * 6
        return SQL(
            """
            SELECT *
              FROM unnest(%s::int[], %s::int[], %s::text[], %s::float8[], %s::int[], %s::bool[])
                AS lead (location_id, route_id, routes, rule_days, buy_company_id, vendor_multiple)
            """,
            *(list(column) for column in columns),
        )

    def _supply_stamp(self):
        """Something that differs as soon as another stock rule may apply.

        The place and the transaction of every row version: unlike the time of the last write, it
        also tells of a change whose transaction began early and ended late.
        """
        tables = (
            "stock_rule",
            "stock_route",
            "stock_route_warehouse",
            "stock_warehouse",
            "stock_location",
        )
        hashes = SQL(" UNION ALL ").join(
            SQL("SELECT hashtextextended(concat(ctid, xmin), 0) AS hash FROM %s", SQL.identifier(t))
            for t in tables
        )
        [(stamp,)] = self.env.execute_query(SQL("SELECT sum(hash)::text FROM (%s) version", hashes))
        return stamp

    @ormcache("stamp", "location_id", "route_id", "routes")
    def _supply(self, stamp, location_id, route_id, routes, orderpoint_id):
        """What the stock rules of a group of reordering rules come to.

        :param orderpoint_id: any of the group
        :return: tuple of the delays in days, the company that buys or None, and whether native
            rounds to the vendor's unit
        """
        orderpoint = self.browse(orderpoint_id)
        rules = orderpoint.rule_ids
        buy = rules.filtered(lambda rule: rule.action == "buy")
        delays = rules.filtered(lambda rule: rule.action in ("pull", "pull_push")).mapped("delay")
        supply_routes = orderpoint.effective_route_id or orderpoint.product_id.route_ids
        return (
            sum(delays),
            buy.company_id.id or None,
            any(rule.action == "buy" for rule in supply_routes.rule_ids),
        )

    def action_open_orderpoints(self):
        """@override Who works for the chain gets its board: native asks every rule for its routes."""
        figures = self.env["retail.replenishment.figure"]
        if not self.env.su and figures.has_access("read"):
            return figures.action_open_board()
        return super().action_open_orderpoints()
