import argparse
import base64
import logging
import sys
import time
from contextlib import closing
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.cli import Command
from odoo.exceptions import UserError, ValidationError
from odoo.modules.registry import Registry
from odoo.tools import config

BAR = 30
WAIT = 2


class RetailImport(Command):
    """Import a catalogue, its prices, opening stock and sales history from CSV files.

    Whole batches go in: to break off and to repeat are safe, nothing is doubled."""

    name = "retail_import"

    def run(self, args):
        options = self._parse(args)
        registry = Registry(options.database)
        if "retail.catalogue.import" not in registry:
            sys.exit(f"Database {options.database} does not have the module retail_base.")
        with closing(registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            document = self._create(env, options)
            try:
                self._run(document)
            except KeyboardInterrupt:
                cr.rollback()
                document._finish("stopped")
                cr.commit()
                print(file=sys.stderr)
                self._report(document)
                sys.exit(130)
            self._report(document)
            if document.state != "done":
                sys.exit(1)

    def _parse(self, args):
        parser = self.parser
        parser.add_argument("-c", "--config", help="Odoo's configuration file")
        parser.add_argument("-d", "--database", required=True)
        parser.add_argument("--catalogue", type=_file, help="styles with colours and sizes")
        parser.add_argument("--prices", type=_file, help="current prices of the catalogue")
        parser.add_argument("--sales", type=_file, help="units sold by day and variant")
        parser.add_argument("--store", help="code of the store of the stock and the sales")
        parser.add_argument("--preset", default="sportswear", help="code of the preset")
        parser.add_argument("--batch", type=int, default=200, help="styles that go in together")
        options = parser.parse_args(args)
        config.parse_config(["-c", options.config] if options.config else [], setup_logging=True)
        logging.getLogger("odoo").setLevel(logging.WARNING)
        return options

    def _create(self, env, options):
        """The import document, with all files read; ends the program where something is wrong."""
        preset = _one(env["retail.catalogue.preset"], options.preset, "preset")
        store = env["stock.warehouse"]
        if options.store:
            store = _one(store, options.store, "store")
        files = {}
        for kind in ("catalogue", "prices", "sales"):
            if path := getattr(options, kind):
                files[f"{kind}_file"] = base64.b64encode(path.read_bytes())
                files[f"{kind}_filename"] = path.name
        try:
            document = env["retail.catalogue.import"].create(
                {
                    "preset_id": preset.id,
                    "store_id": store.id,
                    "company_id": store.company_id.id or env.company.id,
                    "batch_size": options.batch,
                    **files,
                }
            )
            document._prepare()
        except (UserError, ValidationError) as error:
            sys.exit(str(error))
        env.cr.commit()
        return document

    def _run(self, document):
        """Run in the foreground; wait while another import is at work."""
        # Commands are loaded before the addons: their code can be imported only now
        from odoo.addons.retail_base.models.retail_catalogue_import import ImportBusy

        bar = _Bar(document.rows_total)

        def commit(rows, _left):
            document.env.cr.commit()
            bar.forward(rows)
            return float("inf")

        while True:
            try:
                document._run(commit)
                break
            except ImportBusy:
                bar.say("waiting for another import")
                document.env.cr.rollback()
                time.sleep(WAIT)
        bar.end()

    def _report(self, document):
        state = dict(document._fields["state"]._description_selection(document.env))
        print(
            f"{state[document.state]}: {document.style_created} new styles, "
            f"{document.style_updated} changed, {document.style_unchanged} unchanged, "
            f"{document.variant_created} new variants; opening stock of {document.stock_pairs} "
            f"variants, {document.stock_units:g} units; {document.sales_created} new days of sales; "
            f"{document.left_out_count} rows left out, {document.notice_count} notices."
        )
        for issue in document.issue_ids[:20]:
            print(f"  {issue.file}, line {issue.line}: {issue.reason}", file=sys.stderr)
        if len(document.issue_ids) > 20:
            print("  … all of them are in the import's document.", file=sys.stderr)
        if document.failure:
            print(document.failure, file=sys.stderr)


class _Bar:
    """A progress bar on the error stream; plain lines where that is no terminal."""

    def __init__(self, total):
        self.total = max(total, 1)
        self.done = 0
        self.started = time.monotonic()

    def forward(self, rows):
        self.done += rows
        seconds = time.monotonic() - self.started
        share = min(self.done / self.total, 1)
        filled = "#" * round(BAR * share)
        self.say(f"[{filled:<{BAR}}] {share:4.0%} {self.done} rows, {seconds:.0f} s")

    def say(self, text):
        start, end = ("\r", "") if sys.stderr.isatty() else ("", "\n")
        print(f"{start}{text:<70}", end=end, file=sys.stderr, flush=True)

    def end(self):
        if sys.stderr.isatty():
            print(file=sys.stderr)


def _file(name):
    path = Path(name)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {name}")
    return path


def _one(model, code, what):
    record = model.search([("code", "=", code)])
    if len(record) != 1:
        known = ", ".join(sorted(model.search([]).mapped("code")))
        found = "no" if not record else "more than one"
        sys.exit(f"There is {found} {what} with the code {code!r}. Known: {known}")
    return record
