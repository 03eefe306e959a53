"""The table of cases, and the phone's engine to run them through."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ..lib.promotion.money import to_units

HERE = Path(__file__).parent
MONEY = {"amount", "max", "min_amount", "price", "block_value"}


def read_table():
    return json.loads((HERE / "promotion_cases.json").read_text(encoding="utf-8"))


def cart_of(case):
    rounding = case.get("rounding", 0.01)
    return {
        "moment": case.get("moment", "2026-11-22T14:30"),
        "member": case.get("member"),
        "claims": case.get("claims", []),
        "lines": [
            {"id": key, "product": product, "qty": qty, "amount": to_units(amount, rounding)}
            for key, product, qty, amount in case["lines"]
        ],
    }


def programmes_of(case):
    """Return the programmes of a case in units; they act in the order in which they are listed."""
    rounding = case.get("rounding", 0.01)
    return [
        {"sequence": 10 * place, **in_units(programme, rounding)}
        for place, programme in enumerate(case["programmes"], start=1)
    ]


def in_units(value, rounding):
    if isinstance(value, list):
        return [in_units(each, rounding) for each in value]
    if isinstance(value, dict):
        return {
            key: to_units(each, rounding) if key in MONEY else in_units(each, rounding)
            for key, each in value.items()
        }
    return value


def find_node():
    """Return the path of node: beside this Python, where RETAIL_NODE says, or on the search path."""
    beside = Path(sys.executable).parent / "node"
    return os.environ.get("RETAIL_NODE") or (
        str(beside) if beside.exists() else shutil.which("node")
    )


def run_on_the_phone(carts=(), returns=(), amounts=()):
    """Return what the phone's engine makes of all of them, in one process of node."""
    done = subprocess.run(
        [find_node(), str(HERE / "promotion_engine.mjs")],
        input=json.dumps(
            {"carts": list(carts), "returns": list(returns), "amounts": list(amounts)}
        ),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return json.loads(done.stdout)
