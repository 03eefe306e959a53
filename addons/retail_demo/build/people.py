"""Users of every important role, and the guides of the stores."""

from odoo import Command

from .records import TIME_ZONE, by_xml_id, name_records, translate
from .tables import read_csv, read_json

# An employee's title is one text for every language, copied from the job's English name
JOBS = (
    ("guide", "Shopping Guide 导购员", "导购员"),
    ("manager", "Store Manager 店长", "店长"),
)
STORE_ROLES = {
    "retail_security.group_guide",
    "retail_security.group_store_manager",
    "retail_security.group_regional_manager",
}

STORES = "retail_base.action_stores"
HOME_ACTIONS = {
    "retail_security.group_guide": "point_of_sale.action_pos_config_kanban",
    "retail_security.group_store_manager": STORES,
    "retail_security.group_regional_manager": STORES,
    "retail_security.group_planner": STORES,
}


def build_users(env):
    """Create the users of `demo_users.json`, with an employee each where it says so."""
    rows = read_json("demo_users.json")
    users = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create([_user_values(env, row) for row in rows])
    )
    name_records(env, "user", {row["login"]: user for row, user in zip(rows, users)})
    administrator = env.ref("base.user_admin")
    administrator.write({"tz": TIME_ZONE, "odoobot_state": "disabled"})
    _keep_time_zone(users | administrator)
    _name_responsibles(env)
    jobs = env["hr.job"].create(
        [{"name": english, "company_id": False} for _k, english, _c in JOBS]
    )
    translate(jobs, "name", [chinese for _key, _english, chinese in JOBS])
    name_records(env, "job", {key: job for (key, _e, _c), job in zip(JOBS, jobs)})
    employees = env["hr.employee"].create(
        [_employee_values(env, row) for row in rows if row["employee"]]
    )
    name_records(
        env,
        "employee",
        {employee.user_id.login: employee for employee in employees},
    )


def build_guides(env):
    """Create the guides who sell but do not log in."""
    rows = read_csv("guides")
    guides = env["hr.employee"].create(
        [_guide_values(env, row["name"], row["store"]) for row in rows]
    )
    name_records(env, "guide", dict(enumerate(guides, start=1)))


def _user_values(env, row):
    company = _home_company(env, row)
    stores = [by_xml_id(env, "warehouse", code) for code in row["stores"]]
    companies = company if row["role"] in STORE_ROLES else env["res.company"].search([])
    return {
        "login": row["login"],
        "password": row["password"],
        "name": row["name"],
        "email": f"{row['login']}@linyue.example",
        "lang": row["language"],
        "tz": TIME_ZONE,
        # The robot's welcome would cover half of a phone
        "odoobot_state": "disabled",
        "action_id": _home_action(env, row["role"]),
        "company_id": company.id,
        "company_ids": [Command.set(companies.ids)],
        "group_ids": [Command.set(env.ref(row["role"]).ids)],
        "store_ids": [Command.set([store.id for store in stores])],
    }


def _keep_time_zone(users):
    """Note a login of each user: at the first one native takes over the browser's time zone."""
    for user in users:
        user.with_user(user)._update_last_login()


def _home_action(env, role):
    return role in HOME_ACTIONS and env.ref(HOME_ACTIONS[role]).id


def _home_company(env, row):
    """Store staff belong to their branch, everybody else to the headquarters."""
    if row["role"] in STORE_ROLES:
        return by_xml_id(env, "warehouse", row["stores"][0]).company_id
    return by_xml_id(env, "company", "hq")


def _employee_values(env, row):
    user = by_xml_id(env, "user", row["login"])
    if row["role"] == "retail_security.group_guide":
        values = _guide_values(env, row["name"], row["stores"][0])
    else:
        values = {"name": row["name"], "company_id": user.company_id.id}
        if row["role"] == "retail_security.group_store_manager":
            values["store_id"] = by_xml_id(env, "warehouse", row["stores"][0]).id
            values["job_id"] = by_xml_id(env, "job", "manager").id
            values["pin"] = row["pin"]
    return {**values, "user_id": user.id, "tz": TIME_ZONE}


def _guide_values(env, name, store_code):
    store = by_xml_id(env, "warehouse", store_code)
    return {
        "name": name,
        "company_id": store.company_id.id,
        "is_guide": True,
        "store_id": store.id,
        "job_id": by_xml_id(env, "job", "guide").id,
        "tz": TIME_ZONE,
    }


def _name_responsibles(env):
    for row in read_json("data/chain.json")["stores"]:
        by_xml_id(env, "warehouse", row["code"]).responsible_id = by_xml_id(
            env, "user", row["responsible"]
        )
