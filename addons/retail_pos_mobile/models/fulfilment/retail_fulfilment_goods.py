from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .retail_fulfilment import BEFORE_SENDING, MAX_REASON, OPEN


class RetailFulfilment(models.Model):
    """The native moves of what is sold from elsewhere: made, held, followed and cancelled."""

    _inherit = "retail.fulfilment"

    def _build_moves(self):
        """Let native procurement make the transfers, and hold the goods at their source.

        :raises UserError: when not all of it is there
        """
        self.ensure_one()
        record = self.sudo().with_company(self.store_id.company_id)
        record._lock_shelves()
        if record.kind == "ship" and record.store_id.company_id == record.source_id.company_id:
            record._procure_delivery()
        else:
            record._create_last_move()._action_confirm()
        record.invalidate_recordset(["move_ids"])
        first = record._get_source_moves()
        # The shelves of this place alone: neither another store nor a purchase fills the order
        first._action_assign()
        if not first or any(move.state != "assigned" for move in first):
            raise UserError(record._get_shortage_message())
        if record.address_id:
            first.picking_id.partner_id = record.address_id

    def _lock_shelves(self):
        """Let one order at a time look at the pieces of the source and hold them.

        Native reservation does not wait for a row that is being reserved: it notes the same piece
        for both in a second row. Whoever comes second here waits, and Odoo repeats his request on
        what the first has left.
        """
        shelves = self.source_id.lot_stock_id
        self.env["stock.quant"].flush_model()
        self.env.execute_query(
            SQL(
                """
                SELECT quant.id
                  FROM stock_quant quant
                  JOIN stock_location place ON place.id = quant.location_id
                 WHERE quant.product_id = %(product)s AND place.parent_path LIKE %(shelves)s
              ORDER BY quant.id
                   FOR NO KEY UPDATE OF quant
                """,
                product=self.product_id.id,
                shelves=f"{shelves.parent_path}%",
            )
        )

    def _get_shortage_message(self):
        free = self.product_id.with_context(warehouse_id=self.source_id.id).free_qty + sum(
            self._get_source_moves().mapped("quantity")
        )
        return self.env._(
            "%(place)s has %(free)g of %(product)s to spare, not %(quantity)g.",
            place=self.source_id.name,
            free=max(free, 0),
            product=self.product_id.display_name,
            quantity=self.quantity,
        )

    def _procure_delivery(self):
        """The source delivers, in as many steps as it is set up for."""
        partner = self.address_id or self.partner_id
        self.env["stock.rule"].run(
            [
                self.env["stock.rule"].Procurement(
                    self.product_id,
                    self.quantity,
                    self.uom_id,
                    self._get_customer_location(),
                    self.name,
                    self.name,
                    self.store_id.company_id,
                    {
                        "company_id": self.store_id.company_id,
                        "warehouse_id": self.source_id,
                        "route_ids": self.source_id.delivery_route_id,
                        "partner_id": partner.id,
                        "date_planned": self._get_planned_date(),
                        "fulfilment_id": self.id,
                    },
                )
            ]
        )

    def _create_last_move(self):
        """Return the move to the customer, which pulls the goods from the source when confirmed.

        Picked up, they leave this store's shelf. Shipped for another company of the taxpayer, they
        leave its location between companies, where the source brings them: what native calls a
        drop shipment.
        """
        store = self.store_id
        transfer = self.kind == "transfer"
        place = store.lot_stock_id if transfer else self._get_transit_location()
        route = store._resupply_route_from(self.source_id)
        return self.env["stock.move"].create(
            {
                "product_id": self.product_id.id,
                "product_uom": self.uom_id.id,
                "product_uom_qty": self.quantity,
                "location_id": place.id,
                "location_dest_id": self._get_customer_location().id,
                "picking_type_id": (store.pos_type_id if transfer else store.out_type_id).id,
                "warehouse_id": store.id,
                "company_id": store.company_id.id,
                "partner_id": (self.address_id or self.partner_id).id,
                "procure_method": "make_to_order",
                "route_ids": route.ids,
                "origin": self.name,
                "date": self._get_planned_date(),
                "fulfilment_id": self.id,
            }
        )

    def _get_transit_location(self):
        return self.env.ref("stock.stock_location_inter_company")

    def _get_customer_location(self):
        return (
            self.partner_id.property_stock_customer
            or self.env["stock.warehouse"]._get_partner_locations()[0]
        )

    def _get_planned_date(self):
        wanted = self.wanted_date and fields.Datetime.to_datetime(self.wanted_date)
        return max(filter(None, (wanted, fields.Datetime.now())))

    def _get_source_moves(self):
        """Return the moves that take the goods from the shelves of the source."""
        shelves = self.source_id.view_location_id
        return self.move_ids.filtered(
            lambda move: (
                move.state != "cancel"
                and not move.move_orig_ids
                and move.location_id._child_of(shelves)
            )
        )

    def _get_sending_moves(self):
        """Return all moves within the source and out of it."""
        return self.move_ids.filtered(
            lambda move: (
                move.state != "cancel" and move.picking_type_id.warehouse_id == self.source_id
            )
        )

    def _get_last_moves(self):
        """Return the moves that bring the goods to the customer."""
        return self.move_ids.filtered(
            lambda move: move.state != "cancel" and move.location_dest_id.usage == "customer"
        )

    def _get_open(self, moves):
        """Return the moves that are next to do.

        :raises UserError: if there is none, so that nobody waits for what cannot come
        """
        open_moves = moves.filtered(
            lambda move: (
                move.state not in ("done", "cancel")
                and not move.move_orig_ids.filtered(
                    lambda orig: orig.state not in ("done", "cancel")
                )
            )
        )
        if not open_moves:
            raise UserError(self.env._("%s has no transfer to finish.", self.name))
        return open_moves

    def _get_arriving_moves(self):
        """Return the moves that bring the goods onto this store's shelf."""
        return (
            self.move_ids.filtered(
                lambda move: (
                    move.state != "cancel" and move.picking_type_id.warehouse_id == self.store_id
                )
            )
            - self._get_last_moves()
        )

    def _follow_moves(self):
        """Let the state follow transfers that were finished or cancelled, wherever that was done."""
        for record in self.filtered(lambda record: record.state in OPEN):
            # The caller that cancels all of them tells the state itself
            if self.env.context.get("fulfilment_ends"):
                continue
            if record.state in BEFORE_SENDING and not record._get_sending_moves():
                record._end("refused", record.env._("The transfer was cancelled."))
            else:
                record._advance()

    def _advance(self):
        sending = self._get_sending_moves()
        if self.state in BEFORE_SENDING and sending and self._are_done(sending):
            self._step("sent", "sent_at")
            direct = self._get_last_moves() - sending
            if self.kind == "ship" and direct:
                direct.picking_id._finish_all()
        if self.kind == "ship":
            return
        if self.state == "sent" and self._are_done(self._get_arriving_moves()):
            self._step("ready", "ready_at")
        if self.state in ("sent", "ready") and self._are_done(self._get_last_moves()):
            self._step("done", "done_at")

    @staticmethod
    def _are_done(moves):
        return bool(moves) and all(move.state == "done" for move in moves)

    def _step(self, state, moment):
        now = fields.Datetime.now()
        values = {"state": state, moment: now, "deadline": False}
        if state == "sent" and not self.accepted_at:
            values["accepted_at"] = now
        self.write(values)
        if state == "sent":
            self._close_task()

    def _cancel_moves(self):
        """Cancel what has not moved yet; what is on its way arrives as the store's own stock."""
        open_moves = self.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        if self.state in ("sent", "ready"):
            open_moves &= self._get_last_moves()
        open_moves.with_context(fulfilment_ends=True)._action_cancel()

    def _end(self, state, reason):
        """End an order that did not reach the customer; its goods are free again."""
        self.ensure_one()
        record = self.sudo()
        record._cancel_moves()
        record.write(
            {
                "state": state,
                "reason": (reason or "")[:MAX_REASON],
                "deadline": False,
                "ended_at": fields.Datetime.now(),
            }
        )
        record._close_task()
        if record.money_state == "to_return":
            record._give_task(
                record.store_id,
                record.env._("Give the money back, or find the goods elsewhere"),
            )
