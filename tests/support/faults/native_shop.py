"""For `odoo shell` on a database with Odoo's and OCA's modules only: what shop.py is for ours.

RUNS is put in front of this.
"""

# ruff: noqa: F821 the shell brings the names
from odoo import Command

company = env.company
if not company.chart_template:
    env["account.chart.template"].try_loading("cn", company, install_demo=False)
# OCA's rules of passwords hold there too
settings = env["ir.config_parameter"]
settings.set_param("auth_password_policy.minlength", 0)
for signs in ("lower", "upper", "numeric", "special"):
    settings.set_param(f"password_security.{signs}", 0)
guide = env["res.users"].create(
    {
        "name": "Wang Fang",
        "login": "guide",
        "password": "guide",
        "lang": "en_US",
        "tz": "Asia/Shanghai",
        "group_ids": [
            Command.link(env.ref("base.group_user").id),
            Command.link(env.ref("point_of_sale.group_pos_user").id),
        ],
    }
)
journal = env["account.journal"].create({"name": "Cash", "type": "cash", "code": "CSH9"})
cash = env["pos.payment.method"].create({"name": "Cash", "journal_id": journal.id})
till = env["pos.config"].create(
    {
        "name": "First Till",
        "module_pos_hr": False,
        "payment_method_ids": [Command.set(cash.ids)],
    }
)
env["pos.config"].search([("id", "!=", till.id)]).active = False
goods = env["product.product"].create(
    [
        {
            "name": f"Article {number:04}",
            "is_storable": True,
            "available_in_pos": True,
            "list_price": 100,
            "taxes_id": [Command.clear()],
        }
        for number in range(RUNS)
    ]
)
store = till.picking_type_id.warehouse_id.lot_stock_id
for product in goods:
    env["stock.quant"]._update_available_quantity(product, store, 100)
till.with_user(guide).open_ui()
env["pos.session"].search([]).set_opening_control(0, "")
env.cr.commit()
