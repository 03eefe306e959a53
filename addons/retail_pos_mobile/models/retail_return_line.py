from uuid import uuid4

from odoo import api, fields, models

from ..lib.return_shares import share_of_pieces


class RetailReturnLine(models.Model):
    """Pieces of one product in a return, and what the customer gets for them."""

    _name = "retail.return.line"
    _description = "Return Line"

    return_id = fields.Many2one("retail.return", required=True, index=True, ondelete="cascade")
    uuid = fields.Char(required=True, readonly=True, copy=False, default=lambda self: str(uuid4()))
    order_line_id = fields.Many2one(
        "pos.order.line", string="Sold Line", index="btree_not_null", ondelete="restrict"
    )
    product_id = fields.Many2one("product.product", required=True, ondelete="restrict")
    qty = fields.Float("Pieces", digits="Product Unit", required=True)
    amount = fields.Monetary(help="What the customer gets back for these pieces, taxes included.")
    company_id = fields.Many2one(related="return_id.company_id", store=True)
    currency_id = fields.Many2one(related="return_id.currency_id")
    state = fields.Selection(related="return_id.state", store=True, index=True)

    _uuid_unique = models.Constraint("UNIQUE(uuid)", "A return line has a key of its own.")
    _qty_positive = models.Constraint("CHECK(qty > 0)", "At least one piece comes back.")

    @api.model
    def _values_of_sold(self, line, qty, before, share):
        """Return the values for QTY pieces of a sold line, worth their part of its paid SHARE."""
        cents = share_of_pieces(share, line.qty, before, qty)
        return {
            "order_line_id": line.id,
            "product_id": line.product_id.id,
            "qty": qty,
            "amount": line.order_id.currency_id.round(cents * line.order_id.currency_id.rounding),
        }

    def _refund_line_values(self, fiscal_position):
        """Return the values of the till's order line that takes the pieces back.

        A line whose pieces are worth what they were sold for is the sold line with the sign turned;
        any other bears the price that was really paid for a piece.
        """
        self.ensure_one()
        sold = self.order_line_id
        values = {
            "product_id": self.product_id.id,
            "qty": -self.qty,
            "return_line_uuid": self.uuid,
            "price_type": "manual",
            "refunded_orderline_id": sold.id,
            # Computed from the price and the taxes by whoever writes the line
            "price_subtotal": 0,
            "price_subtotal_incl": 0,
        }
        if not sold:
            taxes = self.product_id.taxes_id.filtered_domain(
                self.env["account.tax"]._check_company_domain(self.company_id)
            )
            price = self.env["account.tax"]._fix_tax_included_price_company(
                self.amount / self.qty, taxes, fiscal_position.map_tax(taxes), self.company_id
            )
            return values | {
                "full_product_name": self.product_id.display_name,
                "price_unit": price,
                "tax_ids": [fields.Command.set(taxes.ids)],
            }
        return values | {
            "full_product_name": sold.full_product_name,
            "tax_ids": [fields.Command.set(sold.tax_ids.ids)],
            "attribute_value_ids": [fields.Command.set(sold.attribute_value_ids.ids)],
            "pack_lot_ids": [
                fields.Command.create({"lot_name": name}) for name in self._lots_to_return()
            ],
            **self._unit_price(),
        }

    def _unit_price(self):
        sold = self.order_line_id
        full = sold.price_subtotal_incl * self.qty / sold.qty
        if self.currency_id.is_zero(full - self.amount):
            return {"price_unit": sold.price_unit, "discount": sold.discount}
        paid = sold.price_unit * (1 - sold.discount / 100) * (self.amount / full if full else 0)
        return {"price_unit": paid, "discount": 0}

    def _lots_to_return(self):
        """Return as many serial numbers of the sold line as pieces come back, the first ones left."""
        sold = self.order_line_id
        back = sold.refund_orderline_ids.filtered(lambda line: line.order_id.state != "cancel")
        gone = set(back.pack_lot_ids.mapped("lot_name"))
        left = [name for name in sold.pack_lot_ids.mapped("lot_name") if name not in gone]
        return left[: int(self.qty)] if self.product_id.tracking == "serial" else left[:1]

    def _to_phone(self):
        return {
            "product_id": self.product_id.id,
            "name": self.product_id.display_name,
            "qty": self.qty,
            "amount": self.amount,
        }
