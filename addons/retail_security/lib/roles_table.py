"""The pieces of docs/roles.md that need no database."""

import re

OPERATIONS = ("read", "write", "create", "unlink")


def markdown_table(header, rows):
    """Return a Markdown table.

    >>> print(markdown_table(["Role", "Sees"], [["Guide", "own stores"]]))
    | Role | Sees |
    |---|---|
    | Guide | own stores |
    """
    lines = [header, *rows]
    text = [f"| {' | '.join(line)} |" for line in lines]
    text.insert(1, "|" + "---|" * len(header))
    return "\n".join(text)


def scope_text(domain_force):
    """Return what a record rule binds to the store: field paths, or its code where it does more.

    >>> scope_text('user._store_scope("warehouse_id", "location_id.warehouse_id")')
    '`warehouse_id`, `location_id.warehouse_id`'
    >>> scope_text('["|", ("a", "=", 1)] + user._store_scope("b")')
    '`["\\\\|", ("a", "=", 1)] + user._store_scope("b")`'
    """
    code = " ".join(domain_force.split())
    call = re.fullmatch(r"user\._store_scope\(([^()]*)\)", code)
    if not call:
        return f"`{code}`".replace("|", "\\|")
    return ", ".join(f"`{path}`" for path in re.findall(r"[\w.]+", call[1]))


def letters(operations):
    """Return R, W, C, D for read, write, create and delete, in that order.

    >>> letters({"unlink", "read"})
    'RD'
    >>> letters(set())
    '–'
    """
    names = dict(zip(OPERATIONS, "RWCD", strict=True))
    return "".join(names[name] for name in OPERATIONS if name in operations) or "–"


def asked_text(asked):
    """Return what a method asks, in the words of the table.

    >>> asked_text([("read", "pos.order", ()), (None, "pos.order", ("base.group_user",))])
    'R `pos.order`, `base.group_user`'
    >>> asked_text([(None, "pos.order", ("sale.a", "stock.b"))])
    '`sale.a` or `stock.b`'
    """
    return ", ".join(
        f"{letters({operation})} `{model}`"
        if operation
        else " or ".join(f"`{group}`" for group in groups)
        for operation, model, groups in asked
    )
