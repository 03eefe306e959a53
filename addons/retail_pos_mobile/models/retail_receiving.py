from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.retail_base.lib.asks import asks

from ..lib.business_date import day_start
from ..lib.from_phone import from_phone
from ..lib.return_picture import PictureError, read_picture

SHOWN_DELIVERIES = 50
EXPECTED = ("waiting", "confirmed", "assigned")
MAX_DAMAGES = 100
MAX_PICTURES = 4
MAX_NOTE = 200


class RetailReceiving(models.AbstractModel):
    """What is on its way to a store, its receipt, and what has come, as the phone shows them.

    The documents are native transfers. Guides have no rights on them: each method takes a till that
    the user may open, and acts as superuser on transfers into its store alone.
    """

    _name = "retail.receiving"
    _description = "Receiving Goods on the Phone"

    # To receive

    @api.model
    @asks("read", "pos.config")
    def read_deliveries(self, config_id):
        """Return the transfers that a till's store expects, those that can be received first.

        What was claimed as missing comes last: it waits for the sender's answer, or comes after all.
        """
        store = self.env["retail.me.page"]._get_store(config_id)
        expected = self._expected(store)
        claims = self._missing_claims(expected)
        return [
            {**self._read_delivery(picking, store), "claim": claims.get(picking, "")}
            for picking in expected.sorted(lambda picking: picking in claims)
        ]

    @api.model
    @asks("read", "pos.config")
    def read_delivery(self, config_id, picking_id):
        """Return one expected transfer with its lines; a store that counts blind is not told how many.

        :raise UserError: it is not expected here (any more)
        """
        picking = self._find(config_id, picking_id)
        store = self.env["retail.me.page"]._get_store(config_id)
        return {
            **self._read_delivery(picking, store),
            "rows": [
                {
                    **self._read_article(move.product_id),
                    "id": move.id,
                    "expected": None if store.receive_blind else move.product_qty,
                }
                for move in picking._open_moves()
            ],
        }

    @api.model
    @from_phone
    @asks("read", "pos.config")
    @asks("write", "stock.picking")
    def _receive_from_phone(self, uuid, values):
        """Book what was counted of a transfer; see `stock.picking._receive_counted`.

        :param values: ``config_id``, ``picking_id``, ``counts`` as ``{move id: pieces}``; perhaps
            ``with_surplus`` (somebody has looked at what is too much), ``surplus`` and ``damages`` as
            lists of ``{"product_id", "quantity"}``, damages with ``reason``, ``note`` and ``pictures``
            (base64), ``ends`` (nothing more comes)
        :return: ``{"name", "received", "missing", "claim"}``, the number of the claim or ""
        :raise UserError: it was received already, or more was counted than was sent
        """
        picking = self._find(values.get("config_id"), values.get("picking_id"))
        counts = self._counts(picking, values)
        surplus = self._pieces(values.get("surplus") or []) if values.get("with_surplus") else {}
        answer = picking._receive_counted(
            counts, surplus, self._damages(values.get("damages") or []), values.get("ends") is True
        )
        picking.message_post(
            body=self.env._(
                "Counted on the phone: %(received)g received, %(missing)g missing.",
                received=answer["received"],
                missing=answer["missing"],
            )
        )
        return {
            "name": picking.name,
            "received": answer["received"],
            "missing": answer["missing"],
            "claim": answer["claim"].name or "",
        }

    @api.model
    def _counts(self, picking, values):
        """Return {move: pieces} of what a phone has counted."""
        counts = values.get("counts")
        counts = counts if isinstance(counts, dict) else {}
        moves = picking._open_moves()
        counted = {move: counts.get(str(move.id), 0) for move in moves}
        for move, pieces in counted.items():
            is_number = type(pieces) in (int, float) and pieces >= 0
            if not is_number or (pieces > move.product_qty and not values.get("with_surplus")):
                raise UserError(
                    self.env._(
                        "%(product)s: %(sent)g pieces were sent. Put what is more aside, and tell who "
                        "sent it.",
                        product=move.product_id.display_name,
                        sent=move.product_qty,
                    )
                )
        return counted

    @api.model
    def _pieces(self, rows):
        """Return {product: pieces} of rows that nobody has checked yet."""
        pieces = {}
        rows = self._rows(rows)
        for row, product in zip(rows, self._products(rows), strict=True):
            pieces[product] = pieces.get(product, 0) + row["quantity"]
        return pieces

    @api.model
    def _damages(self, rows):
        reasons = dict(self.env["retail.claim.line"]._fields["reason"].selection)
        rows = self._rows(rows)
        return [
            {
                "product": product,
                "quantity": row["quantity"],
                "reason": row.get("reason") if row.get("reason") in reasons else "other",
                "note": str(row.get("note") or "").strip()[:MAX_NOTE],
                "pictures": self._pictures(row.get("pictures") or []),
            }
            for row, product in zip(rows, self._products(rows), strict=True)
        ]

    @api.model
    def _rows(self, rows):
        if not isinstance(rows, list) or len(rows) > MAX_DAMAGES:
            raise UserError(self.env._("Tell of at most %s articles at once.", MAX_DAMAGES))
        for row in rows:
            if not isinstance(row, dict) or type(row.get("quantity")) not in (int, float):
                raise UserError(self.env._("This count cannot be understood."))
        return rows

    @api.model
    def _products(self, rows):
        """Return the products of ROWS, one each, by two queries for all of them."""
        ids = [row.get("product_id") for row in rows]
        products = self.env["product.product"].sudo()
        known = products.browse({number for number in ids if type(number) is int}).exists()
        if any(number not in known._ids for number in ids) or not all(
            product.is_storable for product in known
        ):
            raise UserError(self.env._("This article is not kept in stock."))
        return [products.browse(number).with_prefetch(known._prefetch_ids) for number in ids]

    @api.model
    def _pictures(self, pictures):
        if not isinstance(pictures, list) or len(pictures) > MAX_PICTURES:
            raise UserError(self.env._("Take at most %s pictures.", MAX_PICTURES))
        try:
            return [read_picture(picture) for picture in pictures]
        except PictureError as error:
            raise UserError(
                self.env._("A picture cannot be used. Take it anew with the camera.")
            ) from error

    @api.model
    def _expected(self, store, *domain):
        return (
            self.env["stock.picking"]
            .sudo()
            .search(
                self._into(store) & Domain("state", "in", EXPECTED) & Domain(domain or Domain.TRUE),
                order="state, scheduled_date, id",
                limit=SHOWN_DELIVERIES,
            )
        )

    @api.model
    def _count_deliveries(self, store):
        """How many transfers a store can receive now, but those claimed as missing."""
        ready = self._expected(store, ("state", "=", "assigned"))
        return len(ready) - len(self._missing_claims(ready))

    @api.model
    def _missing_claims(self, pickings):
        """Return {transfer: number of the open claim} of those claimed as missing."""
        lines = (
            self.env["retail.claim.line"]
            .sudo()
            .search(
                [
                    ("kind", "=", "missing"),
                    ("claim_id.state", "=", "open"),
                    ("move_id.picking_id", "in", pickings.ids),
                ]
            )
        )
        return {line.move_id.picking_id: line.claim_id.name for line in lines}

    @api.model
    def _into(self, store):
        """Domain of the transfers that bring goods into a store from outside."""
        inside = ("child_of", store.view_location_id.id)
        return Domain(
            [
                ("location_dest_id", *inside),
                "!",
                ("location_id", *inside),
                ("location_id.usage", "!=", "customer"),
            ]
        )

    @api.model
    def _find(self, config_id, picking_id):
        store = self.env["retail.me.page"]._get_store(config_id)
        picking = type(picking_id) is int and self._expected(store, ("id", "=", picking_id))
        if not picking:
            raise UserError(self.env._("This delivery is not expected any more. Look at the list."))
        return picking

    @api.model
    def _read_delivery(self, picking, store):
        moves = picking._open_moves()
        return {
            "id": picking.id,
            "name": picking.name,
            "origin": picking.origin or "",
            "from": self._sender_name(picking),
            "sent": fields.Datetime.to_string(self._left_at(picking)),
            "scheduled": fields.Datetime.to_string(picking.scheduled_date),
            "lines": len(moves),
            "is_blind": store.receive_blind,
            "pieces": None if store.receive_blind else sum(moves.mapped("product_qty")),
            "is_ready": picking.state == "assigned",
            "barcodes": [code for code in moves.product_id.mapped("barcode") if code],
        }

    @api.model
    def _sender_name(self, picking):
        return picking._sender().name or picking.partner_id.name or picking.location_id.name

    @api.model
    def _left_at(self, picking):
        """Return when the goods left: the sender's transfer was done, or the purchase was confirmed."""
        left = picking.move_ids.move_orig_ids.filtered(lambda move: move.state == "done")
        return max(left.mapped("date"), default=picking.create_date)

    @api.model
    def _read_article(self, product):
        return {
            "product_id": product.id,
            "name": product.with_context(display_default_code=False).display_name,
            "barcode": product.barcode or "",
            "image_key": fields.Datetime.to_string(product.write_date),
            "unit": product.uom_id.name,
        }

    # Received

    @api.model
    @asks("read", "pos.config")
    def read_received(self, config_id, query="", since=None, until=None, offset=0):
        """Return what came into a till's store, the latest first.

        :param query: a part of the number, of the order's number, or of the sender's name
        :param since, until: days of the store's clock, ISO, both included
        :return: ``{"receipts": […], "has_more": bool}``
        """
        store = self.env["retail.me.page"]._get_store(config_id)
        domain = self._into(store) & Domain("state", "=", "done")
        domain &= self._received_between(store, since, until)
        if query := str(query or "").strip():
            domain &= (
                Domain("name", "ilike", query)
                | Domain("origin", "ilike", query)
                | Domain("partner_id", "ilike", query)
                | Domain("move_ids.move_orig_ids.location_id.warehouse_id.name", "ilike", query)
            )
        pickings = (
            self.env["stock.picking"]
            .sudo()
            .search(
                domain,
                order="date_done desc, id desc",
                offset=max(int(offset), 0),
                limit=SHOWN_DELIVERIES + 1,
            )
        )
        shown = pickings[:SHOWN_DELIVERIES]
        return {
            "receipts": [self._read_receipt(picking) for picking in shown],
            "has_more": len(pickings) > SHOWN_DELIVERIES,
        }

    @api.model
    def _received_between(self, store, since, until):
        zone = store._get_time_zone()
        try:
            since, until = fields.Date.to_date(since or None), fields.Date.to_date(until or None)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("This is no date.")) from error
        domain = Domain.TRUE
        if since:
            domain &= Domain("date_done", ">=", day_start(since, zone))
        if until:
            domain &= Domain("date_done", "<", day_start(until + timedelta(days=1), zone))
        return domain

    @api.model
    @asks("read", "pos.config")
    def read_receipt(self, config_id, picking_id):
        """Return one receipt of a till's store with its lines and claims.

        :raise UserError: it is none of this store's
        """
        store = self.env["retail.me.page"]._get_store(config_id)
        picking = (
            self.env["stock.picking"]
            .sudo()
            .search(
                self._into(store)
                & Domain("state", "=", "done")
                & Domain("id", "=", picking_id if type(picking_id) is int else 0)
            )
        )
        if not picking:
            raise UserError(self.env._("This receipt is not one of this store."))
        claims = self.env["retail.claim"].sudo().search([("picking_id", "=", picking.id)])
        return {
            **self._read_receipt(picking),
            "rows": [
                {**self._read_article(product), "id": product.id, "quantity": moves._in_pieces()}
                for product, moves in self._done(picking).grouped("product_id").items()
            ],
            "claims": [self._read_claim(claim) for claim in claims],
        }

    @api.model
    def _done(self, pickings):
        return pickings.move_ids.filtered(lambda move: move.state == "done")

    @api.model
    def _read_receipt(self, picking):
        moves = self._done(picking)
        return {
            "id": picking.id,
            "name": picking.name,
            "origin": picking.origin or "",
            "from": self._sender_name(picking),
            "date": fields.Datetime.to_string(picking.date_done),
            "pieces": moves._in_pieces(),
            "amount": sum(move._in_pieces() * move.product_id.lst_price for move in moves),
        }

    @api.model
    def _read_claim(self, claim):
        kinds, answers = (
            dict(self.env["retail.claim.line"]._fields[name]._description_selection(self.env))
            for name in ("kind", "answer")
        )
        states = dict(claim._fields["state"]._description_selection(self.env))
        return {
            "id": claim.id,
            "name": claim.name,
            "state": states[claim.state],
            "is_open": claim.state == "open",
            "lines": [
                {
                    "id": line.id,
                    "kind": kinds[line.kind],
                    "name": line.product_id.with_context(display_default_code=False).display_name,
                    "quantity": line.quantity,
                    "answer": answers.get(line.answer, ""),
                }
                for line in claim.line_ids
            ],
        }
