"""The queue in Odoo: a phone prints to any printer of its store, also one that it cannot reach.

The bridge asks, so it may stand behind any router: when the bell rings (`bell`), when it has something to
tell, and else now and then. It tells how its devices are and what became of the jobs; the answer holds the
next ones, and what a manager asks for. A job keeps its id on the whole way: one that is handed out twice,
because an answer got lost, is printed once.
"""

import asyncio
import logging
import socket

import aiohttp

from . import __version__
from .bell import Bell
from .discovery import own_address
from .errands import Errands
from .errors import BadRequest, BridgeError, LinkError, NotFound
from .service import Caller

logger = logging.getLogger(__name__)
POLL, PAIR, SCAN = "/retail/bridge/poll", "/retail/bridge/pair", "/retail/bridge/scan"
# Seconds between two questions: after work, without any, and while a bell is heard that rings for work
OFTEN, SELDOM, RARELY = 1.0, 3.0, 20.0
LATELY = 120  # seconds
LOOK = 0.25  # seconds between two looks at what there is to tell
BACK_OFF = 30.0  # seconds at most while the server cannot be reached
TIMEOUT = aiohttp.ClientTimeout(total=20)
SCAN_TIMEOUT = aiohttp.ClientTimeout(total=3)  # later on the guide has scanned again
CALLER = Caller("cloud", "till", None)
PAIRED, ENDED = "paired", (409, 410)
FAILURES = (aiohttp.ClientError, asyncio.TimeoutError, ValueError, KeyError, TypeError)
CODE_LIFE_TEXT = "Scan it within ten minutes: Me > Devices in the till's app"


