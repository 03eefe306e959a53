from odoo import Command
from odoo.tests import new_test_user


def open_store(env, config):
    """Make the warehouse of a till a store in Shanghai with two guides, and return the guides."""
    env = env(su=True)
    store = config.sudo().picking_type_id.warehouse_id
    store.write(
        {
            "is_store": True,
            "resource_calendar_id": env["resource.calendar"]
            .create({"name": "Opening hours", "tz": "Asia/Shanghai"})
            .id,
        }
    )
    return env["hr.employee"].create(
        [
            {
                "name": name,
                "is_guide": True,
                "store_id": store.id,
                "company_id": store.company_id.id,
            }
            for name in ("Wang Fang", "Zhao Lei")
        ]
    )


def make_guide(user, store):
    """Let a user of the till work in the store as a guide, who may read and issue cards."""
    user.sudo().write(
        {
            "group_ids": [Command.link(user.env.ref("retail_security.group_guide").id)],
            "store_ids": [Command.set(store.ids)],
        }
    )


def create_cashier(env, login="cashier", group="point_of_sale.group_pos_user"):
    """Create a user of the till who reads English."""
    env["res.lang"]._activate_lang("en_US")
    return new_test_user(env, login, groups=f"base.group_user,{group}", lang="en_US")


def create_jacket(env):
    """Create a jacket in two colours and two sizes at 599."""
    lines = [
        Command.create(
            {
                "attribute_id": attribute.id,
                "value_ids": [Command.set(attribute.value_ids.ids)],
            }
        )
        for attribute in env["product.attribute"].create(
            [
                {
                    "name": name,
                    "display_type": "radio",
                    "value_ids": [Command.create({"name": value}) for value in values],
                }
                for name, values in (("Colour", ("Black", "Navy")), ("Size", ("S", "M")))
            ]
        )
    ]
    return env["product.template"].create(
        {
            "name": "Trail Jacket",
            "is_storable": True,
            "available_in_pos": True,
            "list_price": 599,
            "taxes_id": [Command.clear()],
            "attribute_line_ids": lines,
        }
    )


def open_till_of(env, code):
    """Make a store and a till that sells its stock, without a way to pay; return both."""
    store = env["stock.warehouse"].create({"name": code, "code": code, "is_store": True})
    journal = env["account.journal"].search(
        [("type", "=", "sale"), ("company_id", "=", store.company_id.id)], limit=1
    ) or env["account.journal"].create({"name": "Sales", "type": "sale", "code": code})
    till = env["pos.config"].create(
        {
            "name": code,
            "picking_type_id": store.pos_type_id.id,
            "payment_method_ids": False,
            "journal_id": journal.id,
            "invoice_journal_id": journal.id,
        }
    )
    return store, till
