"""Which fault meets which job, and one such meeting from its beginning to the comparison."""

import random
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import psycopg2
from playwright.sync_api import Error as BrowserError

from manage.progress import Failure

from . import faults, jobs
from .ledger import BROKE_OFF, DOUBLED, LOST, STUCK, Finding, Told, compare, compare_stock
from .phone import Gone

BROKEN_OFF = (AssertionError, BrowserError, Gone, Failure, OSError, psycopg2.Error)
COUNTED = (LOST, DOUBLED, STUCK, BROKE_OFF)
FOR_TESTS = 64  # runs within `make test`
DEATHS = 3  # how often a phone may die in one run
LOOKS = 40  # seconds until what is asked for again and again must be there
# Faults that cost seconds meet some jobs only
SOME = {
    faults.ErrorAfter: (jobs.MemberSale, jobs.NewMember, jobs.SplitPayment, jobs.Receiving),
    faults.KillWorkers: (jobs.CashSale, jobs.MemberSale, jobs.NewMember, jobs.Refund),
    faults.KillWorkersAfter: (jobs.MemberSale, jobs.SplitPayment, jobs.Refund, jobs.Receiving),
    faults.KillPostgres: (jobs.CashSale, jobs.MemberSale, jobs.Receiving),
    faults.KillBrowser: (jobs.MemberSale, jobs.NewMember),
    faults.KillBrowserAfter: (jobs.CashSale, jobs.MemberSale),
    faults.KillTabInWrite: (jobs.CashSale, jobs.MemberSale, jobs.NewMember, jobs.SplitPayment),
    faults.CrashTab: (jobs.CashSale, jobs.NewMember),
    faults.Reload: (jobs.MemberSale, jobs.NewMember, jobs.CashSale),
    faults.TwoTabs: (jobs.CashSale, jobs.MemberSale),
    faults.Upgrade: (jobs.MemberSale,),
}


def cheap():
    """The meetings that cost two or three seconds."""
    return [
        (fault, job)
        for job in jobs.EACH
        for fault in faults.ON_THE_WAY
        if fault.leaves_network or not job.needs_network
    ]


def dear():
    """Those that start something anew."""
    found = [(fault, job) for fault, some in SOME.items() for job in some]
    return [*found, (faults.Dark, jobs.OneCouponTwoPhones), (faults.Delay, jobs.OneCouponTwoPhones)]


def plan(runs, seed):
    """RUNS meetings: all of them, over and over, in an order of the seed's."""
    shuffled = random.Random(seed)
    meetings = []
    while len(meetings) < runs:
        round_ = cheap() + dear()
        shuffled.shuffle(round_)
        meetings += round_
    return _numbered(meetings[:runs], seed)


def plan_for_tests(runs, seed):
    """RUNS meetings within minutes: each dear fault once, the rest of the cheap ones."""
    shuffled = random.Random(seed)
    dear_once = {fault: (fault, job) for fault, job in reversed(dear())}
    rest = cheap()
    shuffled.shuffle(rest)
    meetings = [*dear_once.values(), *rest][:runs]
    shuffled.shuffle(meetings)
    return _numbered(meetings, seed)


def _numbered(meetings, seed):
    """Each gets a seed of its own, by which it is found again."""
    return [Meeting(fault, job, f"{seed}.{number}") for number, (fault, job) in enumerate(meetings)]


@dataclass
class Meeting:
    fault: type
    job: type
    seed: str

    def __str__(self):
        return f"{self.fault.__name__}-{self.job.__name__}-{self.seed}"


