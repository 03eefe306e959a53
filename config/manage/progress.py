"""Progress lines with durations, and the one clear line when something fails."""

import sys
import time
from contextlib import contextmanager


class Failure(Exception):
    """Something the user can act on, told in one line."""


class Line:
    """The line of a running step; `show` replaces its tail on a terminal."""

    def __init__(self, title, stream):
        self.title = title
        self.stream = stream
        self.note = ""
        self.alive = stream.isatty()

    def show(self, detail):
        """Show how far the step is. A file or pipe gets the finished line only."""
        if self.alive:
            self.stream.write(f"\r\033[K  {self.title} … {detail}"[:120])
            self.stream.flush()

    def finish(self, outcome):
        start = "\r\033[K" if self.alive else ""
        note = f" ({self.note})" if self.note else ""
        self.stream.write(f"{start}  {self.title}: {outcome}{note}\n")
        self.stream.flush()


@contextmanager
def step(title, stream=None):
    """Print `title` with the time its block took."""
    line = Line(title, stream or sys.stdout)
    line.show("")
    started = time.monotonic()
    try:
        yield line
    except BaseException:
        line.finish(f"stopped after {duration(time.monotonic() - started)}")
        raise
    line.finish(duration(time.monotonic() - started))


def say(text):
    print(f"  {text}", flush=True)


def duration(seconds):
    """
    >>> duration(0.04), duration(12.34), duration(125)
    ('0.0 s', '12.3 s', '2 min 05 s')
    """
    if seconds < 60:
        return f"{seconds:.1f} s"
    return f"{int(seconds) // 60} min {int(seconds) % 60:02d} s"
