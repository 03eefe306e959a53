"""What a newcomer reads when the chain is up."""

import json
import unicodedata

USERS = "addons/retail_demo/demo_users.json"
COLUMNS = ("login", "password", "role", "language")


def text(place, port):
    """The address, who can sign in, and what to try first."""
    address = f"http://127.0.0.1:{port}"
    return f"""
The chain is open at {address}

{_table(_users(place))}

Try first:
  1. Sign in as a guide, open Point of Sale, and sell a jacket to a member.
     For the phone's size press F12 in the browser and choose a phone of 390x844.
  2. Sign in as a store manager and open Retail > Replenishment: what the store should refill.

`make stop` ends it, `make run` starts it again with what you did, `make help` lists the rest.
"""


def _users(place):
    path = place.root / USERS
    if not path.is_file():
        return [
            {"login": "admin", "password": "admin", "role": "administrator", "language": "English"}
        ]
    return json.loads(path.read_text())


def _table(users):
    rows = [COLUMNS, *([str(user.get(column, "")) for column in COLUMNS] for user in users)]
    widths = [max(map(_width, column)) for column in zip(*rows)]
    return "\n".join(
        "  " + "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths))
        for row in rows
    )


def _width(text):
    """Columns on a terminal: a Chinese character takes two.

    >>> _width("guide"), _width("导购员")
    (5, 6)
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
