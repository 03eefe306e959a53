"""The goods of the last sixty days: receipts, transfers to the stores, and what the tills sold.

Pickings are created by the ORM, which numbers them; their thirteen thousand moves are written by
SQL, because `_action_done` takes some ten milliseconds a move and cannot book a day in the past.
The rows are those that a done move has natively; a test compares the two.
"""

from collections import Counter, defaultdict
from datetime import timedelta

from odoo.tools import SQL

from .catalogue import supplier_of
from .records import by_xml_id, today, utc
from .sales import session_key
from .tables import read_csv

RECEIVED_AT, SENT_AT, ARRIVED_AT, SOLD_AT = 9 * 60, 17 * 60, 8 * 60 + 30, 21 * 60


def build_stock(env, trade, sessions):
    """Book the trade's goods.

    :param sessions: the till sessions by key, as `build_sales` returns them
    """
    variants = {
        record.default_code: record
        for record in env["product.product"].search([("default_code", "!=", False)])
    }
    documents = sorted(
        [
            *_receipts(env, trade),
            *_transfers(env, trade),
            *_sales(env, trade, sessions),
        ],
        key=lambda document: document["date"],
    )
    pickings = env["stock.picking"].create([document["values"] for document in documents])
    _insert_moves(env, documents, pickings, variants)
    _chain_transfers(env, documents, pickings)
    _finish_pickings(env, documents, pickings)
    _insert_quants(env, variants.values())
    env.invalidate_all()


def _document(picking_type, source, destination, date, pieces, **values):
    return {
        "date": date,
        "pieces": pieces,
        "values": {
            "picking_type_id": picking_type.id,
            "location_id": source.id,
            "location_dest_id": destination.id,
            "company_id": picking_type.company_id.id,
            "user_id": False,
            **{key: value for key, value in values.items() if key != "chain"},
        },
        "chain": values.get("chain"),
    }


def _receipts(env, trade):
    """One receipt a supplier and day."""
    central = by_xml_id(env, "warehouse", "DC01")
    suppliers = {
        row["style_number"]: supplier_of(env, row["category"]) for row in read_csv("styles")
    }
    for day, pieces in trade.receipts:
        by_supplier = defaultdict(dict)
        for code, quantity in pieces.items():
            by_supplier[suppliers[code.split("-")[0]]][code] = quantity
        for supplier, share in by_supplier.items():
            yield _document(
                central.in_type_id,
                env.ref("stock.stock_location_suppliers"),
                central.lot_stock_id,
                utc(day, RECEIVED_AT),
                share,
                partner_id=supplier.id,
            )


def _transfers(env, trade):
    """A transfer is a delivery of the central warehouse and a receipt of the store, chained.

    Store and central warehouse belong to different companies of the chain, so the goods are on
    their way in the inter-company location, as with native resupply routes.
    """
    central = by_xml_id(env, "warehouse", "DC01")
    transit = env.ref("stock.stock_location_inter_company")
    for number, (day, code, pieces) in enumerate(trade.transfers):
        store = by_xml_id(env, "warehouse", code)
        origin = f"{code} {day:%Y-%m-%d}"
        yield _document(
            central.out_type_id,
            central.lot_stock_id,
            transit,
            utc(day, SENT_AT),
            pieces,
            partner_id=store.partner_id.id,
            origin=origin,
            chain=(number, "out"),
        )
        yield _document(
            store.in_type_id,
            transit,
            store.lot_stock_id,
            utc(day + timedelta(days=1), ARRIVED_AT),
            pieces,
            partner_id=central.partner_id.id,
            origin=origin,
            chain=(number, "in"),
        )


def _sales(env, trade, sessions):
    """One picking a session and day for what was sold, and one for what came back."""
    customers = env.ref("stock.stock_location_customers")
    sold, returned = defaultdict(Counter), defaultdict(Counter)
    for basket in trade.baskets:
        session = sessions[session_key(basket, today(env))]
        for code, quantity in basket.lines:
            place = sold if quantity > 0 else returned
            place[session, basket.day][code] += abs(quantity)
    for way, by_session in ((1, sold), (-1, returned)):
        for (session, day), pieces in by_session.items():
            store = session.config_id.store_id
            yield _document(
                store.pos_type_id,
                *(store.lot_stock_id, customers)[::way],
                utc(day, SOLD_AT),
                pieces,
                pos_session_id=session.id,
                origin=session.name,
            )


