"""What went wrong inside is told to the log, and to developers; others get a number to ask with.

Odoo puts the traceback into every error that it sends, whoever asks (`http.serialize_exception`,
`xmlrpc_handle_exception_int`): file names, statements and values. Both are functions of modules, not
methods, so they are wrapped, also where an add-on took them by name, as OCA's `report_xlsx` does; databases
without this module keep what they had.
"""

import functools
import logging
import secrets
import sys
import xmlrpc.client

from werkzeug.exceptions import HTTPException

from odoo import api, http
from odoo.exceptions import RedirectWarning, UserError
from odoo.http import SessionExpiredException, request

from odoo.addons.rpc.controllers import xmlrpc as rpc

_logger = logging.getLogger(__name__)

# Written for whoever reads them
MEANT = (UserError, RedirectWarning, HTTPException, SessionExpiredException)
HERE = "retail.login.lock"


def install():
    """Wrap Odoo's functions, once."""
    if not hasattr(http.serialize_exception, "__wrapped__"):
        _replace(http.serialize_exception, _quiet(http.serialize_exception))
        rpc.xmlrpc_handle_exception_int = _quiet_fault(rpc.xmlrpc_handle_exception_int)
        rpc.xmlrpc_handle_exception_string = _quiet_fault(rpc.xmlrpc_handle_exception_string)


def _replace(former, quiet):
    http.serialize_exception = quiet
    for name, module in list(sys.modules.items()):
        if name.startswith("odoo.addons."):
            for taken in [key for key, value in vars(module).items() if value is former]:
                setattr(module, taken, quiet)


def _quiet(serialize):
    @functools.wraps(serialize)
    def serialize_exception(exception, *, message=None, arguments=None):
        told = serialize(exception, message=message, arguments=arguments)
        if _is_open():
            return told
        if not isinstance(exception, MEANT):
            text = _numbered(exception)
            told.update(message=text, arguments=(text,), context={})
        return {**told, "debug": ""}

    return serialize_exception


def _quiet_fault(handle):
    @functools.wraps(handle)
    def handle_exception(exception):
        if isinstance(exception, MEANT) or _is_open():
            return handle(exception)
        return rpc.dumps(
            xmlrpc.client.Fault(rpc.RPC_FAULT_CODE_APPLICATION_ERROR, _numbered(exception))
        )

    return handle_exception


def _numbered(exception):
    number = secrets.token_hex(4)
    _logger.error("Error %s", number, exc_info=exception)
    return f"The server could not do this. It is error {number} in the server's log."


def _is_open():
    """Tell whether the traceback may be sent: no module of ours here, or a developer asks."""
    if not request:
        return True
    if not request.db:
        return False
    registry = request.registry
    return HERE not in registry or is_developer()


def is_developer():
    """Tell whether an administrator of the system asks, in developer mode. Anybody can switch that on."""
    uid = request.env.uid if request.env else request.session.uid
    if not (request.session.debug and uid):
        return False
    # the transaction of what failed may be of no use any more
    with request.registry.cursor() as cr:
        return api.Environment(cr, uid, {}).user.has_group("base.group_system")
