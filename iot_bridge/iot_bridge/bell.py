"""The bell: Odoo's websocket tells that there is something to fetch, so that nobody asks in vain.

Odoo's own IoT box listens in the same way. It goes over the port of the pages, so behind any router. It
only rings: what there is to do is the answer to a question like any other, and a ring that gets lost
costs a wait. Where no websocket comes through, the bridge asks often, see `cloud`.
"""

import asyncio
import json
import logging

import aiohttp

logger = logging.getLogger(__name__)
PATH = "/websocket"
RING = "retail_bridge_bell"
HEARTBEAT = 30.0  # seconds; Odoo closes what is silent for a minute
BACK_OFF = 60.0  # seconds at most until it is tried again
FAILURES = (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError)


class Bell:
    """Listens at one server on one channel, those that it was told last."""

    def __init__(self, session):
        self.session = session
        self.is_heard = False
        self.at = (None, None)
        self._listening = None
        self._rung = asyncio.Event()

    def listen(self, url, channel):
        """Listen at URL on CHANNEL; a server that names no channel has no bell."""
        if (url, channel) == self.at:
            return
        self.stop()
        self.at = (url, channel)
        if channel:
            self._listening = asyncio.create_task(self._listen_on(url, channel))

    def stop(self):
        """Listen no more."""
        if self._listening:
            self._listening.cancel()
        self._listening, self.at, self.is_heard = None, (None, None), False

    async def rings(self, seconds):
        """Whether it rings within SECONDS, or has rung since this was asked last."""
        try:
            await asyncio.wait_for(self._rung.wait(), seconds)
        except asyncio.TimeoutError:
            return False
        self._rung.clear()
        return True

    async def _listen_on(self, url, channel):
        failures = 0
        while True:
            try:
                await self._hear(url, channel)
                failures = 0
            except FAILURES as error:
                failures += 1
                logger.info("no bell: %s", str(error) or type(error).__name__)
            finally:
                self.is_heard = False
            await asyncio.sleep(min(2.0**failures, BACK_OFF))

    async def _hear(self, url, channel):
        connection = self.session.ws_connect(url + PATH, origin=url, heartbeat=HEARTBEAT)
        async with connection as socket:
            subscription = {"channels": [channel], "last": 0}
            await socket.send_json({"event_name": "subscribe", "data": subscription})
            self.is_heard = True
            self._rung.set()  # for what came while nobody listened
            async for message in socket:
                if message.type == aiohttp.WSMsgType.TEXT and is_ring(message.data):
                    self._rung.set()


def is_ring(text):
    """Whether a message of Odoo's bus is our ring; others come on the same socket.

    >>> is_ring('[{"id": 7, "message": {"type": "retail_bridge_bell", "payload": {}}}]')
    True
    >>> is_ring('[{"id": 8, "message": {"type": "bundle_changed", "payload": {}}}]')
    False
    """
    return any(entry["message"]["type"] == RING for entry in json.loads(text))
