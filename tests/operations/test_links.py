"""Links on receipts and in mails lead to where the server is."""

import os
import uuid

import pytest

from manage import odoo
from manage.databases import Databases
from manage.place import Place

ADDRESS = "SELECT value FROM ir_config_parameter WHERE key = 'web.base.url'"


@pytest.fixture
def database():
    """A copy of a database with Odoo in it: (databases, name)."""
    databases = Databases.of(os.environ.get("RETAIL_CONF", Place.here().conf))
    name = f"journey_{uuid.uuid4().hex[:8]}"
    databases.copy(os.environ.get("RETAIL_DEMO_TEMPLATE", "template_demo"), name)
    yield databases, name
    databases.drop(name)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("http://localhost:8069", "http://127.0.0.1:8191"),
        ("http://127.0.0.1:8070", "http://127.0.0.1:8191"),
        ("https://shop.example", "https://shop.example"),
        ("http://localhost.shop.example", "http://localhost.shop.example"),
    ],
)
def test_links_lead_to_the_port_that_is_served(database, before, after):
    databases, name = database
    set_address = f"UPDATE ir_config_parameter SET value = '{before}' WHERE key = 'web.base.url'"
    databases.query(name, set_address)
    odoo.lead_links_here(databases, name, 8191)
    assert databases.query(name, ADDRESS) == [after]
