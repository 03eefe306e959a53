"""What lies on the desks today: goods to send, to receive and to wait for, and rules to refill."""

from datetime import timedelta

from odoo import Command

from ..lib.refill import refill_levels
from .catalogue import supplier_of
from .records import by_xml_id, today, utc
from .tables import read_csv, read_json

TRANSFER_LINES, TRANSFER_PIECES, RESERVE = 8, 3, 6
RECEIPT_LINES, RECEIPT_PIECES = 6, 24
BETWEEN_STORES_LINES = 3
RULES_PER_STORE, RULE_DAYS = 20, 15
# Stores whose goods have left the central warehouse; the third one's are waiting to be sent
ON_THE_WAY = ("S001", "S003")


def build_today(env):
    """Create today's open documents natively, and compute the replenishment board."""
    codes = [row["code"] for row in read_json("data/chain.json")["stores"]]
    stores = [by_xml_id(env, "warehouse", code) for code in codes]
    for store in stores:
        _request_goods(env, store)
    _send_goods(env, [store for store in stores if store.code in ON_THE_WAY])
    _expect_receipts(env)
    _plan_transfer(env, *stores[:2])
    for store in stores:
        _set_rules(env, store)
    env["retail.replenishment.refresh"]._run(rebuild=True)


def _request_goods(env, store):
    """Let the resupply route of a store make the chained transfers for what it lacks."""
    origin = f"{store.code} {today(env):%Y-%m-%d}"
    reference = env["stock.reference"].create({"name": origin})
    env["stock.rule"].run(
        [
            env["stock.rule"].Procurement(
                variant,
                TRANSFER_PIECES,
                variant.uom_id,
                store.lot_stock_id,
                origin,
                origin,
                store.company_id,
                {
                    "route_ids": store.resupply_route_ids,
                    "warehouse_id": store,
                    "reference_ids": reference,
                    "date_planned": utc(today(env) + timedelta(days=1), 9 * 60),
                },
            )
            for variant in _lacking(env, store, TRANSFER_LINES)
        ]
    )


def _lacking(env, store, count):
    """Return articles of which the store has one at most and the central warehouse enough."""
    central = by_xml_id(env, "warehouse", "DC01")
    here = _stock(env, store)
    there = _stock(env, central)
    variants = env["product.product"].browse(
        [id_ for id_, quantity in there.items() if quantity >= RESERVE]
    )
    lacking = variants.filtered(lambda variant: here.get(variant.id, 0) <= 1)
    # Every so many, so that each store asks for other articles
    return lacking.sorted("default_code")[store.id % 3 :: 5][:count]


def _stock(env, warehouse):
    """Return the pieces in a warehouse by variant id."""
    return {
        variant.id: quantity
        for variant, quantity in env["stock.quant"]._read_group(
            [("location_id", "=", warehouse.lot_stock_id.id)], ["product_id"], ["quantity:sum"]
        )
    }


def _send_goods(env, stores):
    """Send what was requested today for these stores: they have it to receive."""
    for store in stores:
        received = env["stock.picking"].search(
            [("picking_type_id", "=", store.in_type_id.id), ("state", "=", "waiting")]
        )
        sent = received.move_ids.move_orig_ids.picking_id
        for move in sent.move_ids:
            move.picked = True
        sent._action_done()


def _expect_receipts(env):
    """A delivery of each supplier, due today and in the days to come."""
    central = by_xml_id(env, "warehouse", "DC01")
    by_supplier = {}
    for row in read_csv("styles"):
        by_supplier.setdefault(supplier_of(env, row["category"]), []).append(row["style_number"])
    for number, (supplier, styles) in enumerate(by_supplier.items()):
        variants = [
            by_xml_id(env, "style", style).product_variant_ids[0]
            for style in styles[:RECEIPT_LINES]
        ]
        env["stock.picking"].create(
            {
                "picking_type_id": central.in_type_id.id,
                "partner_id": supplier.id,
                "location_id": env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": central.lot_stock_id.id,
                "scheduled_date": utc(today(env) + timedelta(days=2 * number), 9 * 60),
                "move_ids": _moves(variants, RECEIPT_PIECES),
            }
        ).action_confirm()


def _plan_transfer(env, giver, taker):
    """A transfer between two stores of one branch, ready to be sent."""
    has = _stock(env, giver)
    variants = env["product.product"].browse([id_ for id_, pieces in has.items() if pieces >= 4])
    picking = (
        env["stock.picking"]
        .with_company(giver.company_id)
        .create(
            {
                "picking_type_id": giver.int_type_id.id,
                "location_id": giver.lot_stock_id.id,
                "location_dest_id": taker.lot_stock_id.id,
                "origin": f"{giver.code} → {taker.code}",
                "move_ids": _moves(variants.sorted("default_code")[:BETWEEN_STORES_LINES], 1),
            }
        )
    )
    picking.action_confirm()
    picking.action_assign()


def _moves(variants, pieces):
    return [
        Command.create(
            {
                "product_id": variant.id,
                "product_uom": variant.uom_id.id,
                "product_uom_qty": pieces,
            }
        )
        for variant in variants
    ]


def _set_rules(env, store):
    """Native reordering rules for what sells best in a store now, from the central warehouse."""
    since = utc(today(env) - timedelta(days=RULE_DAYS), 0)
    sold = env["pos.order.line"]._read_group(
        [
            ("order_id.config_id.store_id", "=", store.id),
            ("order_id.date_order", ">=", since),
            ("is_reward_line", "=", False),
        ],
        ["product_id"],
        ["qty:sum"],
        order="qty:sum DESC, product_id",
        limit=RULES_PER_STORE,
    )
    env["stock.warehouse.orderpoint"].with_company(store.company_id).create(
        [
            {
                "product_id": variant.id,
                "warehouse_id": store.id,
                "location_id": store.lot_stock_id.id,
                "company_id": store.company_id.id,
                "route_id": store.resupply_route_ids.id,
                # Shown as advice: a scheduler that orders by itself would empty the screens
                "trigger": "manual",
                "product_min_qty": least,
                "product_max_qty": most,
            }
            for variant, quantity in sold
            for least, most in [refill_levels(quantity, RULE_DAYS)]
        ]
    )
