"""M-S1, M-S2, M-Q2, A-K1: whatever breaks, nothing is lost and nothing doubled.

Each test is one meeting of a fault and a job on a real phone, with a real server and PostgreSQL; the table
of all is printed at the end. `make bench-faults` plays hundreds, see docs/decisions/faults.md.
"""

import warnings

import pytest

from support.faults import faults, jobs
from support.faults.__main__ import is_bad
from support.faults.faults import Dark, Fault
from support.faults.ledger import BROKE_OFF, LOST, Books, compare, compare_stock
from support.faults.matrix import BROKEN_OFF, FOR_TESTS, Meeting, Run, plan_for_tests, table
from support.faults.spoilt import SPOILT
from support.faults.world import World

SEED = "1"
ENOUGH = 60
MEETINGS = plan_for_tests(FOR_TESTS, SEED)
FAIR = list(dict.fromkeys(job for job, _kind, _spoil in SPOILT.values()))


@pytest.fixture(scope="module")
def world():
    with World(2 * len(MEETINGS) + len(FAIR) + 1) as world:
        yield world


@pytest.fixture(scope="module")
def runs():
    return []


def test_each_fault_and_job_is_among_them():
    planned = {meeting.fault for meeting in MEETINGS}, {meeting.job for meeting in MEETINGS}
    all_faults = {*faults.ON_THE_WAY, *faults.ON_THE_PHONE, *faults.ON_THE_SERVER}
    assert planned == ({*all_faults, faults.ErrorAfter}, {*jobs.EACH, jobs.OneCouponTwoPhones})


def play(world, place):
    """A run that broke off, or in which nothing was broken, shows nothing: it is played once more."""
    for spare in (0, len(MEETINGS)):
        run = Run(world, MEETINGS[place], place + spare)
        try:
            run.go()
        except BROKEN_OFF as error:
            world.recover()
            if spare:
                raise
            warnings.warn(f"{run.meeting} broke off: {error}", stacklevel=1)
            continue
        if run.fault.has_struck or run.findings:
            break
    return run


@pytest.mark.timeout(240)
@pytest.mark.parametrize("place", range(len(MEETINGS)), ids=list(map(str, MEETINGS)))
def test_M_S1_nothing_is_lost_nothing_doubled(world, runs, place, record_property):
    run = play(world, place)
    runs.append(run)
    record_property("faults", run.row())
    assert not run.findings


def test_at_least_sixty_faults_have_struck(runs):
    assert sum(run.fault.has_struck for run in runs) >= ENOUGH


def test_M_S1_the_stock_of_all_is_booked_once(world, runs):
    for run in runs:
        run.settle()
    assert not [(str(run.meeting), run.findings) for run in runs if run.findings]


@pytest.fixture(scope="module")
def fair_runs(world):
    """A run of each job in which nothing happens, told and booked alike."""
    runs = {}
    for place, job in enumerate(FAIR, 2 * len(MEETINGS)):
        run = runs[job] = Run(world, Meeting(Fault, job, f"fair.{place}"), place)
        run.go()
        run.settle()
        assert not run.findings
    return runs


@pytest.mark.parametrize(("job", "kind", "spoil"), SPOILT.values(), ids=list(SPOILT))
def test_what_is_lost_or_doubled_on_purpose_is_found(world, fair_runs, job, kind, spoil):
    told = fair_runs[job].told
    connection = world.connect()
    try:
        with connection.cursor() as cursor:
            books = Books.read(cursor, told)
            cursor.execute(
                spoil,
                {
                    "order": books.sales[-1]["id"] if books.sales else 0,
                    "product": told.products[0],
                    "phone": (told.members or [""])[0],
                },
            )
            spoilt = Books.read(cursor, told)
    finally:
        connection.rollback()
        connection.close()
    findings = [*compare(told, spoilt), *compare_stock(told, spoilt)]
    assert kind in {finding.kind for finding in findings}


class BreaksOff(jobs.CashSale):
    def act(self):
        super().act()
        raise AssertionError("the run ends here")


def test_what_lies_on_a_phone_of_a_run_that_broke_off_is_sent_before_it_is_compared(world):
    run = Run(world, Meeting(Dark, BreaksOff, "off"), len(world.products) - 1)
    with pytest.raises(AssertionError, match="the run ends here"):
        run.go()
    run.break_off("the run ends here")
    world.recover()
    assert run.told.sales
    assert [finding.kind for finding in run.findings] == [BROKE_OFF]


def row(run, *kinds):
    findings = [(kind, "") for kind in kinds]
    return {"run": run, "fault": "cut", "job": "sale", "findings": findings, "heal_seconds": 1}


def test_a_run_that_broke_off_is_forgiven_when_it_went_well_the_second_time():
    assert not is_bad([row("a", BROKE_OFF), row("a"), row("b")])
    assert is_bad([row("a", BROKE_OFF), row("a", BROKE_OFF)])
    assert is_bad([row("a", BROKE_OFF, LOST), row("a")])


def test_the_table_has_native_beside_ours():
    head, line, sums = table([row("a"), row("b", BROKE_OFF)], [row("n", LOST)])
    told = dict(zip(head, line, strict=True))
    assert (told["runs"], told["lost"], told["broke off"]) == (2, 0, 1)
    assert (told["native"], told["native lost"], told["native doubled"]) == (1, 1, 0)
    assert dict(zip(head, sums, strict=True))["native lost"] == 1
