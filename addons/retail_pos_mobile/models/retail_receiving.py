from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.from_phone import from_phone

SHOWN_DELIVERIES = 50
EXPECTED = ("waiting", "confirmed", "assigned")


class RetailReceiving(models.AbstractModel):
    """What is on its way to a store, and its receipt, as the phone shows and sends them.

    The documents are native transfers. Guides have no rights on them: each method takes a till that
    the user may open, and acts as superuser on transfers into its store alone.
    """

    _name = "retail.receiving"
    _description = "Receiving Goods on the Phone"

    @api.model
    def read_deliveries(self, config_id):
        """Return the transfers that a till's store expects, those that can be received first."""
        pickings = self._expected(self.env["retail.me.page"]._get_store(config_id))
        return [self._read_delivery(picking) for picking in pickings]

    @api.model
    def read_delivery(self, config_id, picking_id):
        """Return one expected transfer with its lines.

        :raise UserError: it is not expected here (any more)
        """
        picking = self._find(config_id, picking_id)
        return {
            **self._read_delivery(picking),
            "rows": [
                {
                    "id": move.id,
                    "product_id": move.product_id.id,
                    "name": move.product_id.with_context(display_default_code=False).display_name,
                    "barcode": move.product_id.barcode or "",
                    "image_key": fields.Datetime.to_string(move.product_id.write_date),
                    "expected": move.product_uom_qty,
                    "unit": move.product_uom.name,
                }
                for move in self._moves(picking)
            ],
        }

    @api.model
    @from_phone
    def _receive_from_phone(self, uuid, values):
        """Book what was counted of a transfer; what is missing stays expected, as a backorder.

        :param values: ``config_id``, ``picking_id``, ``counts`` as ``{move id: pieces}``
        :return: ``{"name", "received", "missing"}``
        :raise UserError: it was received already, or more was counted than was sent
        """
        picking = self._find(values.get("config_id"), values.get("picking_id"))
        picking.lock_for_update()
        moves, counts = self._moves(picking), values.get("counts")
        counts = counts if isinstance(counts, dict) else {}
        for move in moves:
            self._count(move, counts.get(str(move.id), 0))
        received = sum(moves.mapped("quantity"))
        if not received:
            raise UserError(self.env._("Count at least one piece."))
        missing = sum(moves.mapped("product_uom_qty")) - received
        picking.with_context(skip_backorder=True).button_validate()
        picking.message_post(
            body=self.env._(
                "Counted on the phone: %(received)g received, %(missing)g missing.",
                received=received,
                missing=missing,
            )
        )
        return {"name": picking.name, "received": received, "missing": missing}

    def _count(self, move, counted):
        if type(counted) not in (int, float) or not 0 <= counted <= move.product_uom_qty:
            raise UserError(
                self.env._(
                    "%(product)s: %(sent)g pieces were sent. Put what is more aside, and tell who "
                    "sent it.",
                    product=move.product_id.display_name,
                    sent=move.product_uom_qty,
                )
            )
        if move.has_tracking != "none":
            raise UserError(
                self.env._(
                    "%s has lot or serial numbers: receive it in the back end.",
                    move.product_id.display_name,
                )
            )
        move.quantity = counted
        move.picked = counted > 0

    @api.model
    def _expected(self, store, *domain):
        inside = ("child_of", store.view_location_id.id)
        return (
            self.env["stock.picking"]
            .sudo()
            .search(
                [
                    ("state", "in", EXPECTED),
                    ("location_dest_id", *inside),
                    "!",
                    ("location_id", *inside),
                    ("location_id.usage", "!=", "customer"),
                    *domain,
                ],
                order="state, scheduled_date, id",
                limit=SHOWN_DELIVERIES,
            )
        )

    @api.model
    def _find(self, config_id, picking_id):
        store = self.env["retail.me.page"]._get_store(config_id)
        picking = type(picking_id) is int and self._expected(store, ("id", "=", picking_id))
        if not picking:
            raise UserError(self.env._("This delivery is not expected any more. Look at the list."))
        return picking

    @api.model
    def _moves(self, picking):
        return picking.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))

    @api.model
    def _read_delivery(self, picking):
        moves = self._moves(picking)
        senders = moves.move_orig_ids.location_id.warehouse_id
        return {
            "id": picking.id,
            "name": picking.name,
            "origin": picking.origin or "",
            "from": senders[:1].name or picking.partner_id.name or picking.location_id.name,
            "scheduled": fields.Datetime.to_string(picking.scheduled_date),
            "lines": len(moves),
            "pieces": sum(moves.mapped("product_uom_qty")),
            "is_ready": picking.state == "assigned",
            "barcodes": [code for code in moves.product_id.mapped("barcode") if code],
        }
