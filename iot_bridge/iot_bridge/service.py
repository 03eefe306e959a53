"""The bridge behind its protocols: who may ask, what is kept, what is printed."""

import asyncio
import contextlib
import json
import re
import secrets
import signal
import string
import time
import uuid
from collections import defaultdict, deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count

from . import added, config, receipt, states, store
from .devices import KINDS
from .errors import BadRequest, BridgeError, NotFound
from .membership import Membership
from .spooler import Spooler

ROLES = ("till", "manager")
DRAWER_LIFE = 10  # seconds: later on nobody stands before the drawer
RESENT_WITHIN = 600  # seconds
FULL = 500  # jobs that may wait for one printer
ALPHABET = string.ascii_letters + string.digits
TOKEN = re.compile(r"[A-Za-z0-9_-]{15,64}")
GUESSES, GUESS_WINDOW = 20, 60  # wrong tokens from an address in so many seconds


class Refused(BridgeError):
    status = 401


class Forbidden(BridgeError):
    status = 403


class TooMany(BridgeError):
    status = 429


class Full(BridgeError):
    status = 507


@dataclass(frozen=True)
class Caller:
    name: str
    role: str
    printer: str | None

    @property
    def is_manager(self):
        return self.role == "manager"

    def may_use(self, printer):
        """Whether the printer called PRINTER, and the drawer on it, are this caller's."""
        return self.is_manager or self.printer in (printer, None)


