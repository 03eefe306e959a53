"""What each `make` target does, in order."""

import fcntl
import json
import os
import shutil
from contextlib import contextmanager

from . import (
    checks,
    debian,
    environment,
    field_keys,
    machine,
    modules,
    native_suites,
    odoo,
    pictures,
    process,
    security,
    server,
    source,
    templates,
    way,
    welcome,
)
from .account import Account, make_system_user
from .cluster import Cluster
from .databases import Databases
from .odoo import Odoo
from .progress import Failure, say, step

PORT = 8069


class Commands:
    def __init__(self, place):
        self.place = place
        self.port = _port()
        self.account = Account.current(place)
        self.server = server.PidFile(place.run / "odoo.pid", place.conf)

    # -- targets

    def install(self):
        with self._alone():
            self._set_up()

    def run(self):
        with self._alone():
            self._check_port()
            engine, databases = self._set_up()
            stock = templates.Templates(self.place, engine, databases)
            code = self._running_code(stock)
            if self.server.pid() and self._served() != code:
                with step("stop of the server, its code or port has changed"):
                    self.server.stop()
            stock.live()
            if not self.server.pid():
                self._serve(code)
        print(welcome.text(self.place, self.port), flush=True)

    def stop(self):
        stopped = self.server.stop()
        if self.account and self.place.pg.is_dir():
            stopped |= Cluster(self.place, self.account).stop()
        say("stopped" if stopped else "nothing of ours was running")

    def shell(self):
        engine, _ = self._with_live_database()
        return engine.interactive("shell", "-d", templates.LIVE, "--no-http")

    def update(self, names):
        unknown = set(names) - set(modules.ours(self.place.addons))
        if unknown:
            raise Failure(f"there is no module {', '.join(sorted(unknown))} in addons/")
        with self._alone():
            engine, databases = self._with_live_database()
            stock = templates.Templates(self.place, engine, databases)
            served = self.server.stop()
            stock.update(names or list(stock.modules))
            if served:
                self.port = json.loads(self._served())[0]  # where the user has it open
                self._serve(self._running_code(stock))

    def import_goods(self, files, store, preset):
        """Import a catalogue with Odoo's command `retail_import`: it shows its own progress."""
        if not files.get("catalogue") or not store:
            raise Failure("say what and where: make import CATALOGUE=file STORE=code")
        engine, _ = self._with_live_database()
        words = ["retail_import", "-d", templates.LIVE, "--store", store]
        for name, path in files.items():
            if path:
                words += [f"--{name}", self._readable(path)]
        return engine.interactive(*words, *(["--preset", preset] if preset else []))

    def audit_verify(self, database):
        """Check the audit trail; the exit code is 1 where something is wrong."""
        engine, _ = self._with_live_database()
        return engine.interactive("retail_audit", "-d", database or templates.LIVE)

    def lint(self):
        with self._alone():
            self._set_up(with_tests=True)
        if not checks.lint(self.place):
            raise Failure("lint is not content, see above")

    def sec(self):
        """Look for known faults, secrets and risky code."""
        with self._alone():
            self._set_up(with_tests=True)
        if not security.check(self.place):
            raise Failure("see the findings above; accepted.json takes those that are none")

    def test(self, arguments):
        with self._alone():
            engine, databases = self._set_up(with_tests=True)
            templates.Templates(self.place, engine, databases).demo()
            clean = checks.lint(self.place) & security.check(self.place)
            code = checks.test(self.place, self.account, databases, arguments)
            if not self.server.pid():
                Cluster(self.place, self.account).stop()
        return code or (0 if clean else 1)

    def test_native(self, suites, tags):
        """Run Odoo's own tests of the till with and without our modules."""
        with self._alone():
            engine, databases = self._set_up(with_tests=True)
            templates.Templates(self.place, engine, databases).test()
            runs = native_suites.NativeSuites(self.place, self.account, engine, databases)
            content = runs.run(suites, tags)
            if not self.server.pid():
                Cluster(self.place, self.account).stop()
        return 0 if content else 1

    def bench(self, name):
        with self._alone():
            engine, databases = self._set_up(with_tests=True)
            templates.Templates(self.place, engine, databases).test()
            return checks.bench(self.place, self.account, name)

    def bench_faults(self, options):
        """Play the matrix of tests/support/faults; `options`: runs, seed, only."""
        with self._alone():
            engine, databases = self._set_up(with_tests=True)
            templates.Templates(self.place, engine, databases).test()
            words = [f"--{name}={options[name]}" for name in ("runs", "seed", "only")]
            return checks.bench_faults(self.place, self.account, databases, words)

    def pictures(self, only):
        """Take the pictures of the manual again; `only`: names, parted by commas."""
        with self._alone():
            engine, databases = self._set_up(with_tests=True)
            templates.Templates(self.place, engine, databases).demo()
            return pictures.take(self.place, self.account, databases, only)

    def clean(self, everything):
        with self._alone():
            self.stop()
            keep = set() if everything else {self.place.cache}
            with step("removal of what was made here"):
                for path in [*self.place.local.iterdir(), self.place.root / "node_modules"]:
                    if path not in keep:
                        _remove(path)
                if not everything:
                    for path in self.place.cache.iterdir():
                        if path.name not in ("debs", "pip", "npm"):
                            _remove(path)

    # -- steps

    @contextmanager
    def _alone(self):
        """Two of us at once would build the same things over each other."""
        self.place.local.mkdir(exist_ok=True)
        with (self.place.local / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise Failure("another make is at work in this checkout; let it finish") from error
            yield

    def _check_port(self):
        if not self.server.pid() and not server.is_free(self.port):
            raise Failure(f"port {self.port} is taken by another program; try: make run PORT=8070")

    def _set_up(self, with_tests=False):
        """Everything that Odoo needs, made once. Returns Odoo and its databases."""
        place = self.place
        if not place.python.exists():
            machine.check_room(place.root)
        debian.install(place, *debian.RUN, *(debian.TEST if with_tests else ()))
        if machine.is_root():
            make_system_user()
        self.account = Account.current(place)
        way.open_checkout(self.account, place.root)
        self.account.own(place.data, place.home, place.log, place.run, place.screenshots)
        self.account.own(
            place.cache / "pycache", place.cache / "pytest", place.cache / "hypothesis"
        )
        odoo_source = source.ensure(place)
        if not self.account.reaches(odoo_source.script):
            way.open_path(self.account, odoo_source.script)
        environment.ensure(place, self.account, odoo_source)
        if with_tests:
            environment.ensure_for_tests(place)
        return self._start_cluster(odoo_source)

    def _start_cluster(self, odoo_source):
        cluster = Cluster(self.place, self.account)
        cluster.ensure()
        engine = Odoo(self.place, self.account, odoo_source)
        engine.write_conf(cluster.port)
        field_keys.make(self.place, self.account)
        return engine, Databases.of(self.place.conf, self.account)

    def _with_live_database(self):
        if not self.place.conf.is_file():
            raise Failure("there is no database yet: make run")
        engine, databases = self._start_cluster(source.ensure(self.place))
        if templates.LIVE not in databases.notes():
            raise Failure("there is no database yet: make run")
        return engine, databases

    def _serve(self, code):
        log = self.place.log / "odoo.log"
        engine = Odoo(self.place, self.account, source.ensure(self.place))
        odoo.lead_links_here(Databases.of(self.place.conf, self.account), templates.LIVE, self.port)
        with step("Odoo"):
            argv = server.command(
                self.place.python, engine.source.script, self.place.conf, templates.LIVE, self.port
            )
            started = server.start(argv, log, self.account)
            self.server.write(started.pid)
            (self.place.run / "odoo.code").write_text(code)
            server.wait_until_it_answers(started, self.port, log)

    def _running_code(self, stock):
        """What the server runs on, to tell whether it must start again."""
        keys = os.fspath(field_keys.folder(self.place))
        return json.dumps([self.port, stock.engine.source.version, stock.keys, keys])

    def _served(self):
        path = self.place.run / "odoo.code"
        return path.read_text() if path.is_file() else ""

    def _readable(self, path):
        """The file, or a copy of it where the unprivileged user can read it."""
        path = self.place.root / path
        if not path.is_file():
            raise Failure(f"there is no file {path}")
        if self.account.reaches(path.resolve()):
            return path.resolve()
        copy = self.place.run / path.name
        shutil.copyfile(path, copy)
        return copy


def _port():
    text = os.environ.get("PORT") or str(PORT)
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Failure(f"PORT={text} is not a port number")
    return int(text)


def _remove(path):
    process.capture(["rm", "-rf", path], failure=f"{path} could not be removed")
