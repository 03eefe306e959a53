import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, json_default

from odoo.addons.retail_base.lib.asks import asks

MANAGER = "retail_security.group_store_manager"
LONGEST_NOTE = 500


class RetailSaleFlag(models.Model):
    """Something about a finished sale that did not fit: it was booked all the same, and says why.

    One for each order, kind and line. Which rule decides what: docs/decisions/conflicts.md.
    """

    _name = "retail.sale.flag"
    _inherit = ["mail.thread"]
    _description = "Sale to Review"
    _order = "id desc"
    _rec_name = "order_id"
    _mail_post_access = "read"

    kind = fields.Selection(
        [
            ("price_changed", "Price Changed Meanwhile"),
            ("price", "Price without a Rule"),
            ("tax", "Other Taxes"),
            ("amount", "Amount Does Not Add Up"),
            ("discount", "Discount Not Allowed"),
            ("bounds", "Quantity or Discount out of Bounds"),
            ("promotion", "Promotion Differs"),
            ("promotion_limit", "Promotion Used Up"),
            ("coupon", "Coupon or Points Spent Twice"),
            ("member", "Member Merged or Gone"),
            ("member_price", "Price List of Other Members"),
            ("session", "Session Was Closed"),
            ("clock", "Clock Was Wrong"),
            ("till", "Till Was Removed"),
            ("stock", "Stock Went Negative"),
            ("removed", "Something Was Removed"),
            ("payment", "Way to Pay Was Removed"),
            ("invoice", "Invoice Was Not Made"),
            ("beyond_stock", "More Than Was Here"),
            ("cashier", "Cashier without PIN"),
            ("resent", "Sent Again with Other Goods"),
            ("goods_back", "More Came Back Than Was Sold"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    rule = fields.Char(
        compute="_compute_texts", help="The number of the written rule that decided."
    )
    decision = fields.Char(string="What Was Decided", compute="_compute_texts")
    reason = fields.Char(string="Why", compute="_compute_texts")
    details = fields.Json(readonly=True, help="The figures of which the reason tells.")
    was_offline = fields.Boolean(
        string="Sold Offline",
        readonly=True,
        help="By what the phone says: no customer waited for the answer when the sale was sent.",
    )
    order_id = fields.Many2one(
        "pos.order", string="Sale", required=True, readonly=True, index=True, ondelete="cascade"
    )
    line_id = fields.Many2one(
        "pos.order.line", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    product_id = fields.Many2one("product.product", readonly=True, index="btree_not_null")
    amount = fields.Monetary(
        string="Difference",
        readonly=True,
        help="By how much the sale brought less than the rules say; negative where it brought more.",
    )
    currency_id = fields.Many2one(related="order_id.currency_id")
    store_id = fields.Many2one("stock.warehouse", readonly=True, index=True)
    config_id = fields.Many2one("pos.config", string="Till", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", string="Cashier", readonly=True)
    guide_id = fields.Many2one("hr.employee", readonly=True)
    business_date = fields.Date(string="Sale Date", readonly=True, index=True)
    state = fields.Selection(
        [("open", "To Review"), ("closed", "Reviewed")],
        required=True,
        readonly=True,
        default="open",
        tracking=True,
    )
    verdict = fields.Selection(
        [("right", "All Right"), ("mistake", "Mistake"), ("misuse", "Misuse")],
        readonly=True,
        tracking=True,
    )
    verdict_note = fields.Char(string="Remark", readonly=True)
    closed_by_id = fields.Many2one("res.users", string="Reviewed By", readonly=True)
    closed_at = fields.Datetime(string="Reviewed On", readonly=True)

    _once = models.UniqueIndex("(order_id, kind, COALESCE(line_id, 0))")
    _open_idx = models.Index("(store_id, kind, product_id) WHERE state = 'open'")

    @api.depends("kind", "details")
    def _compute_texts(self):
        for flag in self:
            flag.rule, flag.decision, flag.reason = flag._texts()

    @api.depends("kind", "order_id")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for flag in self:
            flag.display_name = f"{flag.order_id.name}: {kinds.get(flag.kind, '')}"

    @api.model
    def _raise(self, rows):
        """Write flags in one statement; one that is there already stays as it is.

        :param rows: list of (order, kind, line or product or None, amount, details)
        """
        if not rows:
            return
        self.env["pos.order"].flush_model()
        self.env["pos.order.line"].flush_model(["order_id"])
        values = [self._row(*row) for row in rows]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO retail_sale_flag
                       (order_id, kind, line_id, product_id, amount, details, was_offline, state,
                        store_id, config_id, company_id, user_id, guide_id, business_date,
                        create_uid, create_date, write_uid, write_date)
                SELECT sale.id, row.kind, row.line_id, row.product_id, row.amount,
                       row.details, row.was_offline, 'open', sale.store_id, sale.config_id,
                       sale.company_id, sale.user_id, sale.guide_id, sale.business_date,
                       %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM jsonb_to_recordset(%(rows)s::jsonb)
                       AS row (order_id int, kind varchar, line_id int, product_id int,
                               amount numeric, details jsonb, was_offline bool)
                  JOIN pos_order sale ON sale.id = row.order_id
                ON CONFLICT DO NOTHING
                """,
                rows=json.dumps(values, default=json_default),
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        self.invalidate_model()
        self.env["pos.order"].invalidate_model(["flag_ids", "open_flag_count"])

    @api.model
    def _row(self, order, kind, about, amount, details):
        is_line = about is not None and about._name == "pos.order.line"
        product = about.product_id if is_line else about
        return {
            "order_id": order.id,
            "kind": kind,
            "line_id": about.id if is_line else None,
            "product_id": product.id if product else None,
            "amount": amount,
            "details": details,
            "was_offline": not self.env.context.get("retail_live"),
        }

    # The verdict

    @asks("read")
    @asks(groups=(MANAGER,))
    def action_right(self):
        """Close flags: nothing is wrong with these sales."""
        self._close("right")

    @asks("read")
    @asks(groups=(MANAGER,))
    def action_mistake(self):
        """Close flags: somebody made a mistake, and was told."""
        self._close("mistake")

    @asks("read")
    @asks(groups=(MANAGER,))
    def action_misuse(self):
        """Close flags: somebody meant to do it."""
        self._close("misuse")

    @asks("read")
    @asks(groups=(MANAGER,))
    def action_reopen(self):
        """Review flags once more."""
        self._check_may_review()
        self.sudo().write(
            {"state": "open", "verdict": False, "closed_by_id": False, "closed_at": False}
        )

    def _close(self, verdict, note=False):
        self._check_may_review()
        if self.filtered(lambda flag: flag.state == "closed"):
            raise UserError(self.env._("This was reviewed already. Reopen it first."))
        self.sudo().write(
            {
                "state": "closed",
                "verdict": verdict,
                "verdict_note": note,
                "closed_by_id": self.env.uid,
                "closed_at": fields.Datetime.now(),
            }
        )

    def _check_may_review(self):
        """Raise AccessError for who is no manager of the stores of these flags."""
        self.check_access("read")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only a store manager reviews sales."))

    @asks("read")
    def action_open_sale(self):
        """Open the sale."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "pos.order",
            "res_id": self.order_id.id,
            "view_mode": "form",
        }