@dataclass
class Run:
    """One meeting: `go` plays it and compares all but the stock, `settle` compares that as well."""

    world: object
    meeting: Meeting
    place: int  # among the runs of this world: it has a product and a coupon for each
    told: Told = field(default_factory=Told)
    done: dict = field(default_factory=dict)
    findings: list = field(default_factory=list)
    deaths: int = 0
    seconds: float = 0  # all of it
    heal_seconds: float = 0  # from the end of the fault until the phone has sent all

    def __post_init__(self):
        self.random = random.Random(self.meeting.seed)
        self.product = self.world.products[self.place]
        self.told.products = [self.product]
        self.member = self.random.choice([*self.world.members])
        self.coupon = f"COUPON-{self.place:04}"
        self.fault = self.meeting.fault(self)
        self.job = self.meeting.job(self)
        self.is_armed = False

    @property
    def phone(self):
        return self.world.phones[0]

    @property
    def phones(self):
        return [phone for phone in self.world.phones if phone.context]

    def go(self):
        started = time.monotonic()
        self.job.prepare()
        self._surviving(self.job.act)
        ended = time.monotonic()
        self._surviving(self.fault.end)
        for phone in self.phones:
            if not self._surviving(phone.wait_until_all_sent):
                self.findings.append(Finding(STUCK, "the phone did not send it by itself"))
        self.heal_seconds = time.monotonic() - ended
        self._surviving(self.job.act)  # nothing is left to do, unless the phone forgot it
        self.findings += compare(self.told, self.world.books(self.told))
        self.seconds = time.monotonic() - started

    def break_off(self, reason):
        """The run ended before its end: heal all, let the phones send what they have, and compare.

        What lies unsent on a phone without a connection is not lost.
        """
        self.findings.append(Finding(BROKE_OFF, reason))
        self.world.heal()
        try:
            for phone in self.phones:
                self._surviving(phone.wait_until_all_sent)
        except BROKEN_OFF as error:
            self.findings.append(Finding(STUCK, f"nor could it be sent then: {error}"))
        self.findings += compare(self.told, self.world.books(self.told))

    def settle(self):
        """Compare again, when the jobs have booked the stock: later may be too much as well."""
        books = self.world.books_with_stock(self.told)
        again = [*compare(self.told, books), *compare_stock(self.told, books)]
        self.findings = [*dict.fromkeys((*self.findings, *again))]

    def row(self):
        """What the table and the results need of it, as plain values."""
        return {
            "run": str(self.meeting),
            "fault": self.meeting.fault.title,
            "job": self.meeting.job.title,
            "has_struck": self.fault.has_struck,
            "findings": [(finding.kind, finding.text) for finding in self.findings],
            "seconds": self.seconds,
            "heal_seconds": self.heal_seconds,
        }

    def _surviving(self, act):
        """Do it, and again on the phone that was started anew where it died."""
        for _life in range(DEATHS):
            try:
                return act()
            except Gone:
                self.deaths += 1
                self.phone.open(self.world.till)
        raise AssertionError("the phone dies again and again")

    # -- What jobs are made of --------------------------------------------------------------------

    def before_write(self):
        """The guide is about to do what will be written: from here on it is dangerous."""
        if not self.is_armed:
            self.is_armed = True
            self.fault.arm()

    def cart(self, pieces, member=None, coupon=None, part=None):
        return {
            "pieces": [[self.product, pieces]],
            "memberId": member,
            "coupon": coupon,
            "part": part,
        }

    def sell(self, name, pieces, armed=True, **cart):
        """Sell, and on a phone that died go on with what it still has of the sale."""
        if any(sale["uuid"] == self.done.get(name) for sale in self.told.sales):
            return
        key = self.done.get(name)
        seen = self.phone.do("look", key) if key else None
        # A cart that lost its goods with the page is filled anew
        state = seen["state"] if seen and not seen["isEmpty"] else "gone"
        if state == "gone" and not (key and self.phone.do("isInReceipts", key)):
            key = self.done[name] = self.phone.begin(self.cart(pieces, **cart))
            self.told.begun.append(key)
        elif state == "gone":
            return  # it was booked, as the list of receipts says
        else:
            self.phone.do("takeUp", key)
        if armed:
            self.before_write()
        told = self.phone.pay(key, jobs.CASH)
        # A sale that comes back from the server has its coupon, and the coupon no code
        told["coupons"] = [code or cart.get("coupon") for code in told["coupons"]]
        self.told.sales.append({**told, "member": self.name_of(cart.get("member"))})

    def name_of(self, member):
        """The name of a member by the id or key that the guide chose."""
        return self.world.members.get(member, self.done.get("name")) if member else ""

    def look_until(self, look, is_right):
        deadline = time.monotonic() + LOOKS
        while time.monotonic() < deadline:
            seen = look()
            if is_right(seen):
                return seen
            time.sleep(0.2)
        raise AssertionError(f"{self.meeting}: it stays at {seen}")


def table(rows, native=()):
    """The table of what `Run.row` tells: its head, a line for each fault and job, and the sums.

    :param native: what Odoo's own till made of the same, where it was played; it gets columns of its own
    """
    groups, natives = _by_meeting(rows), _by_meeting(native)
    kinds = (*COUNTED, "other")
    heads = ("native", *(f"native {kind}" for kind in kinds)) if native else ()
    lines = [("fault", "job", "runs", *kinds, *heads, "heals in s")]
    for key in sorted({*groups, *natives}):
        times = sorted(row["heal_seconds"] for row in groups.get(key, ()))
        heals = f"{times[len(times) // 2]:.1f}, at most {times[-1]:.1f}" if times else ""
        beside = _counts(natives.get(key, ())) if native else ()
        lines.append((*key, *_counts(groups.get(key, ())), *beside, heals))
    width = len(lines[0]) - 3
    sums = [sum(line[2 + column] or 0 for line in lines[1:]) for column in range(width)]
    return [*lines, ("all", "", *sums, "")]


def _by_meeting(rows):
    groups = defaultdict(list)
    for row in rows:
        groups[row["fault"], row["job"]].append(row)
    return groups


def _counts(rows):
    """How many runs, and of each kind how much was found; nothing where none was played."""
    if not rows:
        return ("",) * (2 + len(COUNTED))
    found = Counter(kind for row in rows for kind, _text in row["findings"])
    counts = [found.pop(kind, 0) for kind in COUNTED]
    return (len(rows), *counts, found.total())


def text_of(lines):
    widths = [max(len(str(line[column])) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(
            str(cell).rjust(width) if isinstance(cell, int) else str(cell).ljust(width)
            for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )
