from odoo import fields, models


class RetailPromotionUse(models.Model):
    """What a promotion gave on one line of a sale; negative when goods came back.

    The phone shows what its engine works out; these rows are what the server booked, and what reports and
    returns count on.
    """

    _name = "retail.promotion.use"
    _description = "Promotion Use"
    _order = "order_id desc, id"
    _rec_name = "program_id"

    line_id = fields.Many2one(
        "pos.order.line", required=True, readonly=True, ondelete="cascade", index=True
    )
    order_id = fields.Many2one(related="line_id.order_id", store=True, index=True, precompute=True)
    program_id = fields.Many2one(
        "loyalty.program",
        string="Promotion",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    reward_id = fields.Many2one("loyalty.reward", readonly=True, ondelete="restrict")
    amount = fields.Monetary(
        string="Given",
        required=True,
        readonly=True,
        help="Tax included. Negative: given back by the customer with the goods.",
    )
    currency_id = fields.Many2one(related="order_id.currency_id")
    product_id = fields.Many2one(related="line_id.product_id", store=True, precompute=True)
    config_id = fields.Many2one(related="order_id.config_id", string="Till")
    store_id = fields.Many2one(
        related="order_id.store_id", store=True, index="btree_not_null", precompute=True
    )
    business_date = fields.Date(related="order_id.business_date", store=True, index=True)
    partner_id = fields.Many2one(related="order_id.partner_id", string="Member")
    company_id = fields.Many2one(related="order_id.company_id", store=True, precompute=True)

    _line_and_promotion = models.Constraint(
        "UNIQUE (line_id, program_id)", "A promotion acts on a line once."
    )
