"""The protocol of an unpatched Odoo 19 till: JSON-RPC under /hw_proxy, as hardware_proxy_service.js calls it.

The till cannot send a token of its own accord, but it keeps the path of the address that it is given:
`http://192.168.1.9:8282/TOKEN` makes it call `/TOKEN/hw_proxy/hello`.
"""

import asyncio

from aiohttp import web

from . import receipt, states, store
from .errors import BadRequest, BridgeError

ANSWER_WITHIN = 9  # seconds: a cashier waits for the paper, and a busy printer takes a few
SCAN_WAIT = 50  # seconds; the till asks again at once


def routes(bridge, caller_of):
    """The routes; CALLER_OF tells whose token is in the path, or raises."""

    def rpc(handler):
        async def handle(request):
            caller = caller_of(request)
            params, id = await _params(request)
            try:
                result = await handler(request, caller, params)
            except BridgeError as error:
                return _error(id, error)
            return web.json_response({"jsonrpc": "2.0", "id": id, "result": result})

        return handle

    async def hello(request):
        caller_of(request)
        return web.Response(text="ping")

    async def handshake(request, caller, params):
        return True

    async def status(request, caller, params):
        own = bridge.printer(None, caller).name if bridge.spoolers else None
        drivers = {"printer": _printer_status(bridge.spoolers.get(own))}
        for kind in ("scanner", "scale"):
            device = bridge.device(kind, caller)
            if device:
                drivers[kind] = {"status": device.status, "messages": device.message}
        return drivers

    async def printer_action(request, caller, params):
        data = params.get("data")
        action = data.get("action") if isinstance(data, dict) else None
        if action == "cashbox":
            await bridge.open_drawer(caller)
            return True
        if action != "print_receipt":
            raise BadRequest("action is print_receipt or cashbox")
        job = await bridge.submit_picture(caller, receipt.decode(data.get("receipt")))
        return await _outcome(request, job)

    async def _outcome(request, job):
        """Whether the till may go on. False only if nothing of the job will ever come out.

        Told False, the cashier tries again or prints elsewhere, which must not give two receipts.
        """
        job = await bridge.settled(job.id, ANSWER_WITHIN)
        if job.state == store.QUEUED and bridge.store.cancel(job.id, "the till was told to retry"):
            return False
        job = bridge.store.get(job.id)
        if request.transport and not request.transport.is_closing():
            bridge.store.answered(job.id)
        return job.state != store.FAILED

    async def scanner(request, caller, params):
        device = bridge.device("scanner", caller)
        if not device:
            await asyncio.sleep(SCAN_WAIT)  # the till asks again at once, without end
            return None
        return await device.next_code_for(request, SCAN_WAIT)

    async def scale(request, caller, params):
        device = bridge.device("scale", caller)
        return {"weight": await device.weigh() if device else 0}

    async def display(request, caller, params):
        device = bridge.device("display", caller)
        if device:
            await device.show_order(params)
        return bool(device) and device.is_connected

    base = "/{token}/hw_proxy"
    return [
        web.get(f"{base}/hello", hello),
        web.post(f"{base}/handshake", rpc(handshake)),
        web.post(f"{base}/status_json", rpc(status)),
        web.post(f"{base}/default_printer_action", rpc(printer_action)),
        web.post(f"{base}/scanner", rpc(scanner)),
        web.post(f"{base}/scale_read", rpc(scale)),
        web.post(f"{base}/customer_facing_display", rpc(display)),
    ]


def _printer_status(spooler):
    """The two words that the till knows: connected or disconnected, with what we know beside it."""
    if not spooler:
        return {"status": "disconnected", "messages": ["No printer is configured"]}
    well = spooler.state in states.CAN_PRINT
    title, advice = states.describe(spooler.state)
    return {"status": "connected" if well else "disconnected", "messages": [f"{title}. {advice}"]}


async def _params(request):
    try:
        body = await request.json()
        params = body.get("params") or {}
        if not isinstance(params, dict):
            raise TypeError
    except (ValueError, AttributeError, TypeError) as error:
        raise BadRequest("the body is no JSON-RPC call") from error
    return params, body.get("id")


def _error(id, error: BridgeError):
    """As Odoo says it: the till shows the message, and offers to try again."""
    body = {
        "code": error.status,
        "message": str(error),
        "data": {"name": "", "message": str(error)},
    }
    return web.json_response({"jsonrpc": "2.0", "id": id, "error": body})
