from odoo import api, fields, models


class RetailCountLine(models.Model):
    """A product in a place: counted, expected at that moment, and the difference."""

    _name = "retail.count.line"
    _description = "Counted Article"
    _order = "count_id desc, location_id, product_id, id"
    _rec_name = "product_id"

    count_id = fields.Many2one("retail.count", required=True, index=True, ondelete="cascade")
    warehouse_id = fields.Many2one("stock.warehouse", string="Store", required=True, index=True)
    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(related="count_id.state")
    location_id = fields.Many2one(
        "stock.location", string="Shelf", required=True, ondelete="restrict"
    )
    product_id = fields.Many2one(
        "product.product", string="Article", required=True, index=True, ondelete="restrict"
    )
    uom_id = fields.Many2one(related="product_id.uom_id")
    round = fields.Integer(
        readonly=True, help="1 for the first counting, 2 when it was counted once more."
    )
    opening_qty = fields.Float(string="At the Start", digits="Product Unit", readonly=True)
    is_counted = fields.Boolean(string="Was Counted", readonly=True)
    counted_at = fields.Datetime(string="Counted on", readonly=True)
    counted_qty = fields.Float(string="Counted", digits="Product Unit", readonly=True)
    expected_qty = fields.Float(
        string="Expected",
        digits="Product Unit",
        readonly=True,
        help="What the books held when it was last scanned, or at the closing if it never was.",
    )
    difference = fields.Float(digits="Product Unit", readonly=True)
    value = fields.Monetary(readonly=True, help="The difference at today's sales price.")
    gross_value = fields.Monetary(readonly=True, help="The value without its sign.")
    scan_ids = fields.One2many("retail.count.scan", compute="_compute_scan_ids")

    _place_unique = models.Constraint(
        "UNIQUE(count_id, location_id, product_id)", "This article is on the list already."
    )

    @api.depends("count_id", "location_id", "product_id")
    def _compute_scan_ids(self):
        scans = self.env["retail.count.scan"].search([("count_id", "in", self.count_id.ids)])
        by_place = scans.grouped(lambda scan: (scan.count_id, scan.location_id, scan.product_id))
        for line in self:
            line.scan_ids = by_place.get(
                (line.count_id, line.location_id, line.product_id), scans.browse()
            )

    def action_recount(self):
        """Have these articles counted once more."""
        for count, lines in self.grouped("count_id").items():
            count.action_recount(lines)

    def _value_differences(self):
        """Value the differences at the sales prices of today."""
        for line in self:
            value = line.difference * line.product_id.lst_price
            if value or line.value:
                line.write({"value": value, "gross_value": abs(value)})

    def _apply_differences(self):
        """Write the differences to the native stock: one batch of inventory moves.

        The difference is written, not the quantity: what was sold since is not undone.
        """
        quants = self._quants()
        for line in self:
            quant = quants[line.location_id, line.product_id]
            quant.inventory_quantity = quant.quantity + line.difference
        touched = self.env["stock.quant"].union(*quants.values())
        touched.with_context(inventory_name=self.count_id.name)._apply_inventory()
        touched.inventory_quantity_set = False

    def _quants(self):
        """Return {(location, product): native quant}, made where there is none."""
        model = self.env["stock.quant"].with_context(inventory_mode=True)
        found = model.search(
            [
                ("location_id", "in", self.location_id.ids),
                ("product_id", "in", self.product_id.ids),
                ("lot_id", "=", False),
                ("package_id", "=", False),
                ("owner_id", "=", False),
            ],
            order="quantity",
        )
        quants = {(quant.location_id, quant.product_id): quant for quant in found}
        missing = [
            {"location_id": line.location_id.id, "product_id": line.product_id.id}
            for line in self
            if (line.location_id, line.product_id) not in quants
        ]
        for quant in self.env["stock.quant"].create(missing):
            quants[quant.location_id, quant.product_id] = quant
        wanted = {(line.location_id, line.product_id) for line in self}
        return {key: quant for key, quant in quants.items() if key in wanted}
