from datetime import timedelta
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.retail_base.lib.asks import asks

from ...lib.from_phone import from_phone
from .retail_device import MANAGERS

LIFE = timedelta(hours=12)
# A bridge keeps what it was given; it is given it again in case the answer got lost on its way
GIVE_AGAIN_AFTER = timedelta(minutes=1)
AT_ONCE = 20
DONE = ("printed", "sent", "failed")
PULSE = Domain("is_pulse", "=", True)


class RetailPrintJob(models.Model):
    """A receipt on its way to a printer, which its bridge fetches: the phone need not reach it."""

    _name = "retail.print.job"
    _description = "Print Job"
    _order = "id desc"
    _rec_name = "order_id"

    uuid = fields.Char(required=True, readonly=True, index=True, copy=False)
    printer_id = fields.Many2one("retail.printer", required=True, index=True, ondelete="cascade")
    store_id = fields.Many2one(related="printer_id.store_id", store=True, index=True)
    order_id = fields.Many2one("pos.order", readonly=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", string="Asked by", readonly=True, required=True)
    receipt = fields.Json(readonly=True, required=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("taken", "At the Bridge"),
            ("printed", "Printed"),
            ("sent", "Sent"),
            ("failed", "Failed"),
            ("expired", "Expired"),
            ("cancelled", "Cancelled"),
        ],
        default="waiting",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    is_pulse = fields.Boolean(
        "Opens the Drawer",
        readonly=True,
        help="Prints nothing; never repeated, and soon forgotten.",
    )
    possible_copy = fields.Boolean(
        readonly=True, help="Power failed in the middle: this receipt may have come out twice."
    )
    note = fields.Char(readonly=True)
    taken_at = fields.Datetime(readonly=True, copy=False)
    done_at = fields.Datetime(readonly=True, copy=False)
    expires_at = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now() + LIFE
    )

    _uuid_unique = models.Constraint("unique(uuid)", "This job is known already.")

    @api.model_create_multi
    def create(self, vals_list):
        """@override The bridge need not ask for it in vain."""
        jobs = super().create(vals_list)
        jobs.printer_id.bridge_id._ring()
        return jobs

    @api.depends("order_id", "is_pulse")
    def _compute_display_name(self):
        """@override"""
        for job in self:
            other = self.env._("Drawer") if job.is_pulse else self.env._("Test Page")
            job.display_name = job.order_id.display_name or other

    # -- the phone

    @api.model
    @from_phone
    @asks("read", "pos.order")
    @asks(groups=("point_of_sale.group_pos_user",))
    def _retail_print_receipt(self, uuid, values):
        """Queue the receipt of a finished sale.

        :param values: ``order_uuid``; ``printer_id``, or the one of the sale's till; ``is_copy``
        :return: ``{"printer": name}``
        :raise UserError: the sale is not known, or there is no such printer in its store
        :raise AccessError: the user may not see the sale
        """
        order = self.env["retail.receipt.copy"]._find_order(values.get("order_uuid"))
        printer = self._find_printer(order, values.get("printer_id"))
        is_copy = self._is_copy(order, values)
        self._queue(order, printer, str(uuid), is_copy=is_copy)
        told = self._settle_copy(order, values) if is_copy else {}
        return {"printer": printer.name, **told}

    @api.model
    def _is_copy(self, order, values):
        return bool(values.get("is_copy"))

    @api.model
    def _settle_copy(self, order, values):
        """Do what a copy needs beside its job; return what the phone is told of it."""
        return {}

    @api.model
    def _find_printer(self, order, printer_id):
        printer = order.sudo().config_id.receipt_printer_id
        if printer_id:
            wanted = [("id", "=", int(printer_id)), ("store_id", "=", order.sudo().store_id.id)]
            printer = self.env["retail.printer"].search(wanted)
        if not printer:
            raise UserError(self.env._("There is no such printer in the store of this sale."))
        return printer

    @api.model
    def _queue(self, order, printer, uuid, is_copy=False):
        page = self.env["retail.receipt.page"]
        lang = order.company_id.sudo().partner_id.lang or self.env.lang
        return self.sudo().create(
            {
                "uuid": uuid,
                "printer_id": printer.id,
                "order_id": order.id,
                "user_id": self.env.uid,
                "receipt": page._get_printed(order.sudo(), lang, is_copy),
            }
        )

    @api.model
    def _queue_test(self, printer):
        return self.create(
            {
                "uuid": str(uuid4()),
                "printer_id": printer.id,
                "user_id": self.env.uid,
                "receipt": self.env["retail.receipt.page"]._get_test(printer),
            }
        )

    @api.model
    def _count_waiting(self, printers):
        """Return ``{printer id: jobs that it has not printed}``."""
        groups = self._read_group(
            [("printer_id", "in", printers.ids), ("state", "in", ("waiting", "taken"))],
            ["printer_id"],
            ["__count"],
        )
        return {printer.id: count for printer, count in groups}

    # -- the manager

    def write(self, vals):
        """@override A job goes to another printer only while no bridge has it, and stays what it is."""
        if not self.env.su and vals.keys() - {"printer_id"}:
            raise AccessError(self.env._("What a job prints is decided by the server alone."))
        if "printer_id" in vals and any(self.mapped("is_pulse")):
            raise UserError(self.env._("A drawer opens where it was asked for."))
        if "printer_id" in vals and any(job.state != "waiting" for job in self):
            raise UserError(
                self.env._("The bridge has this job already. Print it again on another printer.")
            )
        result = super().write(vals)
        if "printer_id" in vals:
            self.printer_id.bridge_id._ring()
        return result

    @asks("write")
    def action_cancel(self):
        """Keep jobs that wait from printing."""
        self._check_manager()
        self.filtered(lambda job: job.state == "waiting").sudo().write({"state": "cancelled"})

    @asks("write")
    def action_print_again(self):
        """Queue the receipts once more, marked as copies: nobody knows where the first ones are."""
        self._check_manager()
        for job in self.filtered("order_id"):
            self._queue(job.order_id, job.printer_id, str(uuid4()), is_copy=True)

    def _check_manager(self):
        self.check_access("write")
        if not self.env.su and not any(map(self.env.user.has_group, MANAGERS)):
            raise AccessError(self.env._("Only a store manager decides about print jobs."))

    # -- its printer

    @api.model
    def _take(self, printers, most=None):
        """Return the jobs that PRINTERS should print next, noted as theirs: at most MOST of them.

        One that was given before is given again after a while: its answer may have got lost. A bridge
        knows it by its id; for a printer that cannot, it may come out twice, and says so.
        """
        jobs = self._lock_next(printers, most or AT_ONCE)
        again = jobs.filtered(
            lambda job: job.state == "taken" and job.printer_id.connection != "bridge"
        )
        again.write({"possible_copy": True})
        jobs._note_taken()
        return jobs

    @api.model
    def _peek(self, printer):
        """Return the job that PRINTER should print next, without giving it."""
        return self._lock_next(printer, 1)

    def _note_taken(self):
        self.write({"state": "taken", "taken_at": fields.Datetime.now()})

    @api.model
    def _lock_next(self, printers, most):
        now = fields.Datetime.now()
        self._expire(now)
        self.flush_model(["state", "taken_at", "printer_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id
                  FROM retail_print_job
                 WHERE printer_id = ANY(%s)
                   AND (state = 'waiting' OR state = 'taken' AND taken_at < %s)
                 ORDER BY id
                 LIMIT %s
                   FOR UPDATE SKIP LOCKED
                """,
                *(printers.ids, now - GIVE_AGAIN_AFTER, most),
            )
        )
        return self.browse([row[0] for row in rows])

    @api.model
    def _expire(self, now):
        """Close what nobody waits for any more."""
        over = Domain("state", "=", "waiting") | Domain("state", "=", "taken") & PULSE
        self.search(over & Domain("expires_at", "<", now)).write(
            {"state": "expired", "done_at": now}
        )

    @api.model
    def _settle(self, printers, told):
        """Note what became of jobs of PRINTERS; return the ids that need not be told again."""
        results = {str(entry.get("id")): entry for entry in told if entry.get("state") in DONE}
        jobs = self.search([("uuid", "in", list(results)), ("printer_id", "in", printers.ids)])
        for job in jobs.filtered(lambda job: job.state not in DONE):
            entry = results[job.uuid]
            job.write(
                {
                    "state": entry["state"],
                    "possible_copy": bool(entry.get("possible_copy")),
                    "note": str(entry.get("note") or "")[:200],
                    "done_at": fields.Datetime.now(),
                }
            )
        return list(results)

    def _put_back(self, note):
        """Let a job wait on that its printer gave up: part of it may be on paper."""
        self.write({"state": "waiting", "possible_copy": True, "note": note[:200]})