def _insert_moves(env, documents, pickings, variants):
    rows = [
        (picking.id, variants[code].id, quantity, document["date"])
        for document, picking in zip(documents, pickings)
        for code, quantity in document["pieces"].items()
    ]
    picking_ids, product_ids, quantities, dates = map(list, zip(*rows))
    env.flush_all()
    env.execute_query(
        SQL(
            """
    WITH row AS (
        SELECT * FROM unnest(%(pickings)s, %(products)s, %(quantities)s::numeric[], %(dates)s)
               WITH ORDINALITY AS t (picking_id, product_id, quantity, date, position)
    ), move AS (
        INSERT INTO stock_move (
               sequence, company_id, product_id, product_uom, packaging_uom_id, picking_id,
               picking_type_id, partner_id, location_id, location_dest_id, reference, origin,
               state, procure_method, priority, product_qty, product_uom_qty, packaging_uom_qty,
               quantity, picked, propagate_cancel, additional, to_refund, is_in, is_out,
               is_dropship, value, date, reservation_date,
               create_uid, write_uid, create_date, write_date)
        SELECT 10, picking.company_id, row.product_id, template.uom_id, template.uom_id, picking.id,
               picking.picking_type_id, picking.partner_id, picking.location_id,
               picking.location_dest_id, picking.name, picking.origin,
               'done', 'make_to_stock', '0', row.quantity, row.quantity, row.quantity,
               row.quantity, TRUE, TRUE, FALSE, TRUE,
               destination.usage = 'internal', source.usage = 'internal',
               FALSE,
               row.quantity * (product.standard_price ->> picking.company_id::text)::numeric,
               row.date, row.date::date,
               %(uid)s, %(uid)s, row.date, row.date
          FROM row
          JOIN stock_picking picking ON picking.id = row.picking_id
          JOIN stock_location source ON source.id = picking.location_id
          JOIN stock_location destination ON destination.id = picking.location_dest_id
          JOIN product_product product ON product.id = row.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
         ORDER BY row.position
        RETURNING *
    )
    INSERT INTO stock_move_line (
           picking_id, move_id, company_id, product_id, product_uom_id, location_id,
           location_dest_id, state, quantity, quantity_product_uom, picked, date,
           create_uid, write_uid, create_date, write_date)
    SELECT picking_id, id, company_id, product_id, product_uom, location_id,
           location_dest_id, state, quantity, quantity, TRUE, date,
           create_uid, write_uid, create_date, write_date
      FROM move
 RETURNING id""",
            pickings=picking_ids,
            products=product_ids,
            quantities=quantities,
            dates=dates,
            uid=env.uid,
        )
    )


def _chain_transfers(env, documents, pickings):
    """Link each receipt of a store to the delivery it comes from, article by article."""
    by_chain = {d["chain"]: picking.id for d, picking in zip(documents, pickings) if d["chain"]}
    pairs = [
        SQL("(%s, %s)", by_chain[number, "out"], picking_id)
        for (number, side), picking_id in by_chain.items()
        if side == "in"
    ]
    env.execute_query(
        SQL(
            """
    INSERT INTO stock_move_move_rel (move_orig_id, move_dest_id)
    SELECT sent.id, received.id
      FROM (VALUES %s) AS pair (out_id, in_id)
      JOIN stock_move sent ON sent.picking_id = pair.out_id
      JOIN stock_move received ON received.picking_id = pair.in_id
                              AND received.product_id = sent.product_id
 RETURNING move_orig_id""",
            SQL(", ").join(pairs),
        )
    )


def _finish_pickings(env, documents, pickings):
    env.execute_query(
        SQL(
            """
    UPDATE stock_picking SET state = 'done', date_done = v.date, scheduled_date = v.date,
           create_date = v.date, write_date = v.date
      FROM (VALUES %s) AS v (id, date)
     WHERE stock_picking.id = v.id
 RETURNING stock_picking.id""",
            SQL(", ").join(
                SQL("(%s, %s)", picking.id, document["date"])
                for document, picking in zip(documents, pickings)
            ),
        )
    )


def _insert_quants(env, variants):
    """Set the stock of each place to what entered less what left, as native quants would have."""
    env.execute_query(
        SQL(
            """
    WITH flow AS (
        SELECT product_id, location_dest_id AS location_id, quantity, date
          FROM stock_move WHERE state = 'done' AND product_id = ANY(%(products)s)
         UNION ALL
        SELECT product_id, location_id, -quantity, date
          FROM stock_move WHERE state = 'done' AND product_id = ANY(%(products)s)
    )
    INSERT INTO stock_quant (
           product_id, location_id, company_id, quantity, reserved_quantity,
           inventory_quantity_set, inventory_diff_quantity, inventory_date, in_date,
           create_uid, write_uid, create_date, write_date)
    SELECT flow.product_id, flow.location_id, location.company_id, sum(flow.quantity), 0,
           FALSE, 0,
           CASE WHEN location.usage IN ('internal', 'transit') AND location.company_id IS NOT NULL
                THEN make_date(extract(year FROM now())::int, 12, 31) END,
           min(flow.date),
           %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
      FROM flow
      JOIN stock_location location ON location.id = flow.location_id
     GROUP BY flow.product_id, flow.location_id, location.company_id, location.usage
    HAVING sum(flow.quantity) <> 0
 RETURNING id""",
            products=[variant.id for variant in variants],
            uid=env.uid,
        )
    )
