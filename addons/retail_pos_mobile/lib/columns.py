"""Many records of one model as a few columns, for a phone that holds a hundred thousand of them.

A column is written the shortest way: a value that all records share once (`{"all": value}`), few values
of many records as numbers into a list (`{"of": [...], "at": [...]}`), anything else as the plain list.
"""

FEW = 4  # values are few where records are at least so many times as many


def encode(values):
    """Return VALUES as a column.

    >>> encode([True, True])
    {'all': True}
    >>> encode(["a", "b", "a", "a", "b", "a", "a", "b"])
    {'of': ['a', 'b'], 'at': [0, 1, 0, 0, 1, 0, 0, 1]}
    >>> encode([1, 2, 3])
    [1, 2, 3]
    >>> encode([0, False, 0]), encode([[], [], []])
    ([0, False, 0], {'all': []})
    """
    first = values[0]
    several = isinstance(first, list | dict)
    if values.count(first) == len(values) and (several or len(set(map(type, values))) == 1):
        return {"all": first}
    keys = list(map(repr, values)) if several else list(zip(map(type, values), values))
    positions = {key: position for position, key in enumerate(dict.fromkeys(keys))}
    if len(positions) * FEW > len(values):
        return values
    firsts = dict(zip(reversed(keys), reversed(values)))
    return {"of": [firsts[key] for key in positions], "at": [positions[key] for key in keys]}


def decode(column, count):
    """Return the COUNT values of a column; the phone does the same.

    >>> [decode(encode(values), 4) for values in ([1, 1, 1, 1], list("aaaa"), [1, 2, 3, 4])]
    [[1, 1, 1, 1], ['a', 'a', 'a', 'a'], [1, 2, 3, 4]]
    >>> decode({"of": ["a", "b"], "at": [1, 0]}, 2)
    ['b', 'a']
    """
    if isinstance(column, list):
        return column
    if "all" in column:
        return [column["all"]] * count
    return [column["of"][position] for position in column["at"]]


def table(records):
    """Return RECORDS, dictionaries of the same keys, as `{"count", "columns": {key: column}}`.

    >>> table([{"id": 1, "active": True}, {"id": 2, "active": True}])
    {'count': 2, 'columns': {'id': [1, 2], 'active': {'all': True}}}
    >>> table([])
    {'count': 0, 'columns': {}}
    """
    keys = list(records[0]) if records else []
    return {
        "count": len(records),
        "columns": {key: encode([record[key] for record in records]) for key in keys},
    }


def records(table):
    """Return the records of a table.

    >>> records({"count": 2, "columns": {"id": [1, 2], "active": {"all": True}}})
    [{'id': 1, 'active': True}, {'id': 2, 'active': True}]
    """
    columns = {key: decode(column, table["count"]) for key, column in table["columns"].items()}
    return [{key: values[row] for key, values in columns.items()} for row in range(table["count"])]
