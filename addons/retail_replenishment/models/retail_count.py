from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.retail_base.lib.asks import asks

from .retail_count_statement import expected_statement, found_statement, snapshot_statement

CLOSED = ("done", "cancel")


class RetailCount(models.Model):
    """Goods counted in a place, and what the books said of them at that very moment.

    Phones add scans; closing compares each product's sum with the stock at the time of its last scan,
    so that sales go on meanwhile; applying writes the differences, as differences, to the stock.
    """

    _name = "retail.count"
    _description = "Stocktake"
    _inherit = ["retail.guarded", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    _guarded_fields = frozenset(
        {"name", "state", "opened_at", "closed_at", "compared_at", "applied_at", "approver_id"}
    )
    _kept_fields = frozenset({"warehouse_id", "location_id"})

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default="/")
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        string="Store",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        default=lambda self: self._default_warehouse(),
    )
    company_id = fields.Many2one(related="warehouse_id.company_id", store=True, index=True)
    location_id = fields.Many2one(
        "stock.location",
        string="Shelf",
        ondelete="restrict",
        compute="_compute_location_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        domain="[('warehouse_id', '=', warehouse_id), ('usage', '=', 'internal')]",
        help="What lies here and below is counted.",
    )
    scope = fields.Selection(
        [
            ("all", "Everything there"),
            ("brand", "By Brand"),
            ("category", "By Category"),
            ("spot", "Spot Check of Chosen Goods"),
        ],
        required=True,
        default="all",
        tracking=True,
    )
    rule_id = fields.Many2one(
        "retail.count.rule",
        string="Cyclic Count",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The rule that proposed what is counted.",
    )
    brand_ids = fields.Many2many("product.brand")
    category_ids = fields.Many2many("product.category")
    product_ids = fields.Many2many(
        "product.product", string="Goods", domain=[("is_storable", "=", True)]
    )
    is_blind = fields.Boolean(
        string="Blind",
        default=True,
        help="Whoever counts is not shown how many there should be.",
    )
    missing_is_zero = fields.Boolean(
        string="Not Counted Means None There",
        default=True,
        help="Otherwise goods that nobody counted keep the quantity of the books.",
    )
    state = fields.Selection(
        [
            ("draft", "To Start"),
            ("counting", "Counting"),
            ("review", "To Approve"),
            ("approved", "Approved"),
            ("done", "Applied"),
            ("cancel", "Cancelled"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
        tracking=True,
    )
    opened_at = fields.Datetime(string="Started on", readonly=True, copy=False)
    closed_at = fields.Datetime(string="Closed on", readonly=True, copy=False)
    compared_at = fields.Datetime(readonly=True, copy=False)
    applied_at = fields.Datetime(string="Applied on", readonly=True, copy=False)
    approver_id = fields.Many2one(
        "res.users", string="Approved by", readonly=True, copy=False, tracking=True
    )
    line_ids = fields.One2many("retail.count.line", "count_id", copy=False)
    line_count = fields.Integer(string="Articles", compute="_compute_totals")
    difference_count = fields.Integer(string="Differing", compute="_compute_totals")
    difference_qty = fields.Float(
        string="Pieces More or Less", digits="Product Unit", compute="_compute_totals"
    )
    value = fields.Monetary(
        string="Value of Differences",
        compute="_compute_totals",
        help="At sales prices: what is there too much, less what is missing.",
    )
    gross_value = fields.Monetary(
        compute="_compute_totals",
        help="At sales prices: what is there too much and what is missing, added up.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    note = fields.Text()

    @api.model
    def _default_warehouse(self):
        stores = self.env.user.store_ids
        return stores if len(stores) == 1 else False

    @api.depends("warehouse_id")
    def _compute_location_id(self):
        for count in self:
            count.location_id = count.warehouse_id.lot_stock_id

    @api.depends("line_ids.difference", "line_ids.value")
    def _compute_totals(self):
        rows = self.env["retail.count.line"]._read_group(
            [("count_id", "in", self.ids)],
            ["count_id"],
            ["__count", "difference:sum", "value:sum", "gross_value:sum"],
        )
        totals = {count: values for count, *values in rows}
        differing = dict(
            self.env["retail.count.line"]._read_group(
                [("count_id", "in", self.ids), ("difference", "!=", 0)], ["count_id"], ["__count"]
            )
        )
        for count in self:
            lines, pieces, value, gross = totals.get(count, (0, 0, 0, 0))
            count.line_count = lines
            count.difference_count = differing.get(count, 0)
            count.difference_qty = pieces
            count.value = value
            count.gross_value = gross

    @api.constrains("warehouse_id", "location_id")
    def _check_location(self):
        for count in self:
            if count.location_id.warehouse_id != count.warehouse_id:
                raise UserError(
                    self.env._(
                        "%(shelf)s does not belong to %(store)s.",
                        shelf=count.location_id.display_name,
                        store=count.warehouse_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(count.state not in ("draft", "cancel") for count in self):
            raise UserError(self.env._("A stocktake that has started stays; cancel it."))

    @asks("write")
    def action_start(self):
        """Open the count: what the books know there becomes its lines."""
        for count in self:
            count._take("draft")
            count.flush_recordset()
            count.sudo().write({"state": "counting", "opened_at": fields.Datetime.now()})
            products = self.env["product.product"].sudo()._search(count._scope_domain())
            self.env.flush_all()
            self.env.execute_query(
                snapshot_statement(count.id, count._places(), products.subselect())
            )
            count.invalidate_recordset()

    @asks("write")
    def action_close(self):
        """Compare what was counted with the books."""
        for count in self:
            count._take("counting")
            count.sudo().write({"state": "review", "closed_at": fields.Datetime.now()})
            count._compare()

    @asks("write")
    def action_recount(self, lines=None):
        """Have LINES, or all that differ, counted once more; what was counted before is kept aside."""
        for count in self:
            count._take("review")
            again = count.line_ids & lines if lines else count.line_ids.filtered("difference")
            if not again:
                raise UserError(self.env._("There is nothing to count once more."))
            for line in again.sudo():
                line.round += 1
            again.sudo().write({"counted_qty": 0, "is_counted": False, "difference": 0})
            count.sudo().write({"state": "counting", "closed_at": False})

    @asks("write")
    def action_approve(self):
        """Approve the differences, up to the amount that the role allows.

        :raises AccessError: the user's role does not allow so much
        """
        for count in self:
            count._take("review")
            if not self.env.user._may_approve_count(count):
                raise AccessError(
                    self.env._(
                        "The differences of %s are worth more than a store manager may approve:"
                        " ask the regional manager.",
                        count.name,
                    )
                )
            count.sudo().write({"state": "approved", "approver_id": self.env.uid})

    @asks("write")
    def action_apply(self):
        """Write the differences to the stock, all or none, once.

        They are taken anew, for sales of before the scans may have come since the approval.
        """
        for count in self:
            count._take("approved")
            count._compare()
            lines = count.sudo().line_ids.filtered("difference")
            if lines:
                lines._move_stock({line: line.difference for line in lines})
            count.sudo().write({"state": "done", "applied_at": fields.Datetime.now()})

    @asks("write")
    def action_cancel(self):
        for count in self:
            count.check_access("write")
            count.lock_for_update()
            if count.state in CLOSED:
                raise UserError(self.env._("%s is closed already.", count.name))
            count.sudo().state = "cancel"

    @asks("read")
    def action_view_lines(self):
        """Open the articles of the stocktake, those that differ first."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "retail.count.line",
            "name": self.name,
            "view_mode": "list,pivot",
            "domain": [("count_id", "=", self.id)],
            "context": {"search_default_differing": self.state not in ("draft", "counting")},
        }

    @asks("read")
    def action_view_moves(self):
        """Open the stock moves that this stocktake made."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.move.line",
            "name": self.name,
            "view_mode": "list,form",
            "domain": [("move_id.inventory_name", "=", self.name), ("state", "=", "done")],
        }

    def _take(self, *states):
        """@override Whoever acts on a stocktake may change it."""
        self.check_access("write")
        return super()._take(*states)

    def _scope_domain(self):
        """The goods that are counted. Those with lots or serial numbers are not."""
        domain = Domain("is_storable", "=", True) & Domain("tracking", "=", "none")
        if self.scope == "brand":
            domain &= Domain("product_brand_id", "in", self.brand_ids.ids)
        elif self.scope == "category":
            domain &= Domain("categ_id", "child_of", self.category_ids.ids)
        elif self.scope == "spot":
            articles = self.with_context(active_test=False).product_ids
            domain &= Domain("id", "in", articles.ids)
        return domain & Domain("active", "in", (True, False))

    def _what(self):
        """Return in words what is counted."""
        if self.rule_id:
            return self.env._(
                "%(rule)s: %(number)s articles",
                rule=self.rule_id.sudo().name,
                number=len(self.product_ids),
            )
        if self.scope == "spot" and not self.product_ids:
            return self.env._("Spot check: what is scanned")
        chosen = {"brand": self.brand_ids, "category": self.category_ids, "spot": self.product_ids}
        if self.scope not in chosen:
            return self.env._("Everything in %s", self.location_id.display_name)
        return ", ".join(chosen[self.scope].mapped("display_name"))

    def _places(self):
        """Query of the ids of the locations that are counted."""
        return SQL(
            "SELECT id FROM stock_location WHERE usage = 'internal' AND parent_path LIKE %s",
            f"{self.location_id.parent_path}%",
        )

    def _compare(self):
        """Put what was counted and what was expected into the lines, in two statements."""
        self.env.flush_all()
        self.env.execute_query(found_statement(self.id))
        self.env.execute_query(
            expected_statement(
                self.id,
                self._places(),
                self._stock_events(),
                self.opened_at,
                self.closed_at,
                self.missing_is_zero,
            )
        )
        self.sudo().compared_at = self.env.cr.now()
        self.invalidate_recordset(["line_ids"])
        self.line_ids.invalidate_recordset()
        self.line_ids.sudo()._value_differences()

    def _stock_events(self):
        """What changed, or will change, the stock of the places since the count was opened.

        Made to be widened by modules whose goods leave at another time than their moves say.

        :return: query (product_id, at, quantity, is_booked): a quantity that came (or
            went, if negative) at a time, in UTC; `is_booked` when the stock of today contains it
        """
        return self.env["stock.move.line"]._count_events(self._places(), self.opened_at)
