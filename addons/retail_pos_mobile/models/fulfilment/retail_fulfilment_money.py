from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .retail_fulfilment import OPEN


class RetailFulfilment(models.Model):
    """What the till takes and gives back for goods from elsewhere."""

    _inherit = "retail.fulfilment"

    @api.model
    def _pay(self, line):
        """Bind a paid order line to the goods that were held for it.

        The customer has paid and may have left: the sale is never refused. Goods that are no longer
        held are asked for again; where they are gone, the order fails and its money goes back.

        :return: what to tell on the till's order, or None
        """
        record = self.search([("uuid", "=", line.fulfilment_uuid)])
        if record.order_line_id == line and record:
            return None
        if not record._fits(line):
            line.fulfilment_uuid = False
            return self.env._(
                "%s was sold from elsewhere, but nothing is held for it. Its goods leave this store.",
                line.full_product_name or line.product_id.display_name,
            )
        was_held = record.state == "reserved"
        record.write({"order_line_id": line.id, "partner_id": line.order_id.partner_id.id})
        if was_held:
            record._ask()
        else:
            record._ask_again_late()
        return None

    def _get_owed(self):
        """Return what the customer paid for goods that do not come, and has not got back."""
        line = self.order_line_id
        if self.money_state != "to_return":
            return 0
        left = line.qty - line.refunded_qty
        return line.order_id.currency_id.round(line.price_subtotal_incl * left / line.qty)

    def _fits(self, line):
        return bool(
            self
            and not self.order_line_id
            and self.product_id == line.product_id
            and self.store_id == line.order_id.store_id
            and self.state in ("reserved", "cancelled")
            and not self.uom_id.compare(self.quantity, line.qty)
        )

    def _ask(self):
        """Ask the other store, which has until the deadline to answer."""
        hours = self.store_id.company_id.fulfilment_answer_hours
        now = fields.Datetime.now()
        self.write(
            {
                "state": "asked",
                "asked_at": now,
                "accepted_at": False,
                "ended_at": False,
                "reason": False,
                "deadline": now + timedelta(hours=hours),
            }
        )
        self._give_task(
            self.source_id,
            self.env._(
                "Prepare %(number)s for %(store)s", number=self.name, store=self.store_id.name
            ),
        )

    def _ask_again_late(self):
        """The payment came after the goods were let go: try to hold them once more."""
        try:
            with self.env.cr.savepoint():
                self._build_moves()
                self._ask()
        except UserError as error:
            self.env.invalidate_all()
            self._end("refused", str(error))

    def _give_back(self, quantity):
        """Follow a paid refund of the order line: what was not handed out is not moved any more."""
        for record in self.sudo().filtered(lambda record: not record.is_delivered):
            if record.money_state == "returned":
                if record.state in OPEN:
                    record._end("cancelled", record.env._("The customer got the money back."))
                else:
                    record._close_task()
            elif record.state in OPEN:
                record._shrink(record.quantity - quantity)

    def _shrink(self, quantity):
        """Send less: the customer got a part of the money back."""
        self.quantity = quantity
        moves = self.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        if self.state in ("sent", "ready"):
            moves &= self._get_last_moves()
        moves.product_uom_qty = quantity
        moves._action_assign()
