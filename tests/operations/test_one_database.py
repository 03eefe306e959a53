"""A server serves the database that it was started with, and asks for no others."""

import requests

from support.store_server import StoreServer

LOUD = "--log-handler=odoo.sql_db:DEBUG"


def test_no_other_database_is_reached_and_none_is_looked_for():
    """A request without a session lists no databases, which would take a new connection each time."""
    with StoreServer("", LOUD) as server:
        assert _knock(server) == 401, "our own, which does not know the token"
        before = server.log.stat().st_size
        assert _knock(server) == 401
        other = {"X-Odoo-Database": server.template}
        assert _knock(server, other) == 404
        with server.log.open() as log:
            log.seek(before)
            told = log.read()
        assert "retail_bridge" in told
        assert "pg_database" not in told


def _knock(server, headers=None):
    url = f"{server.url}/retail/bridge/poll"
    return requests.post(url, json={}, headers=headers, timeout=60).status_code
