"""What a bridge tells over HTTP, before the server takes it for what it says."""

ROWS = ("printers", "devices", "done", "errands")
WORDS = ("name", "title", "state", "detail", "kind", "id", "note")


def read_report(values):
    """Return VALUES without what PostgreSQL cannot keep, or None where they are not of the form.

    Each of ROWS is a list of objects, whose WORDS are texts.

    >>> read_report({"printers": [{"name": "a\\0b", "state": "ready"}], "version": "1.0"})
    {'printers': [{'name': 'ab', 'state': 'ready'}], 'version': '1.0'}
    >>> read_report({"done": [{"id": "\\ud800", "possible_copy": True}]})
    {'done': [{'id': '?', 'possible_copy': True}]}
    >>> read_report({"printers": {"a": 1}}), read_report({"devices": [5]}), read_report({"errands": "x"})
    (None, None, None)
    >>> read_report({"printers": [{"name": "a", "state": ["ready"]}]}) is None
    True
    """
    for name in ROWS:
        rows = values.get(name) or []
        if not isinstance(rows, list) or not all(map(_is_row, rows)):
            return None
    return _keepable(values)


def _is_row(row):
    return isinstance(row, dict) and all(
        isinstance(row.get(word), str | None) for word in WORDS if word in row
    )


def _keepable(value):
    if isinstance(value, str):
        return value.replace("\0", "").encode(errors="replace").decode()
    if isinstance(value, dict):
        return {_keepable(key): _keepable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_keepable(item) for item in value]
    return value
