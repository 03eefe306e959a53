"""What a newcomer reads when the chain is up."""

import json
import unicodedata

USERS = "addons/retail_demo/demo_users.json"
PAYING = "addons/retail_demo/data/paying.json"
ROLE = "retail_security.group_"
ADMINISTRATOR = {"login": "admin", "password": "admin", "name": "", "role": "administrator"}


def text(place, port):
    """The address, who can sign in, and what to try first."""
    return f"""
The chain is open at http://127.0.0.1:{port}

{_table(_users(place))}

Try first:
  1. Sign in as guide.en, open Point of Sale, and sell a jacket to a member.
     For the size of a phone press F12 in the browser and choose 390x844.
{_paying(place)}  2. Sign in as planner and open Retail > Replenishment: what the store should refill.

`make stop` ends it, `make run` starts it again with all you did, `make help` lists the rest.
"""


def _users(place):
    path = place.root / USERS
    users = json.loads(path.read_text()) if path.is_file() else []
    return [*users, ADMINISTRATOR]


def _paying(place):
    """The codes that a cashier can type, and the PINs of managers who approve beside the guide."""
    path = place.root / PAYING
    if not path.is_file():
        return ""
    data = json.loads(path.read_text())
    pins = [f"{user['name']} {user['pin']}" for user in _users(place) if "pin" in user]
    cards = ", ".join(f"{row['code']} (¥{row['amount']})" for row in data["gift_cards"])
    return f"""\
     The member 1000 (last digits of the phone) may pay later, up to ¥{data["pay_later"]["limit"]}.
     Coupon {data["coupon"]["codes"][0]}, discount code {data["discount_code"]["code"]}, gift cards {cards}.
     A manager approves returns beside you by a PIN: {", ".join(pins)}.
"""


def _table(users):
    rows = [("login", "password", "name", "role", "language", "stores"), *map(_row, users)]
    widths = [max(map(_width, column)) for column in zip(*rows)]
    return "\n".join(
        "  " + "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths))
        for row in rows
    )


def _row(user):
    role = user["role"].removeprefix(ROLE).replace("_", " ")
    language = {"zh_CN": "中文"}.get(user.get("language"), "English")
    stores = ", ".join(user.get("stores", ())) or "all"
    return user["login"], user["password"], user["name"], role, language, stores


def _width(text):
    """Columns on a terminal: a Chinese character takes two.

    >>> _width("guide"), _width("导购员")
    (5, 6)
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
