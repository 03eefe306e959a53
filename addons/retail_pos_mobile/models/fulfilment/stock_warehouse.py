from odoo import models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

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
