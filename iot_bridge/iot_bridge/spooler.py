"""One thread a printer: it takes the oldest job, prints it, and says how it went."""

import logging
import threading
import time

from . import receipt, states, store
from .conversation import Conversation
from .errors import LinkError

logger = logging.getLogger(__name__)
WATCH = 15.0  # seconds from one look at an idle printer to the next
RETRY = (0.2, 0.5, 1, 2, 5)  # seconds, the last for good


class Spooler(threading.Thread):
    """Prints the jobs of one printer in their order.

    `on_change(job_id)` is called from this thread when a job is done, `on_change(None)` when the state
    of the printer changes.
    """

    def __init__(self, printer, jobs, on_change=lambda job: None):
        super().__init__(name=f"printer {printer.name}", daemon=True)
        self.printer = printer
        self.jobs = jobs
        self.on_change = on_change
        self.state = states.UNKNOWN
        self.detail = ""
        self.since = time.time()
        self.wake = threading.Event()
        self.stopping = False

    def stop(self):
        """Take no further job; one in the middle is found again at the next start."""
        self.stopping = True
        self.wake.set()

    def poke(self):
        """There is work."""
        self.wake.set()

    def run(self):
        failures = 0
        while not self.stopping:
            self.wake.clear()
            try:
                job = self.jobs.next(self.printer.name)
                done = self._print(job) if job else self._watch()
                failures = 0 if done else failures + 1
                pause = 0 if job and done else WATCH if not job else self._pause(failures)
            except LinkError as error:
                self._tell(error.state, str(error))
                failures += 1
                pause = self._pause(failures) if job else WATCH
            except Exception:  # a thread that ends prints nothing for the rest of the day
                logger.exception("printer %s", self.printer.name)
                self._tell("error", "an error in the bridge, see its log")
                pause = RETRY[-1]
            if pause:
                self.wake.wait(pause)

    def _pause(self, failures):
        return RETRY[min(failures, len(RETRY)) - 1]

    def _watch(self):
        """Look at the printer while it has nothing to do."""
        link = self.printer.link()
        if link.two_way:
            with link:
                self._tell(Conversation(link, self.printer.profile).state())
        else:
            link.look()
            self._tell(states.UNKNOWN)
        return True

    def _print(self, job):
        """Print JOB, or finish one that was cut off; False when the printer cannot now."""
        with self.printer.link() as link:
            talk = Conversation(link, self.printer.profile)
            state = talk.state()
            self._tell(state)
            if state not in states.CAN_PRINT:
                return False
            again = job.state == store.SENDING
            if again and self._came_out(job, talk):
                return True
            counter = talk.count_cuts()
            if not self.jobs.begin(job.id, counter, again):
                return True
            talk.send(self._data(job, again))
            told = talk.confirm(self._tag(job), on_state=self._tell)
        self._finish(job, store.PRINTED if told else store.SENT)
        return True

    def _came_out(self, job, talk):
        """Close a JOB that was in the middle when we, or the printer, stopped, if it needs no more."""
        if job.kind == "drawer":  # a drawer that opens by itself later on is worse than none
            self._finish(job, store.SENT, "cut off")
            return True
        talk.settle()
        counter = talk.count_cuts()
        if None in (counter, job.counter) or not job.cuts or counter != job.counter + job.cuts:
            return False
        self._finish(job, store.PRINTED, "the printer's counter tells")
        return True

    def _data(self, job, again):
        data = self.jobs.payload(job.id)
        if again:
            data = receipt.copy_mark(self.printer.profile, self.printer.font) + data
        return data

    def _tag(self, job):
        """Four characters that are the job's alone for as long as a printer may still answer."""
        return f"{job.seq % 10000:04d}"

    def _finish(self, job, state, note=""):
        self.jobs.finish(job.id, state, note)
        self._tell(self.state if self.state in states.CAN_PRINT else states.READY)
        self.on_change(job.id)

    def _tell(self, state, detail=""):
        if (state, detail) == (self.state, self.detail):
            return
        if state != self.state:
            self.since = time.time()
            words = f"{states.describe(state)[0]}. {detail}".strip()
            self.jobs.log(self.printer.name, words)
            logger.info("printer %s: %s", self.printer.name, words)
        self.state, self.detail = state, detail
        self.on_change(None)
