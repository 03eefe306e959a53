"""For `odoo shell`: one store with a till, a guide and a member, on a database without any.

What it makes is what tests/support/store_server.py names.
"""

from odoo import Command

company = env.company  # noqa: F821 the shell brings it
if not company.chart_template:
    env["account.chart.template"].try_loading("cn", company, install_demo=False)  # noqa: F821


def create(model, **values):
    return env[model].create(values)  # noqa: F821


calendar = create("resource.calendar", name="Opening Hours", tz="Asia/Shanghai")
store = create(
    "stock.warehouse",
    name="First Store",
    code="S1",
    is_store=True,
    resource_calendar_id=calendar.id,
)
guide = create(
    "res.users",
    name="Wang Fang",
    login="guide",
    password="guide",
    lang="en_US",
    tz="Asia/Shanghai",
    group_ids=[Command.set(env.ref("retail_security.group_guide").ids)],  # noqa: F821
    store_ids=[Command.set(store.ids)],
)
create("hr.employee", name=guide.name, user_id=guide.id, is_guide=True, store_id=store.id)
methods = [
    create(
        "pos.payment.method",
        name=name,
        journal_id=create("account.journal", name=name, type=kind, code=code).id,
    ).id
    for name, kind, code in (("Cash", "cash", "CSH9"), ("Bank Card", "bank", "BNK9"))
]
create(
    "pos.config",
    name="First Till",
    picking_type_id=store.pos_type_id.id,
    module_pos_hr=False,
    payment_method_ids=[Command.set(methods)],
)
create("res.partner", name="Li Lei", phone="13800134567", customer_rank=1)
env.cr.commit()  # noqa: F821
