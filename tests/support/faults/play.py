"""Play many meetings and tell of each as it ends."""

import signal
import sys
import traceback
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import active_children, get_context

from playwright.sync_api import Error as BrowserError

from manage.place import Place

from .matrix import BROKEN_OFF, Run
from .world import World

SPARES = 10  # runs that may be played once more, and one in ten of all


def play_all(meetings, worlds, beside=(), beside_of=World):
    """Play them in several worlds at once; each starts everything for itself.

    :param beside: what is played in one world more, of the kind BESIDE_OF
    :return: what became of both
    """
    shares = [meetings[first::worlds] for first in range(worlds)]
    ways = {"mp_context": get_context("spawn"), "initializer": end_well}
    with ProcessPoolExecutor(worlds + bool(beside), **ways) as pool:
        try:
            other = pool.submit(play, beside, beside_of) if beside else None
            rows = [row for rows in pool.map(play, shares) for row in rows]
            return rows, other.result() if other else []
        except BaseException:
            for process in active_children():
                process.terminate()
            raise


def end_well():
    """Told to end, end what was started."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def play(meetings, world_of=World):
    """What became of each; a run that broke off shows little, so it is played once more."""
    runs = []
    waiting = list(meetings)
    places = range(len(meetings) + SPARES + len(meetings) // 10)
    with world_of(len(places)) as world:
        for place in places:
            if not waiting:
                break
            run = Run(world, waiting.pop(0), place)
            try:
                run.go()
            except BROKEN_OFF as error:
                traceback.print_exc()
                shoot(run)
                run.break_off(f"{type(error).__name__}: {error}")
                recover(world)
                if not any(run.meeting is other.meeting for other in runs):
                    waiting.insert(0, run.meeting)
            runs.append(run)
            tell(run)
        for run in runs:
            before = len(run.findings)
            run.settle()
            if len(run.findings) > before:
                tell(run)
    return [run.row() for run in runs]


def recover(world):
    """Where even that breaks off the next run does so too, and is told of."""
    try:
        world.recover()
    except BROKEN_OFF:
        traceback.print_exc()


def shoot(run):
    """Keep what the phones show, and the last of what their pages complained about."""
    for number, phone in enumerate(run.phones):
        path = Place.here().screenshots / f"faults/{run.meeting}-{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(BrowserError):
            phone.page.screenshot(path=path, timeout=5000)
        print(path, *phone.complaints[-5:], sep="\n    ", flush=True)


def tell(run):
    found = "; ".join(f"{finding.kind.upper()} {finding.text}" for finding in run.findings)
    print(
        f"{run.meeting}: {run.seconds:.1f} s, heals in {run.heal_seconds:.1f} s, "
        f"{run.deaths} deaths{'' if run.fault.has_struck else ', missed'}{', ' + found if found else ''}",
        flush=True,
    )
