from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..lib import sale_number


class PosOrder(models.Model):
    """The number of a sale; see docs/decisions/order-numbers.md."""

    _inherit = "pos.order"

    sale_number = fields.Char(
        size=26,
        copy=False,
        readonly=True,
        help="Drawn on the till without asking anybody; no two sales of any tills have the same.",
    )
    receipt_number = fields.Char(
        string="Number on the Receipt",
        compute="_compute_receipt_number",
        store=True,
        index="trigram",
        help="The short form of the sale number, as it stands on the receipt.",
    )

    _sale_number_unique = models.UniqueIndex("(sale_number) WHERE sale_number IS NOT NULL")

    @api.depends("sale_number")
    def _compute_receipt_number(self):
        for order in self:
            order.receipt_number = order.sale_number and sale_number.short_form(
                order.sale_number, order.config_id.store_id._get_time_zone()
            )

    def _get_receipt_number(self):
        """Return what people call this sale, empty without one: Odoo's reference if it has no number."""
        return self.receipt_number or self.pos_reference or self.name or ""

    @api.model_create_multi
    def create(self, vals_list):
        replaced = self._give_sale_numbers(vals_list)
        orders = super().create(vals_list)
        for order, asked in zip(orders, replaced, strict=True):
            if asked:
                order.sudo().message_post(
                    body=self.env._(
                        "The till sent the sale number %(asked)s, which is taken or is none. "
                        "The sale got %(given)s instead.",
                        asked=str(asked)[:50],
                        given=order.receipt_number,
                    )
                )
        return orders

    @api.model
    def _give_sale_numbers(self, vals_list):
        """Keep the numbers that tills drew, give one to who has none; return those that were replaced.

        The customer has left with the goods: a sale is never refused for its number.
        """
        asked = [vals.get("sale_number") or None for vals in vals_list]
        wellformed = [number for number in asked if sale_number.is_number(number)]
        taken = set(
            wellformed
            and self.sudo()
            .search_fetch([("sale_number", "in", wellformed)], ["sale_number"])
            .mapped("sale_number")
        )
        for vals, number in zip(vals_list, asked, strict=True):
            if not sale_number.is_number(number) or number in taken:
                number = sale_number.new_number()
            taken.add(number)
            vals["sale_number"] = number
        return [
            number if number != vals["sale_number"] else None
            for vals, number in zip(vals_list, asked, strict=True)
        ]

    def write(self, vals):
        if "sale_number" in vals and not self.env.su:
            raise AccessError(self.env._("The number of a sale cannot be changed."))
        return super().write(vals)

    @api.model
    def _process_order(self, order, existing_order):
        if existing_order:
            order.pop("sale_number", None)
        return super()._process_order(order, existing_order)
