"""The central warehouse, the stores and their tills."""

from odoo import Command

from .records import TIME_ZONE, by_xml_id, name_records
from .tables import read_json

# Name in English and Chinese, code of the journal of the non-cash ways to pay
BANK_METHODS = (
    ("card", "Bank Card", "银行卡", "CARD"),
    ("wechat", "WeChat Pay", "微信支付", "WXP"),
    ("alipay", "Alipay", "支付宝", "ALI"),
)
# The customer scans the shop's code; it leads nowhere, so that nobody pays a demo
CODE_METHOD = "alipay"
COLLECTION_CODE = "https://pay.linyue.example/{account}"


def build_stores(env):
    """Make the company's first warehouse the central one and create the stores."""
    chain = read_json("data/chain.json")
    headquarters = by_xml_id(env, "company", "hq")
    central = env["stock.warehouse"].search([("company_id", "=", headquarters.id)], limit=1)
    central.write(
        {
            "name": chain["warehouse"]["name"],
            "code": chain["warehouse"]["code"],
            "phone": chain["warehouse"]["phone"],
            "partner_id": _address(env, chain["warehouse"], headquarters).id,
        }
    )
    # Named in the language of the installation; locations have one name for all
    central.lot_stock_id.name = "Stock"
    stores = {row["code"]: _create_store(env, row, central) for row in chain["stores"]}
    name_records(env, "warehouse", {chain["warehouse"]["code"]: central, **stores})


def _create_store(env, row, central):
    company = by_xml_id(env, "company", row["branch"])
    return (
        env["stock.warehouse"]
        .with_company(company)
        .create(
            {
                "name": row["name"],
                "code": row["code"],
                "company_id": company.id,
                "partner_id": _address(env, row, company).id,
                "is_store": True,
                "phone": row["phone"],
                "resource_calendar_id": _opening_hours(env, row, company).id,
                "resupply_wh_ids": [Command.link(central.id)],
            }
        )
    )


def _address(env, row, company):
    return env["res.partner"].create(
        {
            "name": row["name"],
            "type": "delivery",
            "parent_id": company.partner_id.id,
            "company_id": company.id,
            "street": row["street"],
            "city": row["city"],
            "state_id": env.ref(row["state"]).id,
            "country_id": env.ref("base.cn").id,
            "phone": row["phone"],
            "partner_latitude": row["latitude"],
            "partner_longitude": row["longitude"],
        }
    )


def _opening_hours(env, row, company):
    return env["resource.calendar"].create(
        {
            "name": row["name"],
            "company_id": company.id,
            "tz": TIME_ZONE,
            "attendance_ids": [Command.clear()]
            + [
                Command.create(
                    {
                        "name": row["name"],
                        "dayofweek": str(weekday),
                        "hour_from": row["opens"],
                        "hour_to": row["closes"],
                    }
                )
                for weekday in range(7)
            ],
        }
    )


def build_tills(env):
    """Create the tills of each store with the ways to pay of its branch."""
    chain = read_json("data/chain.json")
    methods = {
        branch["code"]: _create_bank_methods(env, by_xml_id(env, "company", branch["code"]))
        for branch in chain["branches"]
    }
    tills = {}
    for row in chain["stores"]:
        for number in range(1, chain["tills_per_store"] + 1):
            tills[f"{row['code']}_{number}"] = _create_till(env, row, number, methods)
    name_records(env, "till", tills)


def _create_bank_methods(env, company):
    journals = (
        env["account.journal"]
        .with_company(company)
        .create(
            [
                {
                    "name": name,
                    "code": code,
                    "type": "bank",
                    "company_id": company.id,
                    "show_on_dashboard": False,
                }
                for _key, name, _chinese, code in BANK_METHODS
            ]
        )
    )
    methods = env["pos.payment.method"].create(
        [
            {
                "name": name,
                "journal_id": journal.id,
                "company_id": company.id,
                "sequence": sequence,
            }
            for sequence, ((_key, name, _chinese, _code), journal) in enumerate(
                zip(BANK_METHODS, journals), start=2
            )
        ]
    )
    for method, (key, _name, chinese, _code) in zip(methods, BANK_METHODS):
        method.update_field_translations("name", {"zh_CN": chinese})
        if key == CODE_METHOD:
            _pay_by_code(env, method)
    return methods


def _pay_by_code(env, method):
    """Let the till show the collection code of the company's account for this way to pay."""
    company, journal = method.company_id, method.journal_id
    number = f"{journal.code}-{company.id:04}"
    journal.bank_account_id = env["res.partner.bank"].create(
        {
            "acc_number": number,
            "partner_id": company.partner_id.id,
            "company_id": company.id,
            "collection_code": COLLECTION_CODE.format(account=number),
        }
    )
    method.write({"payment_method_type": "qr_code", "qr_code_method": "collection_code"})


def _create_till(env, row, number, methods):
    warehouse = by_xml_id(env, "warehouse", row["code"])
    company = warehouse.company_id
    name = f"{row['name']} {number}"
    cash = _create_cash_method(env, company, f"{row['code']}-{number}")
    return (
        env["pos.config"]
        .with_company(company)
        .create(
            {
                "name": name,
                "company_id": company.id,
                "picking_type_id": warehouse.pos_type_id.id,
                "warehouse_id": warehouse.id,
                "payment_method_ids": [Command.set((cash | methods[row["branch"]]).ids)],
                # A guide who is logged in is at the till: no second login at the cashier screen
                "module_pos_hr": False,
            }
        )
    )


def _create_cash_method(env, company, till):
    """A drawer is counted by itself: native allows a cash journal on one till only."""
    journal = (
        env["account.journal"]
        .with_company(company)
        .create(
            {
                "name": f"Cash {till}",
                "code": f"C{till[2:4]}{till[-1]}",
                "type": "cash",
                "company_id": company.id,
                "show_on_dashboard": False,
            }
        )
    )
    method = env["pos.payment.method"].create(
        {
            "name": "Cash",
            "journal_id": journal.id,
            "company_id": company.id,
            "sequence": 1,
        }
    )
    method.update_field_translations("name", {"zh_CN": "现金"})
    return method
