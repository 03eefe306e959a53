"""P5.1.3.2: the bell of the bridge, at a websocket that speaks as Odoo's does.

The real one rings in tests/faults/test_print_queue.py.
"""

import asyncio
import json

import aiohttp
from aiohttp import web

from iot_bridge.bell import RING, Bell

CHANNEL = f"{RING}:the-channel-of-this-bridge"
PATIENCE = 10  # seconds
SILENCE = 0.3


class Bus:
    """A websocket to which one bell listens; `subscribed` is told each subscription."""

    def __init__(self):
        self.subscribed, self.socket = asyncio.Queue(), None

    async def __aenter__(self):
        application = web.Application()
        application.router.add_get("/websocket", self._serve)
        self._runner = web.AppRunner(application)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_error):
        await self._runner.cleanup()

    async def _serve(self, request):
        self.socket = web.WebSocketResponse()
        await self.socket.prepare(request)
        async for message in self.socket:
            await self.subscribed.put(json.loads(message.data)["data"]["channels"])
        return self.socket

    async def send(self, kind):
        await self.socket.send_json([{"id": 1, "message": {"type": kind, "payload": {}}}])


def at_a_bus(scene):
    """Play SCENE(bus, bell) with a bell that has begun to listen, and has rung once for that."""

    async def play():
        async with Bus() as bus, aiohttp.ClientSession() as session:
            bell = Bell(session)
            bell.listen(bus.url, CHANNEL)
            assert await asyncio.wait_for(bus.subscribed.get(), PATIENCE) == [CHANNEL]
            assert await bell.rings(PATIENCE)
            await scene(bus, bell)
            bell.stop()

    asyncio.run(play())


def test_it_rings_when_the_server_rings():
    async def scene(bus, bell):
        assert bell.is_heard
        assert not await bell.rings(SILENCE)
        await bus.send(RING)
        assert await bell.rings(PATIENCE)
        assert not await bell.rings(SILENCE)

    at_a_bus(scene)


def test_what_else_comes_on_the_bus_rings_nothing():
    async def scene(bus, bell):
        await bus.send("bundle_changed")
        assert not await bell.rings(SILENCE)

    at_a_bus(scene)


def test_it_listens_again_where_it_was_cut_off_and_rings_for_what_came_meanwhile():
    async def scene(bus, bell):
        await bus.socket.close()
        assert await asyncio.wait_for(bus.subscribed.get(), PATIENCE) == [CHANNEL]
        assert await bell.rings(PATIENCE)

    at_a_bus(scene)


def test_where_nothing_listens_no_bell_is_heard():
    async def scene(bus, bell):
        bell.listen("http://127.0.0.1:9", CHANNEL)
        assert not await bell.rings(SILENCE)
        assert not bell.is_heard

    at_a_bus(scene)
