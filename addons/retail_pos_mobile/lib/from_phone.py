"""Which methods a phone may call through its outbox."""

MARK = "_from_phone"


def from_phone(method):
    """Let the outbox of a phone call METHOD of a model, once for each key.

    METHOD is called as ``method(uuid, values)`` on the empty recordset, as the signed-in user: it
    checks the rights, copes with coming hours late, and returns what JSON can hold. What it raises
    of Odoo's own errors for users is shown on the phone. A leading underscore keeps it from being
    called past the outbox.

    >>> @from_phone
    ... def _rate(self, uuid, values):
    ...     return uuid
    >>> is_from_phone(type("Model", (), {"_rate": _rate}), "_rate")
    True
    >>> class Extended(type("Model", (), {"_rate": _rate})):
    ...     def _rate(self, uuid, values):
    ...         return super()._rate(uuid, values)
    >>> is_from_phone(Extended, "_rate")
    True
    >>> is_from_phone(Extended, "__init__"), is_from_phone(Extended, "unlink")
    (False, False)
    """
    setattr(method, MARK, True)
    return method


def is_from_phone(model_class, name):
    """Return whether the method NAME, or one that it overrides, is marked by `from_phone`."""
    return any(getattr(base.__dict__.get(name), MARK, False) for base in model_class.__mro__)
