"""Databases built once and copied often.

    template_native   Odoo's and OCA's modules that ours stand on, in English and Chinese
    template_test     a copy with our modules
    template_demo     a copy with the demo chain
    retail_demo       a copy of that one, for `make run`; updated, never replaced

Each bears a note with the hash of what it was built from, and is built under another name, so that
half a database is never taken for a whole one.
"""

import json

from . import modules, odoo
from .progress import step
from .stamps import digest

NATIVE, TEST, DEMO = "template_native", "template_test", "template_demo"
LIVE = "retail_demo"
LANGUAGES = "--load-language=en_US,zh_CN"


class Templates:
    def __init__(self, place, engine, databases):
        self.place = place
        self.engine = engine
        self.databases = databases
        self.modules = modules.ours(place.addons)
        self.keys = modules.keys(self.modules)

    def native(self):
        """Ensure the database that our modules are installed on."""
        names = modules.foreign(self.modules)
        oca = self.place.config / "requirements-oca.txt"
        key = digest(*names, self.engine.source.version, oca)
        self._ensure(NATIVE, None, names, key, LANGUAGES)
        return key

    def test(self):
        """Ensure the database for the modules' own tests: all of ours but the demo chain."""
        names = [name for name in self.modules if name != modules.DEMO]
        key = digest(self.native(), *(f"{name} {self.keys[name]}" for name in names))
        self._ensure(TEST, NATIVE, names, key)
        return key

    def demo(self):
        """Ensure the database with the demo chain."""
        names = [name for name in self.modules if name == modules.DEMO]
        key = digest(self.test(), *(f"{name} {self.keys[name]}" for name in names))
        self._ensure(DEMO, TEST, names, key)
        return key

    def live(self):
        """Ensure the database of `make run`, with its modules up to date; keeps what is in it.

        Returns the names of what was installed or updated.
        """
        note = self.databases.notes().get(LIVE)
        if note is None:
            self.demo()
            self._copy(DEMO, LIVE)
            self.databases.write_note(LIVE, json.dumps(self.keys))
            return list(self.keys)
        known = json.loads(note or "{}")
        changed = [name for name in self.keys if self.keys[name] != known.get(name)]
        self.update(changed, known)
        return changed

    def update(self, names, known=None):
        """Bring modules of the live database up to date."""
        if not names:
            return
        if known is None:
            known = json.loads(self.databases.notes()[LIVE] or "{}")
        log = self.place.log / f"{LIVE}-update.log"
        with step(f"update of {', '.join(names)} in {LIVE}") as line:
            new = [name for name in names if name not in known]
            old = [name for name in names if name in known]
            if old:
                self.engine.update(LIVE, old, log, line)
            if new:
                self.engine.install(LIVE, new, log, line)
            odoo.check_installed(self.databases, LIVE, names, log)
        fresh = {name: self.keys[name] for name in names}
        self.databases.write_note(LIVE, json.dumps(known | fresh))

    def _ensure(self, name, base, names, key, *options):
        if self.databases.notes().get(name) == key:
            return
        building = f"{name}_building"
        log = self.place.log / f"{name}.log"
        with step(f"database {name} with {len(names)} modules") as line:
            if base:
                self.databases.copy(base, building)
            else:
                self.databases.drop(building)
            if names:
                self.engine.install(building, names, log, line, *options)
                odoo.check_installed(self.databases, building, names, log)
            if name != NATIVE:
                line.show("pages")
                self.engine.warm_up(building, log.with_suffix(".pages.log"))
            self.databases.query(building, "ANALYZE")
            self.databases.rename(building, name)
        self.databases.write_note(name, key)

    def _copy(self, source, target):
        building = f"{target}_building"
        with step(f"database {target}"):
            self.databases.copy(source, building)
            self.databases.rename(building, target)
