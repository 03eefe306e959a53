from odoo import api, fields, models

from odoo.addons.retail_base.lib.asks import asks


class RetailCountLine(models.Model):
    """A product in a place: counted, expected at that moment, and the difference."""

    _name = "retail.count.line"
    _description = "Counted Article"
    _order = "count_id desc, product_id, id"
    _rec_name = "product_id"

    count_id = fields.Many2one("retail.count", required=True, index=True, ondelete="cascade")
    warehouse_id = fields.Many2one("stock.warehouse", string="Store", required=True, index=True)
    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(related="count_id.state")
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
    late_qty = fields.Float(
        string="Put Back",
        digits="Product Unit",
        readonly=True,
        help="Sold before it was counted, but the sale came after the count was applied.",
    )
    value = fields.Monetary(readonly=True, help="The difference at today's sales price.")
    gross_value = fields.Monetary(readonly=True, help="The value without its sign.")
    scan_ids = fields.One2many("retail.count.scan", compute="_compute_scan_ids")

    _product_unique = models.Constraint(
        "UNIQUE(count_id, product_id)", "This article is on the list already."
    )

    @api.depends("count_id", "product_id")
    def _compute_scan_ids(self):
        scans = self.env["retail.count.scan"].search([("count_id", "in", self.count_id.ids)])
        by_article = scans.grouped(lambda scan: (scan.count_id, scan.product_id))
        for line in self:
            line.scan_ids = by_article.get((line.count_id, line.product_id), scans.browse())

    @asks("write", "retail.count")
    def action_recount(self):
        """Have these articles counted once more."""
        for count, lines in self.grouped("count_id").items():
            count.action_recount(lines)

    def _value_differences(self):
        """Value the differences at the sales prices of today."""
        for line in self:
            value = line.currency_id.round(line.difference * line.product_id.lst_price)
            if line.currency_id.compare_amounts(value, line.value):
                line.write({"value": value, "gross_value": abs(value)})

    def _put_back(self, quantities):
        """Undo what a late sale makes doubly missing: the count had found its goods gone.

        :param quantities: {line: pieces sold before they were counted, and told of afterwards}
        """
        for line, quantity in quantities.items():
            line.late_qty += quantity
        for count, lines in self.grouped("count_id").items():
            lines._move_stock({line: quantities[line] for line in lines})
            count.message_post(
                body=self.env._(
                    "Sales of before the counting came later; put back: %s.",
                    ", ".join(
                        f"{quantities[line]:g} × {line.product_id.display_name}" for line in lines
                    ),
                )
            )

    def _move_stock(self, quantities):
        """Change the native stock by a quantity of each line: one batch of inventory moves.

        Changes are written, not totals: what was sold since is not undone. What is missing is taken
        from where most of it lies; what is too much goes there, or to the place of the count.
        """
        quants = self._quants()
        touched = self.env["stock.quant"]
        for line, quantity in quantities.items():
            places = quants[line.product_id]
            for quant, part in _shares(places.mapped("quantity"), quantity, places):
                quant.inventory_quantity = quant.quantity + part
                touched |= quant
        name = ", ".join(self.count_id.mapped("name"))
        # as native, what another booking holds is not waited for
        locked = (touched | touched._loss_quants()).try_lock_for_update(allow_referencing=True)
        locked.fetch()  # native reads them one by one beyond what a prefetch takes
        touched.with_context(
            inventory_name=name,
            retail_count_moves=True,
            retail_locked_quants=frozenset(locked.ids),
        )._apply_inventory()
        touched.inventory_quantity_set = False

    def _quants(self):
        """Return {product: its native quants in the place of the count, the fullest first}."""
        self.count_id.ensure_one()
        place = self.count_id.location_id
        model = self.env["stock.quant"].with_context(inventory_mode=True)
        found = model.search(
            [
                ("location_id", "child_of", place.id),
                ("location_id.usage", "=", "internal"),
                ("product_id", "in", self.product_id.ids),
                ("lot_id", "=", False),
                ("package_id", "=", False),
                ("owner_id", "=", False),
            ],
            order="quantity desc, id",
        )
        missing = self.product_id - found.product_id
        new = self.env["stock.quant"].create(
            [{"location_id": place.id, "product_id": product.id} for product in missing]
        )
        return (found | new.with_env(model.env)).grouped("product_id")


def _shares(stock, quantity, places):
    """Share a change of stock out: return pairs (place, part).

    >>> _shares([5, 2], 3, ["wall", "till"]), _shares([5, 2], -6, ["wall", "till"])
    ([('wall', 3)], [('wall', -5), ('till', -1)])
    >>> _shares([5, 2], -9, ["wall", "till"])
    [('wall', -7), ('till', -2)]
    """
    if quantity >= 0:
        return [(places[0], quantity)]
    shares = []
    for place, held in zip(places, stock, strict=True):
        part = max(quantity, -max(held, 0))
        shares.append([place, part])
        quantity -= part
    shares[0][1] += quantity
    return [(place, part) for place, part in shares if part]