class Cloud:
    """Asks one server, again and again, until it is cancelled."""

    def __init__(self, bridge):
        self.bridge = bridge
        self.membership = bridge.membership
        self.errands = Errands(bridge)
        self.scans = asyncio.Queue(20)
        self.refused = {}  # jobs that cannot be printed, and why
        self.worked = 0.0
        self.told = ()  # the news of the last question, and what they are once it is answered
        self.bell = None

    async def run(self):
        self.bridge.stream = self._take_scan
        async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
            self.bell = Bell(session)
            streaming = asyncio.create_task(self._stream(session))
            try:
                await self._ask_on(session)
            finally:
                streaming.cancel()
                self.bell.stop()

    async def _ask_on(self, session):
        failures = 0
        while True:
            self.membership.refresh()
            try:
                if self.membership.is_paired:
                    await self._ask(session)
                elif self.membership.url:
                    await self.pair(session)
                failures = 0
                self.membership.trouble = ""
            except FAILURES as error:
                failures += 1
                self._note_trouble(_explain(self.membership.url, error))
            await self._rest(failures)

    async def _rest(self, failures):
        """Wait for a while; with a bell, until it rings or there is news."""
        if failures or not self.bell.is_heard:
            await asyncio.sleep(self._pause(failures))
            return
        until = self.bridge.loop.time() + RARELY
        while self.bridge.loop.time() < until and self._news() in self.told:
            if await self.bell.rings(LOOK):
                return

    def _note_trouble(self, trouble):
        if trouble != self.membership.trouble:
            logger.warning("%s", trouble)
            self.bridge.store.log("bridge", trouble)
        self.membership.trouble = trouble

    def _pause(self, failures):
        if failures:
            return min(2.0**failures, BACK_OFF)
        is_busy = self.bridge.loop.time() - self.worked < LATELY
        return OFTEN if is_busy else SELDOM

    def _post(self, session, path, body, **more):
        headers = {"Authorization": f"Bearer {self.membership.token}"}
        return session.post(self.membership.url + path, json=body, headers=headers, **more)

    # -- before a manager has scanned its code

    async def pair(self, session):
        """Ask whether a manager has paired us."""
        self.membership.offer()
        body = {
            "code": self.membership.kept["code"],
            "machine": socket.gethostname(),
            "address": f"{own_address()}:{self.bridge.config.port}",
            "version": __version__,
            "printers": self._printers(),
            "devices": self.bridge.device_states(),
        }
        async with self._post(session, PAIR, body) as answer:
            if answer.status in ENDED:  # too old, or somebody else's
                self.membership.begin(self.membership.url)
                return
            answer.raise_for_status()
            told = await answer.json()
        if told["state"] == PAIRED:
            self.membership.note_paired()
            self.bridge.store.log("bridge", f"paired with {self.membership.url}")
        else:
            self.membership.is_offered = True

    # -- afterwards

    async def _ask(self, session):
        news = self._news()
        body = {
            "version": __version__,
            "address": f"{own_address()}:{self.bridge.config.port}",
            **news,
        }
        async with self._post(session, POLL, body) as answer:
            answer.raise_for_status()
            told = await answer.json()
        for id in told["settled"]:
            self.refused.pop(id, None)
            self.bridge.store.answered(id)
        for errand in news["errands"]:
            self.bridge.store.errand_told(errand["id"])
        self.told = (news, {**news, "done": [], "errands": []})
        self.bell.listen(self.membership.url, told.get("bell"))
        self._name_streams(told.get("streams", ()))
        if told["jobs"] or told.get("errands"):
            self.worked = self.bridge.loop.time()
        self.errands.start(told.get("errands", ()))
        for job in told["jobs"]:
            await self._print(job)

    def _news(self):
        """What there is to tell."""
        return {
            "printers": self._printers(),
            "devices": self.bridge.device_states(),
            "done": self._done(),
            "errands": [
                {"id": id, "state": state, "result": result}
                for id, state, result in self.bridge.store.errands_done()
            ],
        }

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

    # -- what scanners read for tills that are reached over the server

    def _name_streams(self, names):
        for name, device in self.bridge.devices.items():
            device.is_streamed = name in names

    def _take_scan(self, name, code):
        try:
            self.scans.put_nowait((name, code))
        except asyncio.QueueFull:
            logger.warning("%s reads faster than the server takes", name)

    async def _stream(self, session):
        """Hand codes on in their order. One that gets lost is scanned again; none comes twice."""
        while True:
            name, code = await self.scans.get()
            if not self.membership.is_paired:
                continue
            try:
                body = {"device": name, "code": code}
                async with self._post(session, SCAN, body, timeout=SCAN_TIMEOUT) as answer:
                    answer.raise_for_status()
            except (aiohttp.ClientError, asyncio.TimeoutError) as error:
                self.bridge.store.log(name, f"a code did not reach the server: {error}")


async def wait_for_pairing(bridge, show):
    """SHOW the code, also each new one, until a manager has scanned it; for the command line.

    Raises LinkError where the server never answered as it should; later on it is asked again.
    """
    cloud, shown = Cloud(bridge), None
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
        while not bridge.membership.is_paired:
            try:
                await cloud.pair(session)
            except FAILURES as error:
                if not shown:
                    raise LinkError(_explain(bridge.membership.url, error)) from error
            if bridge.membership.code not in (shown, ""):
                shown = bridge.membership.code
                show(shown)
            await asyncio.sleep(SELDOM)


def _explain(url, error):
    """In a sentence, why the server at URL is of no use.

    >>> _explain("https://shop.example", TimeoutError())
    'https://shop.example does not answer: TimeoutError'
    >>> _explain("https://shop.example", KeyError("state"))
    'https://shop.example does not answer as Odoo does: is its till module installed, the address right?'
    """
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return f"{url} has a certificate that this machine does not trust: see docs/bridge.md"
    if isinstance(error, aiohttp.ClientResponseError) and error.status == 401:
        return f"{url} does not know this bridge any more: iot-bridge pair {url}"
    if isinstance(error, (aiohttp.ClientResponseError, ValueError, KeyError, TypeError)):
        return (
            f"{url} does not answer as Odoo does: is its till module installed, the address right?"
        )
    return f"{url} does not answer: {str(error) or type(error).__name__}"
