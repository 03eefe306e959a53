"""For `odoo shell`: what the store of one_store.py lacks for the five commonest jobs.

A guide of each language, a manager, a way to pay by QR code, a central warehouse behind the store,
reordering rules, and bar codes on all goods, as the catalogue brings none.
"""

from odoo import Command

RULES = 12
LEAST = 5  # pieces more than there are
OWN_RANGE = "690"  # a GS1 prefix of China

ref = env.ref  # noqa: F821 the shell brings it
store = env["stock.warehouse"].search([("code", "=", "S1")])  # noqa: F821
central = env["stock.warehouse"].search([("is_store", "=", False)], limit=1)  # noqa: F821
guide = env["res.users"].search([("login", "=", "guide")])  # noqa: F821
till = env["pos.config"].search([("picking_type_id", "=", store.pos_type_id.id)])  # noqa: F821


def create(model, **values):
    return env[model].create(values)  # noqa: F821


def employ(name, login, role, **values):
    user = create(
        "res.users",
        name=name,
        login=login,
        password="guide",
        lang="en_US",
        tz=guide.tz,
        group_ids=[Command.set(ref(role).ids)],
        store_ids=[Command.set(store.ids)],
    )
    create("hr.employee", name=name, user_id=user.id, store_id=store.id, **values)


def ean13(number):
    """The bar code of a number, with its check digit."""
    digits = f"{OWN_RANGE}{number:09}"
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-weighed % 10}"


env["res.lang"]._activate_lang("en_US")  # noqa: F821
guide.lang = "zh_CN"
ref("base.user_admin").password = "guide"
employ("Emma Clarke", "guide.en", "retail_security.group_guide", is_guide=True)
employ("Chen Jing", "manager", "retail_security.group_store_manager")

wechat = create(
    "pos.payment.method",
    name="WeChat Pay",
    journal_id=create("account.journal", name="WeChat Pay", type="bank", code="WXP").id,
)
wechat.with_context(lang="zh_CN").name = "微信支付"
till.payment_method_ids = [Command.link(wechat.id)]

# One statement, not a write for each of thousands of goods
env.cr.execute("SELECT id FROM product_product WHERE barcode IS NULL ORDER BY id")  # noqa: F821
labels = [(id_, ean13(id_)) for (id_,) in env.cr.fetchall()]  # noqa: F821
env.cr.execute_values(  # noqa: F821
    "UPDATE product_product product SET barcode = label.code, write_date = now() AT TIME ZONE 'UTC'"
    " FROM (VALUES %s) AS label(id, code) WHERE label.id = product.id",
    labels,
)
env.invalidate_all()  # noqa: F821

store.resupply_wh_ids = [Command.link(central.id)]
goods = env["product.product"].search(  # noqa: F821
    [("available_in_pos", "=", True), ("is_storable", "=", True)], limit=RULES
)
for product in goods.with_context(warehouse_id=store.id):
    least = product.qty_available + LEAST
    create(
        "stock.warehouse.orderpoint",
        product_id=product.id,
        warehouse_id=store.id,
        location_id=store.lot_stock_id.id,
        route_id=store.resupply_route_ids.id,
        trigger="manual",
        product_min_qty=least,
        product_max_qty=least + LEAST,
    )
env["retail.replenishment.refresh"]._run(rebuild=True)  # noqa: F821
env.cr.commit()  # noqa: F821
