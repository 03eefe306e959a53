"""Headquarters and branches: `res.company` and its branches, on one Chinese chart of accounts."""

from odoo import Command

from .records import name_records
from .tables import read_json

LANGUAGES = ("en_US", "zh_CN")
# what a guide of a store sends in one tap, and what a manager approves, at sales prices
ORDER_LIMITS = {"order_guide_limit": 500_000, "order_manager_limit": 1_000_000}
ADDRESS = ("street", "city", "zip", "phone", "email", "company_registry")


def build_languages(env):
    """Activate both languages; a language new to the database gets its terms loaded."""
    Lang = env["res.lang"].with_context(active_test=False)
    missing = [code for code in LANGUAGES if not Lang._lang_get(code).active]
    for code in missing:
        Lang._activate_lang(code)
    if missing:
        env["ir.module.module"].search([("state", "=", "installed")])._update_translations(missing)


def build_companies(env):
    """Turn the main company into the headquarters and create its branches.

    :return: the companies by code, the headquarters' being ``hq``
    """
    chain = read_json("data/chain.json")
    env.ref("base.CNY").active = True
    headquarters = env.ref("base.main_company")
    headquarters.write(
        {
            **_address_values(env, chain["company"]),
            "currency_id": env.ref("base.CNY").id,
            # Chinese shelf prices contain the tax
            "account_price_include": "tax_included",
            "guide_required": True,
            **ORDER_LIMITS,
        }
    )
    if headquarters.chart_template != "cn":
        env["account.chart.template"]._load("cn", headquarters, install_demo=False)
    # Several companies: the headquarters' users must be able to tell them apart
    env.ref("base.group_user").implied_ids = [Command.link(env.ref("base.group_multi_company").id)]
    branches = env["res.company"].create(
        [
            {
                **_address_values(env, branch),
                **ORDER_LIMITS,
                "parent_id": headquarters.id,
                "guide_required": True,
            }
            for branch in chain["branches"]
        ]
    )
    # A branch gets its chart at commit; its tills need the accounts now
    env.cr.precommit.run()
    (headquarters | branches).partner_id.lang = "zh_CN"
    companies = {
        "hq": headquarters,
        **{row["code"]: company for row, company in zip(chain["branches"], branches)},
    }
    name_records(env, "company", companies)
    env.user.write({"company_ids": [Command.link(company.id) for company in branches]})
    env.ref("base.user_admin").write(
        {"company_ids": [Command.link(company.id) for company in branches]}
    )
    return companies


def _address_values(env, row):
    return {
        "name": row["name"],
        "country_id": env.ref("base.cn").id,
        "state_id": env.ref(row["state"]).id,
        **{field: row[field] for field in ADDRESS if field in row},
    }
