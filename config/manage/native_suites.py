"""Odoo's own tests of the till, on a stock database and on one with our modules, side by side.

A test that fails on both is Odoo's affair, or Debian's. One that fails with our modules only must be
listed in config/native_differences.txt with its reason, or the run fails.
"""

import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from . import server, templates
from .progress import Failure, say, step

SIDES = {"stock": templates.NATIVE, "ours": templates.TEST}
MODULES = ("point_of_sale", "pos_hr", "pos_loyalty", "pos_sale")
HOOT = ",".join(f"@{module}" for module in MODULES)
SUITES = {
    **{module: f"/{module}" for module in MODULES},
    "hoot": f"/web:WebSuite.test_unit_desktop[{HOOT}]",
    "hoot_mobile": f"/web:MobileWebSuite.test_unit_mobile[{HOOT}]",
}
STARTED = re.compile(r"INFO \S+ odoo\.addons\.\w+\.tests\.(\w+): Starting (\w+\.\w+)")
FAILED = re.compile(
    r"ERROR \S+ odoo\.addons\.\w+\.tests\.(\w+): (?:FAIL|ERROR): (?:Subtest )?([\w. ()]+)"
)
HOOT_FAILED = re.compile(r'\[HOOT\] Test "(.+?)" failed')
# Debian ships the back end's bundle without this file: without this line no page of it would start
WITHOUT_THE_MISSING_FILE = """
    INSERT INTO ir_asset (name, bundle, directive, path, active, sequence)
    VALUES ('absent from the package', 'web.assets_backend', 'remove',
            'mail/static/lib/selfie_segmentation/selfie_segmentation.js', true, 16)"""


@dataclass
class Outcome:
    """What one side's log tells of a suite."""

    run: set = field(default_factory=set)
    failed: set = field(default_factory=set)

    @classmethod
    def of(cls, lines):
        """
        >>> outcome = Outcome.of([
        ...     "… INFO db odoo.addons.pos_sale.tests.test_flow: Starting TestFlow.test_a ... ",
        ...     "… INFO db odoo.addons.pos_sale.tests.test_flow: Starting TestFlow.test_b ... ",
        ...     "… ERROR db odoo.addons.pos_sale.tests.test_flow: FAIL: TestFlow.test_b",
        ...     '… ERROR db odoo.addons.web.tests.test_js.x: [HOOT] Test "@pos_sale/a/b" failed:',
        ... ])
        >>> sorted(outcome.run), sorted(outcome.failed)
        (['test_flow:TestFlow.test_a', 'test_flow:TestFlow.test_b'], ['@pos_sale/a/b', 'test_flow:TestFlow.test_b'])
        """
        outcome = cls()
        for line in lines:
            if found := STARTED.search(line):
                outcome.run.add(":".join(found.groups()))
            elif found := FAILED.search(line):
                outcome.failed.add(":".join(part.strip() for part in found.groups()))
            elif found := HOOT_FAILED.search(line):
                outcome.failed.add(found.group(1))
        return outcome


class NativeSuites:
    def __init__(self, place, account, engine, databases):
        self.place = place
        self.account = account
        self.engine = engine
        self.databases = databases

    def run(self, suites, tags):
        """Run `suites` (names of SUITES), or what the Odoo test tags `tags` select. True when content."""
        unknown = set(suites) - set(SUITES)
        if unknown:
            raise Failure(f"there is no suite {', '.join(sorted(unknown))}: {', '.join(SUITES)}")
        chosen = {"chosen": tags} if tags else {name: SUITES[name] for name in suites or SUITES}
        try:
            for side, template in SIDES.items():
                self.databases.copy(template, _database(side))
            self.databases.query(_database("stock"), WITHOUT_THE_MISSING_FILE)
            results = {name: self._both(name, tags) for name, tags in chosen.items()}
        finally:
            for side in SIDES:
                self.databases.drop(_database(side))
        return self._tell(results)

    def _both(self, suite, tags):
        """Both sides at once, so that a busy machine is as busy for the one as for the other."""
        with step(f"{suite} on both sides") as line, ThreadPoolExecutor(len(SIDES)) as pool:
            outcomes = list(pool.map(lambda side: self._side(suite, side, tags), SIDES))
            line.note = ", ".join(
                f"{side}: {len(outcome.failed)} of {len(outcome.run)} failed"
                for side, outcome in zip(SIDES, outcomes, strict=True)
            )
        return dict(zip(SIDES, outcomes, strict=True))

    def _side(self, suite, side, tags):
        log = self.place.log / f"native_{suite}_{side}.log"
        database = _database(side)
        argv = self.engine.command(
            *("server", "-d", database, f"--db-filter=^{database}$", f"--test-tags={tags}"),
            *("--stop-after-init", "--workers=0", "--max-cron-threads=0"),
            *("--http-interface=127.0.0.1", f"--http-port={server.free_port()}"),
            *("--limit-memory-hard=0", "--load=base,rpc,web"),
        )
        with log.open("w") as output:
            subprocess.run(
                [os.fspath(word) for word in argv],
                cwd="/",
                env=self.account.environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
                **self.account.switch(),
            )
        with log.open(errors="replace") as lines:
            outcome = Outcome.of(lines)
        if not outcome.run:
            raise Failure(f"no test of {suite} ran on the {side} side (see {log})")
        return outcome

    def _tell(self, results):
        known = differences(self.place.config / "native_differences.txt")
        content = True
        for suite, sides in results.items():
            stock, ours = sides["stock"], sides["ours"]
            only_ours = (ours.failed - stock.failed) | (stock.run - ours.run)
            say(
                f"{suite}: {len(ours.run)} ran; failed on both {len(ours.failed & stock.failed)},"
                f" with ours only {len(only_ours)}, on stock only {len(stock.failed - ours.failed)}"
            )
            for test in sorted(only_ours):
                say(f"  {test}: {known.get(test, 'NOT EXPLAINED')}")
            content &= only_ours <= set(known)
        return content


def differences(path):
    """{test: reason} of the file's lines `test | reason`; lines with # are comments."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    rows = (line.split(" | ", 1) for line in lines if line and not line.startswith("#"))
    return {test.strip(): reason.strip() for test, reason in rows}


def _database(side):
    return f"native_{side}"
