"""For `odoo shell`, behind one_store.py: what the runs sell, to whom, and what comes in.

Each run has a product and a transfer of its own, so that stock that is lost or doubled shows in the run
that did it. RUNS is put in front of this.
"""

# ruff: noqa: F821 one_store.py and the shell bring the names
PRICE = 100

guide.name, company.point_of_sale_update_stock_quantities = "Wang Fang", "soon"
till = env["pos.config"].search([])
till.ask_rating = True
other_guide = guide.copy({"name": "Chen Jie", "login": "guide2", "password": "guide"})
create("hr.employee", name="Chen Jie", user_id=other_guide.id, is_guide=True, store_id=store.id)
manager = create(
    "res.users",
    name="Sun Li",
    login="manager",
    password="guide",
    group_ids=[Command.set(env.ref("retail_security.group_store_manager").ids)],
    store_ids=[Command.set(store.ids)],
)
create("hr.employee", name="Sun Li", user_id=manager.id, store_id=store.id, pin="4711")
env["loyalty.program"].search([]).active = False

goods = env["product.product"].create(
    [
        {
            "name": f"Article {number:04}",
            "is_storable": True,
            "available_in_pos": True,
            "list_price": PRICE,
            "taxes_id": [Command.clear()],
        }
        for number in range(RUNS)
    ]
)
for product in goods:
    env["stock.quant"]._update_available_quantity(product, store.lot_stock_id, 100)

incoming = store.in_type_id
supplier = env.ref("stock.stock_location_suppliers")
deliveries = env["stock.picking"].create(
    [
        {
            "picking_type_id": incoming.id,
            "location_id": supplier.id,
            "location_dest_id": store.lot_stock_id.id,
            "origin": product.name,
            "move_ids": [
                Command.create(
                    {
                        "product_id": product.id,
                        "product_uom_qty": 5,
                        "location_id": supplier.id,
                        "location_dest_id": store.lot_stock_id.id,
                    }
                )
            ],
        }
        for product in goods
    ]
)
deliveries.action_confirm()

members = [
    env["res.partner"].browse(
        env["res.partner"].retail_add_member(
            {"name": f"Member {number}", "phone": f"1390000{number:04}", "store_id": store.id}
        )["id"]
    )
    for number in range(8)
]
points = create(
    "loyalty.program",
    name="Points",
    program_type="loyalty",
    trigger="auto",
    applies_on="both",
    rule_ids=[
        Command.create(
            {
                "reward_point_mode": "money",
                "reward_point_amount": 1,
                "minimum_qty": 0,
                "minimum_amount": 0,
            }
        )
    ],
)
for member in members:
    create("loyalty.card", program_id=points.id, partner_id=member.id, points=0)
create(
    "loyalty.program",
    name="150 less 20",
    program_type="promotion",
    trigger="auto",
    applies_on="current",
    promotion_kind="threshold",
    rule_ids=[Command.create({"minimum_qty": 0, "minimum_amount": 0})],
    reward_ids=[Command.create({"discount": 20, "discount_mode": "per_order", "tier_amount": 150})],
)
coupons = create(
    "loyalty.program",
    name="Coupon of 10",
    program_type="coupons",
    trigger="with_code",
    applies_on="current",
    rule_ids=[Command.create({"minimum_qty": 0, "minimum_amount": 0})],
    reward_ids=[
        Command.create(
            {
                "reward_type": "discount",
                "discount": 10,
                "discount_mode": "per_order",
                "discount_applicability": "order",
                "required_points": 1,
            }
        )
    ],
)
env["loyalty.card"].create(
    [
        {"program_id": coupons.id, "code": f"COUPON-{number:04}", "points": 1}
        for number in range(RUNS)
    ]
)
till.with_user(guide).open_ui()
env["pos.session"].search([]).set_opening_control(0, "")
env.cr.commit()
