from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class PosConfig(models.Model):
    """What a till knows of returns."""

    _inherit = "pos.config"

    return_approval = fields.Boolean(
        "Returns Need an Approval",
        default=True,
        help="Goods come back by a return that a manager approved. Managers are asked nothing.",
    )

    @api.model
    def _load_pos_data_read(self, records, config):
        read_records = super()._load_pos_data_read(records, config)
        reasons = (
            self.env["retail.return.reason"]
            .sudo()
            .search_read([("active", "=", True)], ["name", "destination"])
        )
        for record in read_records:
            record["_return_reasons"] = reasons
            record["_return_store_id"] = config.store_id.id
            record["_return_pin_length"] = config._return_pin_length()
            record["_may_decide_returns"] = self.env.user.has_group(
                "retail_security.group_store_manager"
            )
        return read_records

    def _return_deciders(self):
        """Return the employees whose PIN approves a return at this till.

        Those whose user is a manager of the store, and those whom the till lists as managers.
        """
        self.ensure_one()
        config = self.sudo()
        employees = (
            self.env["hr.employee"]
            .sudo()
            .search(
                [("pin_hash", "!=", False), ("company_id", "in", [config.company_id.id, False])]
            )
        )
        return employees.filtered(
            lambda employee: (
                employee in config.advanced_employee_ids
                or employee.user_id._decides_returns_of(config.store_id)
            )
        )

    def _return_pin_length(self):
        """Return how long the PINs of the managers are, or 0 if they differ: none is typed for "OK"."""
        lengths = set(self._return_deciders().mapped("pin_length"))
        return lengths.pop() if len(lengths) == 1 else 0

    def _payment_method_here(self, method=None):
        """Return the way of this till that stands for one of another till; cash for none.

        The same one, else one of the same kind, else cash, else any that needs no member's account.
        """
        self.ensure_one()
        here = self.payment_method_ids
        if method and method in here:
            return method
        alike = here.filtered(
            lambda other: (
                method
                and other.type == method.type
                and other.payment_method_type == method.payment_method_type
                and other.use_payment_terminal == method.use_payment_terminal
            )
        )
        named = alike.filtered(lambda other: other.name == method.name)
        cash = here.filtered("is_cash_count")
        found = (named or alike or cash or here.filtered(lambda other: other.type == "bank"))[:1]
        if not found:
            raise UserError(self.env._("The till %s has no way to pay back.", self.display_name))
        return found

    def _prices_without_receipt(self, products):
        """Return ``{product id: price}`` of pieces that come back without a receipt.

        The lowest price at which the company's tills sold them of late, or today's; see the settings.
        What was not sold of late is worth today's price.
        """
        self.ensure_one()
        pricelist = self.pricelist_id
        today = {
            product.id: (
                pricelist._get_product_price(product, 1.0, currency=self.currency_id)
                if pricelist
                else product.lst_price
            )
            for product in products
        }
        if self.company_id.return_price_rule == "current":
            return today
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.product_id, min(line.price_subtotal_incl / line.qty)
                  FROM pos_order_line line
                  JOIN pos_order sale ON sale.id = line.order_id
                 WHERE line.product_id = ANY(%(products)s)
                   AND sale.company_id = %(company)s
                   AND sale.state IN ('paid', 'done')
                   AND sale.date_order >= %(since)s
                   AND line.qty > 0
                   AND line.is_reward_line IS NOT TRUE
              GROUP BY line.product_id
                """,
                products=products.ids,
                company=self.company_id.id,
                since=self.env["retail.return"]._days_ago(self.company_id.return_price_days),
            )
        )
        return today | {product: min(float(price), today[product]) for product, price in rows}
