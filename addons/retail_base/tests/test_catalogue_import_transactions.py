"""Batches, locks, interruptions and the command line, on a copy of the database that may commit."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing, contextmanager
from pathlib import Path
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service import db
from odoo.sql_db import close_db, db_connect
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import SQL, config, mute_logger

from ..catalogue_loader import CatalogueLoader
from ..models.retail_catalogue_import import ImportBusy
from .common import CatalogueCase, csv_bytes, use_english

MODULE = "odoo.addons.retail_base.models.retail_catalogue_import"


@tagged("post_install", "-at_install")
class TestTransactions(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database = f"{get_db_name()}_catalogue_{os.getpid()}"
        cls.addClassCleanup(cls.drop_copy)
        # A registry that loads in test mode would start the tests of its modules; copies of databases
        # are nobody's business but a test's
        options = {"test_enable": False, "list_db": True}
        with patch.dict(config._runtime_options, options), mute_logger("odoo.sql_db"):
            db.exp_duplicate_database(get_db_name(), cls.database)
        cls.registry = Registry(cls.database)
        with cls.transaction() as env:
            use_english(env)
            CatalogueCase.make_preset(env)
            env["stock.warehouse"].create({"name": "Store", "code": "TXN", "is_store": True})

    @classmethod
    def drop_copy(cls):
        """Odoo's own `exp_drop` knows the configured databases only, and leaves this one silently."""
        Registry.delete(cls.database)
        close_db(cls.database)
        with closing(db_connect("postgres").cursor()) as cr:
            cr._cnx.autocommit = True
            cr.execute(SQL("DROP DATABASE IF EXISTS %s WITH (FORCE)", SQL.identifier(cls.database)))
        # pytest-odoo bends `config.filestore` to the files that all test processes share
        files = type(config).filestore(config, cls.database)
        shutil.rmtree(files, ignore_errors=True)

    @classmethod
    @contextmanager
    def transaction(cls):
        """An environment of its own connection, committed at the end."""
        with cls.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def rows(self, prefix, styles):
        return [f"{prefix}{n},rot,{size},,Nike,10,2,,,,," for n in range(styles) for size in "ML"]

    def queue(self, *rows, **values):
        """A queued import of ROWS with two styles a batch; its id."""
        with self.transaction() as env:
            case = type("Case", (CatalogueCase,), {"env": env})
            case.preset = env["retail.catalogue.preset"].search([("code", "=", "test")])
            case.store = env["stock.warehouse"].search([("code", "=", "TXN")])
            document = case.make_import(csv_bytes(*rows), batch_size=2, **values)
            document._prepare()
            return document.id

    def run_document(self, document_id, after_batch=lambda env: 1):
        """Run an import with real commits; AFTER_BATCH returns the seconds that are left."""
        with self.transaction() as env:

            def commit(rows, _left):
                env.cr.commit()
                return after_batch(env) if rows else 1

            document = env["retail.catalogue.import"].browse(document_id)
            document._run(commit)
            return document.state

    def in_database(self, prefix):
        """(styles, variants, units in stock) of PREFIX, as a new connection sees them."""
        with self.transaction() as env:
            styles = env["product.template"].search([("style_number", "=like", f"{prefix}%")])
            variants = styles.product_variant_ids
            return len(styles), len(variants), sum(variants.mapped("qty_available"))

    def values(self, document_id, *fields):
        with self.transaction() as env:
            values = env["retail.catalogue.import"].browse(document_id).read(fields)[0]
            return tuple(values[field] for field in fields)

    def test_an_error_in_the_second_batch_leaves_the_first(self):
        document = self.queue(*self.rows("ERR", 6))
        load, calls = CatalogueLoader.load, []

        def fail_the_second(loader, styles):
            calls.append(styles)
            load(loader, styles)
            if len(calls) == 2:
                raise RuntimeError("the power went out")

        with patch.object(CatalogueLoader, "load", fail_the_second), mute_logger(MODULE):
            self.assertEqual(self.run_document(document), "failed")
        self.assertEqual(self.in_database("ERR"), (2, 4, 8))
        self.assertEqual(
            self.values(document, "failure", "rows_done", "style_created"),
            ("the power went out", 4, 2),
        )
        with self.transaction() as env:
            env["retail.catalogue.import"].browse(document).action_resume()
        self.assertEqual(self.run_document(document), "done")
        self.assertEqual(self.in_database("ERR"), (6, 12, 24))
        self.assertEqual(self.values(document, "style_created", "progress"), (6, 100))

    def test_the_cron_goes_on_where_its_time_was_up(self):
        document = self.queue(*self.rows("CRON", 6))
        self.assertEqual(self.run_document(document, lambda env: 0), "running")
        self.assertEqual(self.in_database("CRON"), (2, 4, 8))
        with self.transaction() as env:
            env["retail.catalogue.import"]._cron_run()
        self.assertEqual(self.values(document, "state", "style_created"), ("done", 6))
        self.assertEqual(self.in_database("CRON"), (6, 12, 24))

    def test_stop_lets_the_batch_at_work_finish(self):
        document = self.queue(*self.rows("STOP", 6))

        def press_stop(_env):
            with self.transaction() as env:
                env["retail.catalogue.import"].browse(document).action_stop()
            return 1

        self.assertEqual(self.run_document(document, press_stop), "stopped")
        self.assertEqual(self.in_database("STOP"), (2, 4, 8))

    def test_stop_in_the_midst_of_a_batch_is_heard_too(self):
        document = self.queue(*self.rows("MID", 6))
        load, calls = CatalogueLoader.load, []

        def stop_the_second(loader, styles):
            calls.append(styles)
            load(loader, styles)
            if len(calls) == 2:
                with self.transaction() as env:
                    env["retail.catalogue.import"].browse(document).action_stop()

        with patch.object(CatalogueLoader, "load", stop_the_second), mute_logger("odoo.sql_db"):
            self.assertEqual(self.run_document(document), "stopped")
        self.assertEqual(self.in_database("MID"), (2, 4, 8))

    def test_two_imports_at_once_double_nothing(self):
        rows = self.rows("TWO", 12)
        documents = [self.queue(*rows) for _ in range(3)]
        errors = []

        def work(document):
            try:
                while True:
                    try:
                        self.run_document(document)
                        return
                    except ImportBusy:
                        time.sleep(0.05)
            except BaseException as error:
                errors.append(error)
                raise

        threads = [threading.Thread(target=work, args=[document]) for document in documents]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertFalse(errors)
        self.assertEqual(self.in_database("TWO"), (12, 24, 48))
        found = [self.values(document, "state", "style_created") for document in documents]
        self.assertEqual(sorted(found), [("done", 0), ("done", 0), ("done", 12)])

    def test_while_one_import_works_another_is_told_to_wait(self):
        first, second = (self.queue(*self.rows(prefix, 4)) for prefix in ("ONE", "NEXT"))
        waited = []

        def try_the_second(_env):
            with self.assertRaises(ImportBusy):
                self.run_document(second)
            waited.append(True)
            return 1

        self.assertEqual(self.run_document(first, try_the_second), "done")
        self.assertTrue(waited)
        self.assertEqual(self.run_document(second), "done")

    # -- The command line -------------------------------------------------------------------------

    def command(self, *arguments):
        addons = ",".join(config["addons_path"])
        options = [
            f"--{name}={config[name]}"
            for name in ("db_host", "db_port", "db_user", "db_password")
            if config[name]
        ]
        rc = Path(self.directory, "odoo.conf")
        lines = ["[options]", f"addons_path = {addons}", f"data_dir = {config['data_dir']}"]
        lines += [option[2:] for option in options]
        rc.write_text("\n".join(lines))
        run = "import sys, odoo.cli; sys.argv[0] = 'odoo'; odoo.cli.main()"
        return subprocess.Popen(
            [
                *(sys.executable, "-W", "ignore", "-c", run, f"--addons-path={addons}"),
                *("retail_import", "-c", str(rc), "-d", self.database, *arguments),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def setUp(self):
        super().setUp()
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name

    def file(self, *rows):
        path = Path(self.directory, "catalogue.csv")
        path.write_bytes(csv_bytes(*rows))
        return str(path)

    def test_the_command_imports_and_says_what_came_of_it(self):
        rows = [*self.rows("CLI", 4), "CLI9,rot,M,,,ten,,,,,,"]
        process = self.command("--catalogue", self.file(*rows), "--store=TXN", "--preset=test")
        out, err = process.communicate()
        self.assertEqual(process.returncode, 0, err)
        self.assertIn("4 new styles", out)
        self.assertIn("1 rows left out", out)
        self.assertIn("line 10: “ten”", err)
        self.assertIn("100%", err)
        self.assertEqual(self.in_database("CLI"), (4, 8, 16))

    def test_the_command_says_in_a_line_what_is_wrong(self):
        good = self.file(*self.rows("NOT", 1))
        empty = Path(self.directory, "empty.csv")
        empty.write_bytes(b" ")
        for arguments, words in (
            (["--catalogue", "nowhere.csv", "--store=TXN"], "there is no file nowhere.csv"),
            (["--catalogue", good, "--store=NONE"], "no store with the code 'NONE'"),
            (["--catalogue", good, "--store=TXN", "--preset=x"], "no preset with the code 'x'"),
            (["--catalogue", good, "--preset=test"], "Choose the store"),
            (["--catalogue", str(empty), "--store=TXN"], "The file is empty"),
            (["--catalogue", good, "--store=TXN", "--preset=sportswear"], "no column “pid”"),
            (["--store=TXN"], "Choose a catalogue"),
        ):
            with self.subTest(arguments=arguments):
                process = self.command(*arguments)
                _out, err = process.communicate()
                self.assertNotEqual(process.returncode, 0)
                self.assertIn(words, err)
                self.assertNotIn("Traceback", err)
        self.assertEqual(self.in_database("NOT"), (0, 0, 0))

    def break_off(self, prefix, how):
        """Start the command, break it off after some batches by a signal; its process."""
        rows = self.rows(prefix, 60)
        arguments = ["--catalogue", self.file(*rows), "--store=TXN", "--preset=test", "--batch=2"]
        process = self.command(*arguments)
        while not self.in_database(prefix)[0]:
            self.assertIsNone(process.poll(), "the import ended before it could be broken off")
            time.sleep(0.05)
        process.send_signal(how)
        process.communicate()
        styles, variants, units = self.in_database(prefix)
        self.assertLess(styles, 60)
        self.assertEqual((styles % 2, variants, units), (0, 2 * styles, 4 * styles))
        again = self.command(*arguments)
        _out, err = again.communicate()
        self.assertEqual(again.returncode, 0, err)
        self.assertEqual(self.in_database(prefix), (60, 120, 240))
        return process

    def test_ctrl_c_leaves_whole_batches_and_the_rest_follows(self):
        process = self.break_off("INT", signal.SIGINT)
        self.assertEqual(process.returncode, 130)
        with self.transaction() as env:
            document = env["retail.catalogue.import"].search([("state", "=", "stopped")], limit=1)
            self.assertTrue(document.rows_done)

    def test_a_killed_process_leaves_whole_batches_and_the_rest_follows(self):
        self.break_off("KILL", signal.SIGKILL)
