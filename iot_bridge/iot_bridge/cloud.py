"""The queue in Odoo: a phone prints to any printer of its store, also one that it cannot reach.

The bridge asks, so it may stand behind any router. It tells how its printers are and what became of the
jobs; the answer holds the next ones. A job keeps its id on the whole way: one that is handed out twice,
because an answer got lost, is printed once.
"""

import asyncio
import logging

import aiohttp

from . import __version__
from .errors import BadRequest, BridgeError, NotFound
from .service import Caller

logger = logging.getLogger(__name__)
PATH = "/retail/bridge/poll"
OFTEN, SELDOM = 1.0, 3.0  # seconds between two questions, while there was work lately and else
LATELY = 120  # seconds
BACK_OFF = 30.0  # seconds at most while the server cannot be reached
TIMEOUT = aiohttp.ClientTimeout(total=20)
CALLER = Caller("cloud", "till", None)


class Cloud:
    """Asks one server, again and again, until it is cancelled."""

    def __init__(self, bridge, url, token):
        self.bridge = bridge
        self.url = url.rstrip("/") + PATH
        self.headers = {"Authorization": f"Bearer {token}"}
        self.refused = {}  # jobs that cannot be printed, and why
        self.worked = 0.0

    async def run(self):
        failures = 0
        async with aiohttp.ClientSession(headers=self.headers, timeout=TIMEOUT) as session:
            while True:
                try:
                    await self._ask(session)
                    failures = 0
                except (aiohttp.ClientError, asyncio.TimeoutError, ValueError, KeyError) as error:
                    failures += 1
                    if failures == 1:
                        logger.warning("the print queue does not answer: %s", error)
                await asyncio.sleep(self._pause(failures))

    def _pause(self, failures):
        if failures:
            return min(2.0**failures, BACK_OFF)
        return OFTEN if self.bridge.loop.time() - self.worked < LATELY else SELDOM

    async def _ask(self, session):
        body = {"version": __version__, "printers": self._printers(), "done": self._done()}
        async with session.post(self.url, json=body) as answer:
            answer.raise_for_status()
            told = await answer.json()
        for id in told["settled"]:
            self.refused.pop(id, None)
            self.bridge.store.answered(id)
        for job in told["jobs"]:
            self.worked = self.bridge.loop.time()
            await self._print(job)

    def _printers(self):
        keys = ("name", "title", "state", "detail")
        return [{key: printer[key] for key in keys} for printer in self.bridge.printer_states()]

    def _done(self):
        done = [job.public() for job in self.bridge.store.unanswered(CALLER.name)]
        refused = [
            {"id": id, "state": "failed", "possible_copy": False, "note": note}
            for id, note in self.refused.items()
        ]
        return done + refused

    async def _print(self, job):
        try:
            await self.bridge.submit_receipt(CALLER, job["id"], job["printer"], job["receipt"])
        except (BadRequest, NotFound) as error:
            self.refused[job["id"]] = str(error)
        except BridgeError as error:  # such as too many that wait: it comes again
            logger.warning("job %s: %s", job["id"], error)
