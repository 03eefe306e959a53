"""The network address of who asks, also where Odoo hides the request: in calls by XML-RPC."""

from contextlib import contextmanager
from contextvars import ContextVar

from odoo.http import request

_ADDRESS = ContextVar("retail_client_address", default=None)


def client_address():
    """Return the address, or None outside of requests."""
    return request.httprequest.remote_addr if request else _ADDRESS.get()


@contextmanager
def remembered_address():
    """Keep the address of the request for what it calls without it."""
    token = _ADDRESS.set(client_address())
    try:
        yield
    finally:
        _ADDRESS.reset(token)