class Bridge:
    """Everything of a running bridge but its HTTP."""

    def __init__(self, settings):
        self.config = settings
        self.store = store.Store(settings.data / "jobs.sqlite")
        # one thread: SQLite writes one after the other anyway, and the loop must not wait for the disk
        self.disk = ThreadPoolExecutor(1, "disk")
        self.renderers = ThreadPoolExecutor(2, "render")
        self.spoolers = {
            name: Spooler(printer, self.store, self._changed)
            for name, printer in settings.printers.items()
        }
        self.devices = {
            name: self._make_device(device) for name, device in settings.devices.items()
        }
        self.guesses = defaultdict(deque)
        self.waiters = defaultdict(set)
        self.membership = Membership(settings.data, settings.cloud)
        self.stream = None  # takes what scanners read for the tills that Odoo named
        self.tasks = set()
        self.wants_restart = False
        self.loop = None

    async def start(self):
        self.loop = asyncio.get_running_loop()
        self.store.forget(time.time() - self.config.keep_days * 86400)
        for worker in (*self.spoolers.values(), *self.devices.values()):
            worker.start()

    async def stop(self):
        for worker in (*self.spoolers.values(), *self.devices.values()):
            worker.stop()
        for spooler in self.spoolers.values():
            await asyncio.to_thread(spooler.join, 3)
        self.disk.shutdown()
        self.renderers.shutdown(cancel_futures=True)
        self.store.close()

    # -- who asks

    def caller(self, token, address):
        """Whose TOKEN it is; raises Refused, or TooMany for an address that goes on guessing."""
        wrong = self.guesses[address]
        now = time.monotonic()
        while wrong and wrong[0] < now - GUESS_WINDOW:
            wrong.popleft()
        if len(wrong) >= GUESSES:
            raise TooMany("too many wrong tokens; wait a minute")
        found = self.store.bearer(token) if token and TOKEN.fullmatch(token) else None
        if not found:
            wrong.append(now)
            raise Refused("a token is needed: iot-bridge token add NAME")
        if not wrong:
            del self.guesses[address]
        return Caller(*found)

    def add_token(self, name, role="till", printer=None):
        """Make a token for NAME and return it; it is not kept in a form that can be read back."""
        if role not in ROLES:
            raise BadRequest(f"a role is one of {', '.join(ROLES)}")
        if printer and printer not in self.config.printers:
            raise NotFound(f"there is no printer {printer}")
        # so short that with an address it fits into the 45 characters that Odoo's field has
        token = new_token()
        self.store.add_token(name, token, role, printer)
        return token

    # -- printers

    def printer(self, name, caller):
        """The printer NAME, or the caller's own; raises NotFound, also for one of another till."""
        name = name or caller.printer or next(iter(self.config.printers), None)
        if name not in self.config.printers or not caller.may_use(name):
            raise NotFound("there is no such printer")
        return self.config.printers[name]

    def printer_states_for(self, caller, chinese=False):
        """What CALLER may know of printers: a token for one printer sees that alone."""
        return [
            printer for printer in self.printer_states(chinese) if caller.may_use(printer["name"])
        ]

    def printer_states(self, chinese=False):
        waiting = self.store.waiting()
        return [
            {
                "name": name,
                "title": spooler.printer.title,
                "kind": spooler.printer.kind,
                "state": spooler.state,
                "since": spooler.since,
                **dict(zip(("says", "advice"), states.describe(spooler.state, chinese))),
                "detail": spooler.detail,
                "waiting": waiting.get(name, 0),
            }
            for name, spooler in self.spoolers.items()
        ]

    def add_printer(self, entry):
        """Keep a printer that a manager added, and start it; returns its name. Raises ConfigError."""
        name = _free_name("printer", self.config.printers)
        printer = config.make_printer(name, entry, self.config.font)
        added.keep_added(self.config.data, "printers", name, entry)
        self.config.printers[name] = printer
        self.spoolers[name] = Spooler(printer, self.store, self._changed)
        self.spoolers[name].start()
        self.store.log(name, f"added: {entry['host']}:{entry['port']}")
        return name

    # -- jobs

    async def submit(self, caller, id, printer, kind, request, render):
        """Keep a job and start it; RENDER makes its bytes. Returns it once it is on disk."""
        try:
            id = str(uuid.UUID(id))
        except (ValueError, AttributeError, TypeError) as error:
            raise BadRequest("an id is a UUID") from error
        known = self.store.get(id)
        if not known and self.store.waiting().get(printer.name, 0) >= FULL:
            raise Full(f"{FULL} jobs wait for {printer.name}")
        # a repeated job is not drawn again: nothing of it is printed
        rendered = (
            receipt.Rendered(b"", 0)
            if known
            else await self.loop.run_in_executor(self.renderers, render)
        )
        lifetime = DRAWER_LIFE if kind == "drawer" else self.config.job_hours * 3600
        job, is_new = await self.loop.run_in_executor(
            self.disk,
            self.store.add,
            *(id, printer.name, caller.name, kind, request, rendered, lifetime),
        )
        if is_new:
            self.spoolers[printer.name].poke()
        return job

    async def submit_receipt(self, caller, id, printer_name, content):
        printer = self.printer(printer_name, caller)
        request = json.dumps(content, sort_keys=True).encode()

        def render():
            return receipt.render(content, printer.profile, printer.font)

        def pulse():
            return receipt.render_pulse(printer.profile)

        if receipt.is_pulse(content):
            return await self.submit(caller, id, printer, "drawer", request, pulse)
        return await self.submit(caller, id, printer, "receipt", request, render)

    async def submit_picture(self, caller, picture, id=None):
        """Print a picture as the native till sends it: without an id.

        When an answer got lost the till sends the same picture again: that is the same job.
        """
        printer = self.printer(None, caller)
        twin = self.store.twin(printer.name, caller.name, picture, time.time() - RESENT_WITHIN)
        if twin:
            return twin

        def render():
            return receipt.render_picture(picture, printer.profile)

        return await self.submit(caller, str(uuid.uuid4()), printer, "picture", picture, render)

    async def open_drawer(self, caller, printer_name=None):
        printer = self.printer(printer_name, caller)
        id = str(uuid.uuid4())

        def render():
            return receipt.render_pulse(printer.profile)

        return await self.submit(caller, id, printer, "drawer", id.encode(), render)

    async def settled(self, id, seconds):
        """The job once it is done, or as it is after SECONDS."""
        event = asyncio.Event()
        self.waiters[id].add(event)
        try:
            job = self.store.get(id)
            if job.state in store.OPEN and seconds > 0:
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(event.wait(), seconds)
                job = self.store.get(id)
            return job
        finally:
            self.waiters[id].discard(event)
            if not self.waiters[id]:
                del self.waiters[id]

    def job(self, id, caller):
        """The job ID of CALLER, or of anybody for a manager; raises NotFound."""
        job = self.store.get(id)
        if not job or not (caller.is_manager or job.device == caller.name):
            raise NotFound("there is no such job")
        return job

    def _changed(self, id):
        """Called by the spoolers' threads."""
        if id and self.loop:
            self.loop.call_soon_threadsafe(self._wake, id)

    def _wake(self, id):
        for event in self.waiters.get(id, ()):
            event.set()

    # -- other devices

    def add_device(self, entry):
        """Keep a scanner that a manager added, and start it; returns its name. Raises ConfigError."""
        name = _free_name("scanner", self.config.devices)
        device = config.make_device(name, entry)
        added.keep_added(self.config.data, "devices", name, entry)
        self.config.devices[name] = device
        self.devices[name] = self._make_device(device)
        self.devices[name].start()
        self.store.log(name, f"added: {entry['path']}")
        return name

    def device_states(self):
        return [
            {
                "name": name,
                "kind": device.role,
                "state": device.status,
                "detail": device.message,
            }
            for name, device in self.devices.items()
        ]

    def _make_device(self, device):
        made = KINDS[device.kind](device)
        made.on_stream = self._streamed
        return made

    def _streamed(self, name, code):
        """Called by a scanner's thread."""
        if self.loop and self.stream:
            self.loop.call_soon_threadsafe(self.stream, name, code)

    def restart(self):
        """End, and begin again with the files as they are now."""
        self.wants_restart = True
        self.store.log("bridge", "restarted by a manager")
        signal.raise_signal(signal.SIGINT)

    def device(self, kind, caller):
        """The first device of KIND that belongs to the caller, or to no till in particular."""
        mine = [
            device
            for device in self.devices.values()
            if device.role == kind and device.till in (caller.name, None)
        ]
        return max(mine, key=lambda device: device.till is not None, default=None)


def _free_name(word, taken):
    """A name that is not TAKEN.

    >>> _free_name("printer", {"printer-1": None})
    'printer-2'
    """
    return next(name for name in (f"{word}-{number}" for number in count(1)) if name not in taken)


def new_token():
    """A token of 15 letters and digits, 89 bits.

    >>> len(new_token())
    15
    """
    return "".join(secrets.choice(ALPHABET) for _ in range(15))
