"""Reads the static tables in `data/`."""

import csv
import json

from odoo.tools import file_open

MODULE = "retail_demo"


def read_csv(name):
    """Return the rows of `data/<name>.csv` as dictionaries."""
    with file_open(f"{MODULE}/data/{name}.csv", "r") as file:
        return list(csv.DictReader(file))


def read_json(path):
    """Return the content of a JSON file, its path taken from the module's folder."""
    with file_open(f"{MODULE}/{path}", "r") as file:
        return json.load(file)


def split(cell):
    """Return the parts of a cell that holds a list."""
    return [part for part in cell.split("|") if part]
