"""Our own protocol, under /v1: JSON, a token in the header Authorization, jobs with ids."""

from aiohttp import web

from . import __version__, discovery
from .errors import BadRequest
from .service import Forbidden

LONGEST_WAIT = 50
TEST_RECEIPT = {
    "blocks": [
        {"type": "text", "text": "TEST 测试", "align": "center", "size": 2, "bold": True},
        {"type": "rule"},
        {
            "type": "row",
            "cells": [
                {"text": "纯棉衬衫 Cotton shirt"},
                {"text": "299.00", "align": "right", "width": 10},
            ],
        },
        {"type": "text", "text": "0123456789 ABC abc éßñ ¥€"},
        {"type": "qr", "data": "https://example.com/"},
    ]
}


def routes(bridge, caller_of):
    def manager_of(request):
        caller = caller_of(request)
        if not caller.is_manager:
            raise Forbidden("that takes the token of a manager")
        return caller

    async def health(request):
        return web.json_response({"status": "pass", "version": __version__})

    async def print_(request):
        caller = caller_of(request)
        body = await _object(request, {"id", "printer", "receipt", "wait"})
        wait = _wait(body.get("wait", 0))
        job = await bridge.submit_receipt(
            caller, body.get("id"), _name(body.get("printer")), body.get("receipt")
        )
        job = await bridge.settled(job.id, wait)
        return web.json_response(job.public())

    async def job(request):
        caller = caller_of(request)
        found = bridge.job(request.match_info["id"], caller)
        wait = request.query.get("wait", "0")
        found = await bridge.settled(found.id, _wait(int(wait) if wait.isdigit() else -1))
        return web.json_response(found.public())

    async def cancel(request):
        found = bridge.job(request.match_info["id"], caller_of(request))
        cancelled = bridge.store.cancel(found.id)
        return web.json_response({"cancelled": cancelled, **bridge.store.get(found.id).public()})

    async def jobs(request):
        manager_of(request)
        return web.json_response({"jobs": [found.public() for found in bridge.store.jobs()]})

    async def printers(request):
        caller = caller_of(request)
        chinese = request.headers.get("Accept-Language", "").startswith("zh")
        return web.json_response({"printers": bridge.printer_states_for(caller, chinese)})

    async def drawer(request):
        caller = caller_of(request)
        body = await _object(request, {"printer", "wait"})
        job = await bridge.open_drawer(caller, _name(body.get("printer")))
        return web.json_response(
            (await bridge.settled(job.id, _wait(body.get("wait", 0)))).public()
        )

    async def test(request):
        caller = manager_of(request)
        body = await _object(request, {"id", "printer"})
        job = await bridge.submit_receipt(
            caller, body.get("id"), _name(body.get("printer")), TEST_RECEIPT
        )
        return web.json_response(job.public())

    async def scan(request):
        manager_of(request)
        found = await discovery.scan(request.query.get("network"))
        return web.json_response({"found": found})

    async def log(request):
        manager_of(request)
        events = [dict(zip(("at", "subject", "text"), event)) for event in bridge.store.events()]
        return web.json_response({"events": events})

    async def scanner(request):
        device = bridge.device("scanner", caller_of(request))
        code = await device.next_code_for(request, LONGEST_WAIT) if device else None
        return web.json_response({"code": code})

    async def scale(request):
        device = bridge.device("scale", caller_of(request))
        return web.json_response({"weight": await device.weigh() if device else None})

    async def display(request):
        device = bridge.device("display", caller_of(request))
        body = await _object(request, {"lines"})
        lines = body.get("lines")
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            raise BadRequest("lines is a list of texts")
        if device:
            await device.show(lines)
        return web.json_response({"shown": bool(device) and device.is_connected})

    async def label(request):
        device = bridge.device("label", caller_of(request))
        body = await _object(request, {"labels"})
        if not device:
            raise BadRequest("there is no label printer")
        return web.json_response({"printed": await device.print_labels(body.get("labels"))})

    return [
        web.get("/v1/health", health),
        web.post("/v1/print", print_),
        web.get("/v1/jobs", jobs),
        web.get("/v1/jobs/{id}", job),
        web.delete("/v1/jobs/{id}", cancel),
        web.get("/v1/printers", printers),
        web.post("/v1/drawer", drawer),
        web.post("/v1/test", test),
        web.get("/v1/scan", scan),
        web.get("/v1/log", log),
        web.get("/v1/scanner", scanner),
        web.get("/v1/scale", scale),
        web.post("/v1/display", display),
        web.post("/v1/labels", label),
    ]


async def _object(request, known):
    try:
        body = await request.json()
    except ValueError as error:
        raise BadRequest("the body is no JSON") from error
    if not isinstance(body, dict):
        raise BadRequest("the body is an object")
    unknown = set(body) - known
    if unknown:
        raise BadRequest(f"the body has no {', '.join(sorted(unknown))}")
    return body


def _name(value):
    if value is not None and not isinstance(value, str):
        raise BadRequest("printer is a name")
    return value


def _wait(value):
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not 0 <= value <= LONGEST_WAIT
    ):
        raise BadRequest(f"wait is a number of seconds from 0 to {LONGEST_WAIT}")
    return value
