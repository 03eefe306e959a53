from odoo import fields, models
from odoo.exceptions import UserError

PULLING = ("pull", "pull_push")


class StockWarehouse(models.Model):
    """From where goods come to a warehouse, by which native route, and how long it takes."""

    _inherit = "stock.warehouse"

    damaged_location_id = fields.Many2one(
        "stock.location",
        string="Damaged Goods",
        domain="[('warehouse_id', '=', id), ('usage', '=', 'internal')]",
        help="Where goods lie that came in damaged, until a claim is settled.",
    )
    receive_blind = fields.Boolean(
        tracking=True,
        help="Whoever counts a delivery in is not shown how much was sent.",
    )

    def _is_same_chain(self, other):
        """Return whether both warehouses belong to one company and its branches."""
        ours, theirs = self.sudo().company_id, other.sudo().company_id
        return ours.root_id == theirs.root_id

    def _is_same_taxpayer(self, other):
        """Return whether goods may go from one to the other without a sale between companies.

        A branch with a tax number of its own is a taxpayer of its own; one without is a part of the
        company above it.
        """
        if not self._is_same_chain(other):
            return False
        return self._tax_number() == other._tax_number()

    def _tax_number(self):
        """Return the tax number under which the warehouse's company files its taxes."""
        company = self.sudo().company_id
        while company and not company.vat:
            company = company.parent_id
        return company.vat

    def _resupply_route_from(self, source):
        """Return the native route that brings goods here from SOURCE; set it up where it is missing.

        Its rules are those of the box “Resupply From” of the warehouse, yet the box stays as it is:
        the scheduler shall not refill stores from each other because of one customer.
        """
        domain = [("supplied_wh_id", "=", self.id), ("supplier_wh_id", "=", source.id)]
        routes = self.env["stock.route"].sudo()
        route = routes.search(domain, limit=1)
        if not route:
            self.sudo().create_resupply_routes(source.sudo())
            route = routes.search(domain, limit=1)
            route.write({"product_selectable": False, "product_categ_selectable": False})
        return route

    def _supply_routes(self, source):
        """Return the native routes of an order: those from SOURCE, or all that resupply the store."""
        if not source:
            return self.resupply_route_ids
        own = self.resupply_route_ids.filtered(lambda route: route.supplier_wh_id == source)
        return own or self._resupply_route_from(source)

    def _days_of_way(self, product, values):
        """Follow the native rules by which PRODUCT comes here; return how many days it takes.

        Where neither the rules nor the vendor tell a time, it is the company's.

        :param values: of the procurement, see `stock.rule._get_rule`
        :raises UserError: there is no rule, or the rules lead back to where they have been
        """
        rules = self.env["stock.rule"]
        place, days, seen = self.lot_stock_id, 0, []
        while True:
            if place in seen:
                raise UserError(self._circle_message(product, [*seen, place]))
            seen.append(place)
            rule = rules._get_rule(product, place, values)
            if not rule:
                raise UserError(
                    self.env._(
                        "No route leads %(article)s to %(place)s. Say in the settings of %(store)s "
                        "which warehouse resupplies it, or give the article a route.",
                        article=product.display_name,
                        place=place.display_name,
                        store=self.name,
                    )
                )
            if rule.action not in PULLING:
                vendor = product._prepare_sellers()[:1]
                days += vendor.delay if rule.action == "buy" else rule.delay
                break
            days += rule.delay
            if rule.procure_method == "make_to_stock":
                break
            place = rule.location_src_id
            # As native asks on for the move that this rule would make
            warehouse = rule.warehouse_id or rule.picking_type_id.warehouse_id
            if not place.warehouse_id:
                warehouse = rule.route_id.supplier_wh_id
            values = {**values, "warehouse_id": warehouse}
        return days or self.company_id.sudo().replenish_lead_days

    def _circle_message(self, product, places):
        return self.env._(
            "The routes of %(article)s go in a circle: %(places)s. Change “Resupply From” of one of "
            "these warehouses.",
            article=product.display_name,
            places=" ← ".join(place.display_name for place in places),
        )

    def _damaged_location(self):
        """Return the place for goods that came in damaged, made at the first use.

        It lies beside the stock, not in it: its goods are neither sold nor counted for the refill.
        """
        warehouse = self.sudo()
        warehouse.ensure_one()
        if not warehouse.damaged_location_id:
            warehouse.damaged_location_id = warehouse.env["stock.location"].create(
                {
                    "name": self.env._("Damaged Goods"),
                    "usage": "internal",
                    "location_id": warehouse.view_location_id.id,
                    "company_id": warehouse.company_id.id,
                }
            )
        return warehouse.damaged_location_id
