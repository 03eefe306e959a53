"""What goes wrong, each at a moment that its seed draws.

A fault is armed when the guide is about to do what is written, and ended when the page has said that it
is done (or that it cannot be): `end` heals what does not heal by itself.
"""

import signal
import threading
import time
from contextlib import suppress

from playwright.sync_api import Error as BrowserError

from .ledger import WRONG, Finding
from .network import AFTER, AGAIN, ANSWER, BEFORE, CUTS, ERROR, MIDDLE, TWICE, Fate

LATEST = 5  # seconds until a request that writes must be on its way


class Fault:
    """A fault that is none: `title` for the table, `needs_network` for jobs that cannot wait."""

    title = "none"
    leaves_network = True
    has_struck = False  # a run in which nothing broke proves nothing

    def __init__(self, run):
        self.run = run
        self.world = run.world
        self.random = run.random

    @property
    def network(self):
        return self.world.network

    @property
    def phone(self):
        return self.run.phone

    def arm(self):
        """Begin to be dangerous."""

    def end(self):
        """The guide has done it: heal."""
        self.world.heal()


class OnWrites(Fault):
    """Something happens to the first `times` requests that write."""

    def times(self):
        return 1

    def fate(self):
        return Fate()

    def arm(self):
        self.left = self.times()
        self.lock = threading.Lock()
        self.network.fate = self._decide

    def end(self):
        """What the page has promised may be written a moment later: that is to be struck as well."""
        deadline = time.monotonic() + LATEST
        while not self.has_struck and time.monotonic() < deadline:
            time.sleep(0.05)
        super().end()

    def _decide(self, request):
        if not request.is_write:
            return None
        with self.lock:
            if self.left <= 0:
                return None
            self.left -= 1
            self.has_struck = True
            return self.fate()


class Cut(OnWrites):
    kind = None

    def times(self):
        return self.random.choice((1, 1, 2, 3))

    def fate(self):
        return Fate(self.kind)


class CutBefore(Cut):
    title, kind = "cut before the request arrives", BEFORE


class CutMiddle(Cut):
    title, kind = "cut in the middle of the request", MIDDLE


class CutAfter(Cut):
    title, kind = "cut after the commit, before the answer", AFTER


class CutAnswer(Cut):
    title, kind = "cut in the middle of the answer", ANSWER


class ErrorAfter(Cut):
    title, kind = "an error for an answer, after the commit", ERROR


class Delay(OnWrites):
    title = "slow: the request or its answer waits 1 to 3 s"

    def times(self):
        return 2

    def fate(self):
        seconds = self.random.uniform(1, 3) / 2
        return Fate(wait=seconds, hold=seconds)


class Twice(OnWrites):
    title = "the request arrives twice at once"

    def times(self):
        return 3

    def fate(self):
        return Fate(TWICE)


class Again(OnWrites):
    title = "the request arrives again, after its answer"

    def times(self):
        return 3

    def fate(self):
        return Fate(AGAIN)


class Mix(OnWrites):
    title = "random mix of all of these"

    def times(self):
        return self.random.randint(2, 6)

    def fate(self):
        kind = self.random.choice((*CUTS, AFTER, TWICE, AGAIN, "pass"))
        return Fate(kind, wait=self.random.choice((0, 0, 0.4)), hold=self.random.choice((0, 0.4)))


class Dark(Fault):
    title = "no connection until the sale is done"
    leaves_network = False

    def arm(self):
        self.network.dark = self.has_struck = True


class KillWorkers(OnWrites):
    title = "kill -9 of the Odoo workers, before the commit"

    def fate(self):
        return Fate(
            when_sent=self.world.server.kill_workers, wait_sent=self.random.uniform(0, 0.15)
        )


class KillWorkersAfter(OnWrites):
    title = "kill -9 of the Odoo workers, after the commit"

    def fate(self):
        return Fate(AFTER, when_answered=self.world.server.kill_workers)


class KillPostgres(OnWrites):
    title = "kill -9 of PostgreSQL, started again after 1 s"
    back = None

    def arm(self):
        self.killed = threading.Event()
        super().arm()

    def fate(self):
        wait = self.random.uniform(0, 0.25)
        return Fate(when_sent=self._kill, wait_sent=wait)

    def _kill(self):
        self.world.cluster.kill()
        self.back = threading.Timer(1, self.world.cluster.start)
        self.back.start()
        self.killed.set()

    def end(self):
        """The request may have been answered before the kill: what comes after it is to be healed."""
        if self.has_struck:
            self.killed.wait(LATEST)
            self.back.join()
        super().end()


class KillBrowser(OnWrites):
    title = "kill -9 of the browser while it sends"

    def fate(self):
        wait = self.random.uniform(0, 0.25)
        return Fate(when_sent=self.phone.kill, wait_sent=wait)


class KillBrowserAfter(Dark):
    title = "kill -9 of the browser with unsent work, and a start"

    def end(self):
        self.phone.kill()
        super().end()
        self.phone.open(self.world.till)


class KillTabInWrite(Fault):
    title = "power loss of the tab in a write of IndexedDB"

    def arm(self):
        self.network.when_written = self._kill
        self.phone.page.evaluate(f"hand.writesLeft = {self.random.randint(1, 6)}")

    def _kill(self):
        self.has_struck = True
        self.phone.kill_tab()

    def end(self):
        with suppress(BrowserError):
            self.phone.page.evaluate("hand.writesLeft = 0")
        super().end()


class CrashTab(Dark):
    title = "crash of the tab with unsent work"

    def end(self):
        self.phone.kill_tab(signal.SIGSEGV)
        super().end()
        self.phone.open(self.world.till)


class Reload(Dark):
    title = "reload of the page without a connection, with unsent work"

    def end(self):
        try:
            self.phone.page.reload(wait_until="commit")
            self.phone.wait_until_open()
        except BrowserError as error:
            first_line = str(error).split("\n", 1)[0]
            self.run.findings.append(Finding(WRONG, f"the page does not open: {first_line}"))
            super().end()
            self.phone.open(self.world.till)
        super().end()


class TwoTabs(Dark):
    title = "two tabs of one till send the same"

    def end(self):
        """The first tab's sending hangs while the second one starts and sends as well."""
        super().end()
        waiting = iter([Fate(wait=4)])
        self.network.fate = lambda request: next(waiting, None) if request.is_write else None
        first = self.phone.page
        self.phone.page = self.phone.context.new_page()
        self.phone.open(self.world.till)
        self.phone.wait_until_all_sent()
        with suppress(BrowserError):
            first.close()
        self.network.clear()


class Upgrade(Fault):
    title = "the server restarts with an upgrade"
    leaves_network = False

    def arm(self):
        self.world.server.stop()
        self.has_struck = True

    def end(self):
        """All is well when the new version answers: its first answers take it longest."""
        self.world.server.upgrade(self.world.upgraded)
        super().end()
        self.world.server.rpc(self.phone.login)


ON_THE_WAY = (CutBefore, CutMiddle, CutAfter, CutAnswer, Delay, Twice, Again, Mix, Dark)
ON_THE_PHONE = (KillBrowser, KillBrowserAfter, KillTabInWrite, CrashTab, Reload, TwoTabs)
ON_THE_SERVER = (KillWorkers, KillWorkersAfter, KillPostgres, Upgrade)
