from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.retail_base.lib.asks import asks

from .retail_fulfilment import BEFORE_SENDING, FAILED

STAFF = ("retail_security.group_guide", "stock.group_stock_user")


class RetailFulfilment(models.Model):
    """What the stores decide about an order, whom it waits for, and until when."""

    _inherit = "retail.fulfilment"

    def _check_staff(self, warehouse):
        """Let only those act who work for the warehouse: its store staff, or the chain's logistics."""
        user = self.env.user
        is_staff = any(map(user.has_group, STAFF))
        if not is_staff or (user.is_store_scoped and warehouse not in user.sudo().store_ids):
            raise AccessError(
                self.env._("Only the staff of %s may do this.", warehouse.sudo().name)
            )

    def _check_state(self, *states):
        """Two people may decide at once: the second hears what the first did."""
        self.ensure_one()
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(number)s is “%(state)s” already. %(reason)s",
                    number=self.name,
                    state=labels[self.state],
                    reason=self.reason or "",
                ).strip()
            )

    @asks(groups=STAFF)
    def action_accept(self):
        """The other store will send it."""
        for record in self.sudo():
            record.with_user(self.env.user)._check_staff(record.source_id)
            record._check_state("asked")
            record.write(
                {"state": "accepted", "accepted_at": fields.Datetime.now(), "deadline": False}
            )
            record._tell(self.env._("Accepted by %s", self.env.user.name))

    def _refuse(self, reason):
        """The other store will not send it; the money goes back, or the goods come from elsewhere."""
        self.ensure_one()
        record = self.sudo()
        self._check_staff(record.source_id)
        record._check_state("asked", "accepted")
        if not (reason or "").strip():
            raise ValidationError(self.env._("Say why: the other store tells the customer."))
        record._end("refused", reason.strip())
        record._tell(self.env._("Refused by %s", self.env.user.name))

    @asks(groups=STAFF)
    def action_send(self):
        """The goods leave the source: its transfers are done."""
        for record in self.sudo():
            record.with_user(self.env.user)._check_staff(record.source_id)
            record._check_state("asked", "accepted")
            while record.state in BEFORE_SENDING:
                # Picking and packing call for the next step when they are done
                record._get_open(record._get_sending_moves()).picking_id._finish_all()
            record._tell(self.env._("Sent by %s", self.env.user.name))

    @asks(groups=STAFF)
    def action_receive(self):
        """The goods are in the store of the sale: the customer may come."""
        for record in self.sudo():
            record.with_user(self.env.user)._check_staff(record.store_id)
            record._check_state("sent")
            if record.kind != "transfer":
                raise UserError(self.env._("%s goes to the customer directly.", record.name))
            while record.state == "sent":
                record._get_open(record._get_arriving_moves()).picking_id._finish_all()

    @asks(groups=STAFF)
    def action_hand_out(self):
        """The customer has the goods."""
        for record in self.sudo():
            record.with_user(self.env.user)._check_staff(record.store_id)
            record._check_state("ready")
            record._get_last_moves().picking_id._finish_all()
            record._tell(self.env._("Handed out by %s", self.env.user.name))

    def _redirect(self, source, kind):
        """Ask another place for goods that the first did not send; they are paid already."""
        self.ensure_one()
        self._check_staff(self.sudo().store_id)
        record = self.sudo()
        record._check_state(*FAILED)
        if record.money_state != "to_return":
            raise UserError(self.env._("The money of %s was given back already.", record.name))
        record._check_product(record.product_id, record.quantity)
        record._check_way(record.store_id, source, kind)
        if kind == "ship" and not record.address_id:
            raise UserError(self.env._("Where to? Shipping needs an address."))
        record._close_task()
        record.write({"source_id": source.id, "kind": kind})
        record._build_moves()
        record._ask()

    # Tasks and time

    def _tell(self, text):
        self.sudo().message_post(body=text)

    def _give_task(self, warehouse, summary):
        """Give the store's responsible a native activity; on the phone all its staff see it."""
        user = warehouse.sudo().responsible_id
        # Of the companies of the store's user, not of those at the till, which may be another branch's
        own = {"allowed_company_ids": user.company_ids.ids}
        if user and self.with_user(user).with_context(**own).has_access("read"):
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary,
                user_id=user.id,
                date_deadline=fields.Date.context_today(self, self.deadline or None),
            )

    def _close_task(self):
        self.activity_unlink(["mail.mail_activity_data_todo"])

    @api.model
    def _cron_time_out(self):
        """Let go of goods that nobody paid, and end orders that nobody answered."""
        due = self.search(
            [("state", "in", ("reserved", "asked")), ("deadline", "<", fields.Datetime.now())]
        )
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for record in due:
            if record.state == "reserved":
                record._end("cancelled", self.env._("It was not paid in time."))
            elif record.state == "asked":
                record._end("expired", record._get_time_out_text())
            self.env["ir.cron"]._commit_progress(1)

    def _get_time_out_text(self):
        return self.env._("%s did not answer in time.", self.source_id.name)
