"""A PostgreSQL cluster of our own under `.local/pg`; Debian's, and any other, is left alone."""

import secrets
import time

from . import machine, process, server
from .databases import newest_postgresql
from .progress import Failure, step
from .stamps import Stamp

ROLE = "odoo"
PORTS = range(54320, 54400)
ACCESS = """\
local all all peer map=chain
host all odoo 127.0.0.1/32 scram-sha-256
"""
MEGABYTE = 1024**2
PATIENCE = 10  # tries to start: after a kill -9 orphans hold the memory for some seconds


class Cluster:
    def __init__(self, place, account):
        self.place = place
        self.account = account
        self.programs = newest_postgresql()
        self.log = place.log / "postgresql.log"
        self.server = server.PidFile(place.pg / "postmaster.pid", place.pg)

    @property
    def port(self):
        return int((self.place.run / "pg.port").read_text())

    def ensure(self):
        """Make the cluster if there is none, and start it if it does not run."""
        self._make()
        if not self.server.pid():
            with step("PostgreSQL"):
                self._choose_port()
                self._write_settings()
                self._remove_stale_locks()
                self._start()
                self._write_role()

    def stop(self):
        """Stop it. True when it ran."""
        if not self.server.pid():
            return False
        self._run("pg_ctl", "stop", "--mode=fast", "--wait", "-D", self.place.pg)
        return True

    def _make(self):
        pg = self.place.pg
        if pg.is_dir() and pg.stat().st_uid != self.account.uid:
            raise Failure(f"{pg} belongs to another user; run as that user, or `make clean` first")
        stamp = Stamp(self.place.stamps, "pg", str(pg))
        if stamp.done() and pg.is_dir():
            return
        with step("PostgreSQL cluster under .local/pg"), stamp.making():
            if pg.is_dir():
                process.capture(["rm", "-rf", pg], failure="an unfinished cluster")
            self.account.own(pg)
            words = ("--no-instructions", "--encoding=UTF8", "--locale=C.UTF-8", "--auth=reject")
            self._run("initdb", *words, f"--username={self.account.name}", "-D", pg)
            with (pg / "postgresql.conf").open("a") as settings:
                settings.write("include 'chain.conf'\n")
            (pg / "pg_hba.conf").write_text(ACCESS)
            who_is_who = [f"chain {who} {role}\n" for who, role in self._who_is_who()]
            (pg / "pg_ident.conf").write_text("".join(who_is_who))

    def _who_is_who(self):
        """Which system user may be which role through the socket."""
        yield self.account.name, self.account.name
        yield self.account.name, ROLE
        if self.account.is_other:
            yield "root", ROLE

    def _choose_port(self):
        """Keep the port of last time, so that tools outside need not look it up again."""
        remembered = self.place.run / "pg.port"
        last = [self.port] if remembered.is_file() else []
        port = next(filter(server.is_free, [*last, *PORTS]), None)
        if port is None:
            raise Failure(f"no free port for PostgreSQL from {PORTS[0]} to {PORTS[-1]}")
        remembered.write_text(f"{port}\n")

    def _write_settings(self):
        self.account.own(self.place.socket)
        if self.place.socket.stat().st_uid != self.account.uid:
            raise Failure(f"{self.place.socket} belongs to another user; remove it")
        self.place.socket.chmod(0o700)
        shared = (self.place.config / "postgresql.conf").read_text()
        lines = [f"{key} = '{value}'" for key, value in self._settings().items()]
        (self.place.pg / "chain.conf").write_text(shared + "\n".join(lines) + "\n")
        self.account.give(self.place.pg / "chain.conf")

    def _settings(self):
        """What belongs to this machine. The chain here is for trying out: the last half second of
        work may be lost when the power goes, never the database."""
        memory = machine.memory() // MEGABYTE
        return {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self.place.socket,
            "shared_buffers": f"{min(memory // 8, 2048)}MB",
            "effective_cache_size": f"{memory // 2}MB",
            "maintenance_work_mem": f"{min(memory // 16, 512)}MB",
            "synchronous_commit": "off",
            "wal_level": "minimal",
            "max_wal_senders": 0,
        }

    def _remove_stale_locks(self):
        """PostgreSQL takes any living process with the id in its lock file for itself."""
        name = f".s.PGSQL.{self.port}"
        socket = self.place.socket
        for lock in (self.place.pg / "postmaster.pid", socket / f"{name}.lock", socket / name):
            lock.unlink(missing_ok=True)

    def _start(self):
        argv = ("start", "--wait", "--silent", "-D", self.place.pg, "-l", self.log)
        for left in reversed(range(PATIENCE)):
            try:
                self._run("pg_ctl", *argv)
                return
            except Failure as failure:
                if not left or "still in use" not in self.log.read_text()[-2000:]:
                    said = process.last_words(self.log)
                    raise Failure(
                        f"PostgreSQL does not start: {said} (see {self.log})"
                    ) from failure
                time.sleep(1)

    def _write_role(self):
        """The role of Odoo: it owns its databases and nothing else. Its password is for TCP only."""
        pgpass = self.place.run / "pgpass"
        password = secrets.token_urlsafe(24)
        address = f"127.0.0.1:{self.port}:*:{ROLE}"
        pgpass.touch(mode=0o600)
        pgpass.write_text(f"{address}:{password}\n")
        self.account.give(pgpass)
        self._sql(
            f"SELECT 'CREATE ROLE {ROLE} LOGIN CREATEDB' WHERE NOT EXISTS"
            f" (SELECT FROM pg_roles WHERE rolname = '{ROLE}') \\gexec\n"
            f"ALTER ROLE {ROLE} PASSWORD '{password}'"
        )

    def _sql(self, statement):
        where = ("-h", self.place.socket, "-p", self.port, "-d", "postgres")
        self._run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *where, stdin=statement)

    def _run(self, program, *words, stdin=None):
        argv = [self.programs / program, *map(str, words)]
        failure = f"PostgreSQL's {program} failed"
        process.capture(argv, account=self.account, failure=failure, stdin=stdin)
