import base64
import csv
import io
import logging
import random
import time
from contextlib import contextmanager
from functools import partial

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import split_every

from ..catalogue_loader import CatalogueLoader, VariantIndex
from ..lib.asks import asks
from ..lib.catalogue import (
    REASONS,
    FileError,
    RowError,
    group_styles,
    price_styles,
    read_catalogue,
    read_prices,
    read_sales,
    read_table,
    sum_sales,
)

_logger = logging.getLogger(__name__)

SALES_A_BATCH = 5000
TRIES = 5
# The advisory lock is the database's: products are shared by companies
LOCK = 0x52455443
COUNTS = (
    "style_created",
    "style_updated",
    "style_unchanged",
    "variant_created",
    "stock_pairs",
    "stock_units",
)
REFUSALS = (UserError, ValidationError, psycopg2.IntegrityError, psycopg2.DataError)


class ImportBusy(Exception):
    """Another import is at work in this database."""


class RetailCatalogueImport(models.Model):
    """Brings a catalogue, its current prices, opening stock and the history of sales into Odoo.

    A batch is one transaction: what is cut off leaves whole batches, and the document knows where
    to go on. One import works at a time, guarded by an advisory lock that dies with its process.
    Everything can be repeated: a style is known by its number, a variant by style,
    colour and size; opening stock goes only to pairs of variant and store that have never moved;
    sales are set, not added. Where Odoo and the file differ, the file wins.
    """

    _name = "retail.catalogue.import"
    _description = "Catalogue Import"
    _inherit = ["mail.thread"]
    _order = "id desc"

    # Retail Replenishment, which keeps the history of sales, switches this on
    _keeps_sales = False

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    user_id = fields.Many2one(
        "res.users", string="Imported by", required=True, default=lambda self: self.env.user
    )
    preset_id = fields.Many2one(
        "retail.catalogue.preset",
        string="Columns",
        ondelete="restrict",
        help="Which column of the files means what.",
    )
    store_id = fields.Many2one(
        "stock.warehouse",
        check_company=True,
        help="The store or warehouse that has the opening stock, and whose sales the history tells.",
    )
    catalogue_file = fields.Binary(attachment=True, copy=False)
    catalogue_filename = fields.Char(copy=False)
    prices_file = fields.Binary(attachment=True, copy=False)
    prices_filename = fields.Char(copy=False)
    sales_file = fields.Binary(string="Sales History File", attachment=True, copy=False)
    sales_filename = fields.Char(copy=False)
    sales_available = fields.Boolean(compute="_compute_sales_available")
    batch_size = fields.Integer(
        string="Styles a Batch",
        default=200,
        help="So many styles go in together or not at all.",
    )

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("queued", "Queued"),
            ("running", "Running"),
            ("done", "Done"),
            ("stopped", "Stopped"),
            ("failed", "Failed"),
        ],
        default="draft",
        required=True,
        index=True,
        copy=False,
        tracking=True,
    )
    failure = fields.Text(readonly=True, copy=False)
    started_at = fields.Datetime(readonly=True, copy=False)
    finished_at = fields.Datetime(readonly=True, copy=False)
    rows_total = fields.Integer(string="Rows", readonly=True, copy=False)
    rows_done = fields.Integer(readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")
    styles_read = fields.Integer(readonly=True, copy=False, help="Where to go on.")
    sales_read = fields.Integer(readonly=True, copy=False, help="Where to go on.")
    style_created = fields.Integer(string="New Styles", readonly=True, copy=False)
    style_updated = fields.Integer(string="Changed Styles", readonly=True, copy=False)
    style_unchanged = fields.Integer(string="Unchanged Styles", readonly=True, copy=False)
    variant_created = fields.Integer(string="New Variants", readonly=True, copy=False)
    stock_pairs = fields.Integer(
        string="Variants Stocked",
        readonly=True,
        copy=False,
        help="Variants that got an opening stock: once, and only if they never moved in the store.",
    )
    stock_units = fields.Float(
        string="Units Stocked", digits="Product Unit", readonly=True, copy=False
    )
    sales_created = fields.Integer(string="New Days of Sales", readonly=True, copy=False)
    issue_ids = fields.One2many("retail.catalogue.import.issue", "import_id", copy=False)
    left_out_count = fields.Integer(string="Rows Left Out", compute="_compute_issue_counts")
    notice_count = fields.Integer(string="Notices", compute="_compute_issue_counts")
    issue_file = fields.Binary(attachment=True, readonly=True, copy=False)
    issue_filename = fields.Char(compute="_compute_issue_filename")

    _batch_size_positive = models.Constraint(
        "CHECK(batch_size > 0)", "A batch has at least one style."
    )

    # -- What the page shows ----------------------------------------------------------------------

    @api.depends("catalogue_filename", "sales_filename")
    def _compute_name(self):
        for document in self:
            document.name = (
                document.catalogue_filename
                or document.sales_filename
                or self.env._("Catalogue Import")
            )

    def _compute_sales_available(self):
        self.sales_available = self._keeps_sales

    @api.depends("rows_total", "rows_done")
    def _compute_progress(self):
        for document in self:
            total = document.rows_total
            document.progress = 100 * document.rows_done / total if total else 0

    @api.depends("issue_ids.notice")
    def _compute_issue_counts(self):
        groups = self.env["retail.catalogue.import.issue"]._read_group(
            [("import_id", "in", self.ids)], ["import_id", "notice"], ["__count"]
        )
        counts = {(document, notice): count for document, notice, count in groups}
        for document in self:
            document.left_out_count = counts.get((document, False), 0)
            document.notice_count = counts.get((document, True), 0)

    @api.depends("name")
    def _compute_issue_filename(self):
        for document in self:
            document.issue_filename = f"{document.name.partition('.')[0]}-issues.csv"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_at_work(self):
        if any(document.state in ("queued", "running") for document in self):
            raise UserError(self.env._("Stop the import before you delete it."))

    # -- Buttons ----------------------------------------------------------------------------------

    @asks("write")
    def action_start(self):
        """Read the files, tell at once what is wrong with them, and leave the work to the cron.

        A catalogue whose columns nobody named is not imported yet: it opens what its header says.
        """
        if len(self) == 1 and self.catalogue_file and not self.preset_id:
            return self.action_guess_preset()
        for document in self:
            document._prepare()
        self._wake()
        return None

    @asks("write")
    def action_resume(self):
        """Go on where the import was stopped or failed."""
        if any(document.state not in ("stopped", "failed") for document in self):
            raise UserError(self.env._("Only a stopped or a failed import can go on."))
        self.write({"state": "queued", "failure": False, "finished_at": False})
        self._wake()

    @asks("write")
    def action_stop(self):
        """Stop after the batch at work; what is in stays in."""
        if any(document.state not in ("queued", "running") for document in self):
            raise UserError(self.env._("This import is not at work."))
        self.write({"state": "stopped"})

    @asks("write")
    def action_guess_preset(self):
        """Make a preset from the header of the catalogue, and open it for a check."""
        self.ensure_one()
        if not self.catalogue_file:
            raise UserError(self.env._("Choose a catalogue first."))
        with self._file_errors_shown():
            table = read_table(self._bytes("catalogue_file"))
        self.preset_id = self.preset_id._from_header(table.header, self.catalogue_filename)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Which Column Means What"),
            "res_model": self.preset_id._name,
            "res_id": self.preset_id.id,
            "view_mode": "form",
            "target": "new",
        }

    @asks("read")
    def action_view_issues(self):
        """Open the rows that were left out, and those that there is something to say about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Issues of %s", self.name),
            "res_model": "retail.catalogue.import.issue",
            "view_mode": "list",
            "domain": [("import_id", "=", self.id)],
        }

    # -- The work ---------------------------------------------------------------------------------

    def _wake(self):
        self.env.ref("retail_base.cron_catalogue_import")._trigger()

    @api.model
    def _cron_run(self):
        """Work off what is queued, and what a process that died has left running."""
        for document in self.search([("state", "in", ("queued", "running"))], order="id"):
            try:
                finished = document._run(self._commit_cron_progress)
            except ImportBusy:
                in_a_minute = fields.Datetime.add(fields.Datetime.now(), minutes=1)
                self.env.ref("retail_base.cron_catalogue_import")._trigger(in_a_minute)
                return
            if not finished:
                return

    @api.model
    def _commit_cron_progress(self, done, left):
        return self.env["ir.cron"]._commit_progress(done, remaining=left)

    def _prepare(self):
        """Read all files, count their rows, note the wrong ones, and queue the import.

        Raises UserError where a file cannot be used at all.
        """
        self.ensure_one()
        if self.state != "draft":
            raise UserError(self.env._("This import has been started already."))
        if not (self.catalogue_file or self.sales_file):
            raise UserError(self.env._("Choose a catalogue or a history of sales first."))
        if self.prices_file and not self.catalogue_file:
            raise UserError(self.env._("Prices need the catalogue that they belong to."))
        if not self.preset_id:
            raise UserError(self.env._("Choose first which column means what."))
        if self.sales_file and not self._keeps_sales:
            raise UserError(self.env._("A history of sales needs the module Retail Replenishment."))
        with self._file_errors_shown():
            styles, issues = self._read_styles()
            sales, issues["sales"] = self._read_sales()
        stocked = any(variant.stock for style in styles for variant in style.variants)
        if (stocked or sales) and not self.store_id:
            raise UserError(
                self.env._("Choose the store to which the stock and the sales in the files belong.")
            )
        for file, errors in issues.items():
            self._note(file, errors)
        self.write({"state": "queued", "rows_total": _count_rows(styles) + len(sales)})

    def _run(self, commit):
        """Import batch after batch from where the document stands; return whether it has ended.

        COMMIT(rows of the batch, rows left) is called after each batch; it has to commit, and
        returns the seconds left, or 0 to leave the rest for another time. A batch that fails is
        rolled back and fails the document; what was committed before stays. Raises ImportBusy if
        another import is at work.
        """
        self.ensure_one()
        with self._one_at_a_time(commit):
            if self.state not in ("queued", "running"):
                return True
            try:
                return self._run_batches(commit)
            except Exception as error:
                self.env.cr.rollback()
                _logger.exception("Catalogue import %s failed", self.id)
                self._finish("failed", self._reason(error))
                commit(0, 0)
                return True

    @contextmanager
    def _one_at_a_time(self, commit):
        """Hold the lock, which dies with the connection; ImportBusy if it is taken."""
        cr = self.env.cr
        cr.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cr.fetchone()[0]:
            raise ImportBusy
        try:
            # This transaction may see the world as it was before the last holder's commit
            commit(0, 1)
            self.invalidate_recordset()
            yield
        except BaseException:
            cr.rollback()
            raise
        finally:
            cr.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

    def _run_batches(self, commit):
        if self.state == "queued":
            self.write({"state": "running", "started_at": fields.Datetime.now()})
        for import_batch in self._batches():
            rows = self._in_transaction(import_batch)
            if rows is None:
                commit(0, 0)
                return True
            if not commit(rows, self.rows_total - self.rows_done + 1):
                return False
        self._in_transaction(partial(self._finish, "done"))
        commit(0, 0)
        return True

    def _batches(self):
        """Yield what is left to do, a callable a batch, which returns the rows that it did."""
        styles, _issues = self._read_styles()
        for batch in split_every(self.batch_size, styles[self.styles_read :]):
            yield partial(self._import_styles, batch)
        sales, _issues = self._read_sales()
        index = VariantIndex(self._quiet().env, self.preset_id, {row.style for row in sales})
        for batch in split_every(SALES_A_BATCH, sales[self.sales_read :]):
            yield partial(self._import_sales, batch, index)

    def _in_transaction(self, import_batch):
        """Do a batch, again if another transaction was in its way; None if a user stopped it."""
        tries_left = TRIES
        while self.state != "stopped":
            try:
                rows = import_batch()
                self.env.flush_all()
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
                tries_left -= 1
                if not tries_left:
                    raise
                time.sleep(random.uniform(0.1, 1))
            else:
                self._tell()
                return rows
        self._finish("stopped")
        return None

    def _import_styles(self, styles):
        """One batch of the catalogue; if Odoo refuses it, its styles one by one, to find which."""
        loader = CatalogueLoader(self._quiet())
        try:
            self._load(loader, styles)
        except REFUSALS:
            for style in styles:
                try:
                    self._load(loader, [style])
                except REFUSALS as error:
                    values = {"style": style.number, "error": self._reason(error)}
                    self._note(
                        "catalogue",
                        [RowError(variant.line, "refused", values) for variant in style.variants],
                    )
        self.styles_read += len(styles)
        rows = _count_rows(styles)
        self.rows_done += rows
        return rows

    def _load(self, loader, styles):
        with self.env.cr.savepoint():
            loader.load(styles)
        for count in COUNTS:
            self[count] += loader.counts[count]
        self._note("catalogue", loader.issues)

    def _import_sales(self, sales, index):
        """One batch of the history of sales."""
        found = [(row, index.find(row)) for row in sales]
        self._note("sales", [variant for _row, variant in found if isinstance(variant, RowError)])
        rows = [
            (row.day, variant, row.units)
            for row, variant in found
            if not isinstance(variant, RowError)
        ]
        self.sales_created += self._import_sales_batch(rows)
        self.sales_read += len(sales)
        self.rows_done += len(sales)
        return len(sales)

    def _import_sales_batch(self, rows):
        """Keep a batch of the history of sales of `store_id`; for other modules to override.

        :param list rows: of (day: date, product_id: int, units: float), each day and product once
        :return: how many of them were not there before: 0 when the same rows come again
        """
        raise NotImplementedError("A module that keeps sales sets _keeps_sales and does this")

    def _prepare_new_style_values(self, style, vals):
        """Values of a new product.template: VALS, which the file says, and what it leaves open.

        For other modules to extend.
        """
        return {
            "name": self.preset_id._style_name(style),
            "style_number": style.number,
            "type": "consu",
            "is_storable": True,
            **vals,
        }

    def _inventory_name(self):
        return self.env._("Opening stock: %s", self.name)

    def _quiet(self):
        return self.with_company(self.company_id)

    def _finish(self, state, failure=False):
        self.write(
            {
                "state": state,
                "failure": failure,
                "finished_at": fields.Datetime.now(),
                "issue_file": self._issue_csv(),
            }
        )
        self._tell()
        return 0

    def _tell(self):
        """Let the page of whoever started the import show where it stands."""
        self.user_id._bus_send("retail_catalogue_import/progress", {"id": self.id})

    # -- Files and issues -------------------------------------------------------------------------

    def _bytes(self, field):
        return base64.b64decode(self.with_context(bin_size=False)[field] or b"")

    def _open(self, field):
        return read_table(self._bytes(field), **self.preset_id._format())

    def _read_styles(self):
        """The styles of the catalogue, priced by the price file; and the RowErrors of both."""
        issues = {"catalogue": [], "prices": []}
        if not self.catalogue_file:
            return [], issues
        mapping = self.preset_id._mapping()
        styles, issues["catalogue"] = group_styles(
            read_catalogue(self._open("catalogue_file"), mapping), mapping
        )
        if self.prices_file:
            prices = read_prices(self._open("prices_file"), mapping)
            issues["prices"] = price_styles(styles, prices)
        return styles, issues

    def _read_sales(self):
        """The sales, a day and variant once; and the RowErrors."""
        if not self.sales_file:
            return [], []
        return sum_sales(read_sales(self._open("sales_file"), self.preset_id._mapping()))

    @contextmanager
    def _file_errors_shown(self):
        try:
            yield
        except FileError as error:
            raise UserError(self._reason(error)) from error

    def _reason(self, error):
        """The reason of a FileError or RowError, or of any other error, in the user's words."""
        if isinstance(error, FileError | RowError):
            return self.env._(REASONS[error.reason], **error.values)
        return str(error).strip() or repr(error)

    def _note(self, file, errors):
        language = self.with_context(lang=self.user_id.lang)
        self.env["retail.catalogue.import.issue"].create(
            [
                {
                    "import_id": self.id,
                    "file": file,
                    "line": error.line,
                    "notice": error.notice,
                    "reason": language._reason(error),
                }
                for error in errors
            ]
        )

    def _issue_csv(self):
        """The issues as a file that spreadsheets open, or False if there are none."""
        if not self.issue_ids:
            return False
        text = io.StringIO()
        writer = csv.writer(text)
        env = self.with_context(lang=self.user_id.lang).env
        writer.writerow([env._("File"), env._("Line"), env._("Left out"), env._("Reason")])
        for issue in self.issue_ids.sorted(lambda issue: (issue.file, issue.line)):
            filename = self[f"{issue.file}_filename"] or issue.file
            left_out = "" if issue.notice else env._("yes")
            writer.writerow([filename, issue.line, left_out, issue.reason])
        # With the mark, Excel reads Chinese as what it is
        return base64.b64encode(text.getvalue().encode("utf-8-sig"))


def _count_rows(styles):
    return sum(len(style.variants) for style in styles)
