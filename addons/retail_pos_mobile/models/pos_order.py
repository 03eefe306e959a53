import re

from psycopg2.errors import UniqueViolation

from odoo import Command, api, fields, models, tools
from odoo.exceptions import AccessError, ConcurrencyError, UserError, ValidationError
from odoo.tools import SQL, format_date

from odoo.addons.retail_base.lib.asks import asks

from ..lib import business_date, receipt_token
from .res_company import SOON

MANAGERS = ("point_of_sale.group_pos_manager", "retail_security.group_store_manager")
LOCKED_WHEN_PAID = {"business_date", "guide_id"}
MAX_REMARK = 200  # As in the start sheet
MAX_ID = 2**31 - 1  # PostgreSQL refuses a larger id
RECEIPT_STATES = ("paid", "done")
# Nobody follows a sale that a till made, and its chatter need not say that it was made
QUIET = {"mail_create_nolog": True, "mail_create_nosubscribe": True}


class PosOrder(models.Model):
    _inherit = "pos.order"

    business_date = fields.Date(
        string="Sale Date",
        copy=False,
        index=True,
        tracking=True,
        help="The day to which the sale counts, in the store's time zone.",
    )
    guide_id = fields.Many2one(
        "hr.employee",
        index="btree_not_null",
        tracking=True,
        help="The guide who served the customer; the cashier may be somebody else.",
    )
    store_id = fields.Many2one(
        "stock.warehouse",
        compute="_compute_store_id",
        store=True,
        index="btree_not_null",
        help="The store that made the sale. It stays when the till moves to another store.",
    )

    stock_pending = fields.Boolean(
        copy=False,
        readonly=True,
        help="Sold, and its goods leave the stock within seconds, together with those of other sales.",
    )

    guide_share_ids = fields.One2many(
        "retail.order.guide.share",
        "order_id",
        string="Guides' Shares",
        help="Where several guides served the customer; together 100 percent.",
    )

    receipt_token = fields.Char(
        string="E-receipt Token",
        copy=False,
        readonly=True,
        help="The secret in the link of the e-receipt. The till draws it, to show the link offline.",
    )
    receipt_url = fields.Char(string="E-receipt Link", compute="_compute_receipt_url")

    _store_day_idx = models.Index("(store_id, business_date)")
    _receipt_token_unique = models.UniqueIndex("(receipt_token) WHERE receipt_token IS NOT NULL")

    _stock_pending = models.Index("(store_id, id) WHERE stock_pending")

    @api.depends("receipt_token", "state")
    def _compute_receipt_url(self):
        for order in self:
            shown = order.receipt_token and order.state in RECEIPT_STATES
            order.receipt_url = (
                f"{order.get_base_url()}/receipt/{order.receipt_token}" if shown else False
            )

    @api.depends("config_id")
    def _compute_store_id(self):
        for order in self:
            order.store_id = order.config_id.store_id

    @api.model_create_multi
    def create(self, vals_list):
        self._give_receipt_tokens(vals_list)
        orders = super().create(vals_list)
        for order in orders.sudo().with_context(mail_notrack=True):
            if order.state != "draft" and not order.business_date:
                order.business_date = order._sale_day()
        return orders

    @api.model
    def _give_receipt_tokens(self, vals_list):
        """Keep the tokens that tills drew; a sale is never refused for one that is weak or taken."""
        tokens = [vals.get("receipt_token") for vals in vals_list]
        tokens = [token for token in tokens if receipt_token.is_token(token)]
        taken = set(
            tokens
            and self.sudo()
            .search_fetch([("receipt_token", "in", tokens)], ["receipt_token"])
            .mapped("receipt_token")
        )
        for vals in vals_list:
            token = vals.get("receipt_token")
            if token in taken or not receipt_token.is_token(token):
                token = receipt_token.new_token()
            taken.add(token)
            vals["receipt_token"] = token

    def write(self, vals):
        self._check_locked_when_paid(vals)
        self._check_no_day_to_come(vals)
        self._check_receipt_token_stays(vals)
        return super().write(vals)

    def _check_locked_when_paid(self, vals):
        """Refuse to redate a paid sale, or to credit it to another guide, to all but managers."""
        if self.env.su or not LOCKED_WHEN_PAID & vals.keys():
            return
        if any(self.env.user.has_group(group) for group in MANAGERS):
            return
        if any(order.state != "draft" for order in self):
            raise AccessError(
                self.env._("Only a manager may change the sale date or the guide of a paid sale.")
            )

    def _check_no_day_to_come(self, vals):
        """Refuse a paid sale on a day that has not begun in its store, whoever asks."""
        asked = fields.Date.to_date(vals.get("business_date"))
        if not asked:
            return
        # A draft may wait: what the till sends is put right when the sale is finished
        for order in self.filtered(lambda order: order.state != "draft"):
            if asked > order._store_today():
                raise ValidationError(
                    self.env._(
                        "The sale date %(asked)s is still to come. Choose today or an earlier day.",
                        asked=format_date(self.env, asked),
                    )
                )

    @api.model
    def sync_from_ui(self, orders):
        """@override The same sale sent twice at the same moment is one sale for both callers.

        The second waits for the first inside PostgreSQL, at the unique uuid. Its own view of the
        database is then too old to contain the sale, so the request starts again, finds it and
        answers as the first did.
        """
        try:
            with self.env.cr.savepoint():
                return super(PosOrder, self.with_context(**QUIET)).sync_from_ui(orders)
        except UniqueViolation as error:
            if self._is_of_parallel_call(error):
                raise ConcurrencyError("Another call is writing the same sale") from error
            raise

    def _is_of_parallel_call(self, error):
        """Return whether a key is taken by a record that this transaction cannot see yet."""
        taken = re.search(r"\((uuid|sale_number)\)=\((.*?)\)", error.diag.message_detail or "")
        if not taken:
            return False
        self.env.cr.execute(
            SQL(
                "SELECT FROM %s WHERE %s = %s",
                SQL.identifier(error.diag.table_name),
                SQL.identifier(taken[1]),
                taken[2],
            )
        )
        return not self.env.cr.rowcount

    def _check_receipt_token_stays(self, vals):
        """The customer has the link already: nobody gives a receipt another one."""
        if "receipt_token" in vals and not self.env.su:
            raise AccessError(self.env._("The link of an e-receipt cannot be changed."))

    @api.model
    def _process_order(self, order, existing_order):
        self._check_not_hollow(order, existing_order)
        if existing_order:
            order.pop("receipt_token", None)
            for name in ("lines", "payment_ids"):
                order[name] = existing_order._update_known(name, order.get(name) or [])
        self._clean_guide_shares(order, existing_order or self.browse())
        notes = [note for note in self._clean_till_values(order) if note]
        order_id = super()._process_order(order, existing_order)
        for note in notes:
            self.browse(order_id).sudo().message_post(body=note)
        return order_id

    @api.model
    def _check_not_hollow(self, order, existing_order):
        """Refuse a finished sale that has neither goods nor payments.

        A phone that died while it wrote may have nothing but the head of a sale. Booked, that would
        take the place of the whole one, which the phone keeps in its outbox under the same key.
        """
        is_finished = order.get("state") not in ("draft", "cancel")
        has_lines = order.get("lines") or (existing_order and existing_order.lines)
        if is_finished and not has_lines and not order.get("payment_ids"):
            raise UserError(
                self.env._("This sale has neither goods nor payments; it was not booked.")
            )

    @api.model
    def _clean_till_values(self, order):
        """Put right what would refuse the sale or flood it; return what to tell about it."""
        return [
            self._clean_business_date(order),
            self._clean_guide(order),
            self._clean_remark(order),
        ]

    @api.model
    def _clean_business_date(self, order):
        asked = order.get("business_date")
        try:
            fields.Date.to_date(asked)
        except (TypeError, ValueError):
            order["business_date"] = False
            return self.env._(
                "The till sent the sale date %(asked)s, which is no date.", asked=str(asked)[:50]
            )
        return None

    @api.model
    def _clean_guide(self, order):
        asked = order.get("guide_id")
        if not asked:
            return None
        if type(asked) is not int or not 0 < asked <= MAX_ID:
            order["guide_id"] = False
            return self.env._(
                "The till sent the guide %(asked)s, who is no employee.", asked=str(asked)[:50]
            )
        # A reference to a deleted employee would refuse the sale
        order["guide_id"] = self.env["hr.employee"].sudo().browse(asked).exists().id
        return None

    @api.model
    def _clean_guide_shares(self, order, existing_order):
        if order.get("guide_share_ids"):
            order["guide_share_ids"] = self.env["retail.order.guide.share"]._clean_commands(
                order["guide_share_ids"], existing_order
            )

    @api.model
    def _clean_remark(self, order):
        """Cut the remark of a store's sale: a longer one would fill the receipt and the cart."""
        remark = order.get("general_customer_note")
        if not isinstance(remark, str) or len(remark) <= MAX_REMARK:
            return None
        session = self.env["pos.session"].browse(order["session_id"])
        if not session.config_id.store_id.sudo().is_store:
            return None
        order["general_customer_note"] = remark[:MAX_REMARK]
        return self.env._("The remark was shortened to %s characters.", MAX_REMARK)

    def _update_known(self, name, commands):
        """Turn commands that create what the order has by the same uuid into updates.

        A phone that never got the answer sends the lines and payments of a draft again as new ones.
        """
        known = {record.uuid: record.id for record in self[name]}
        return [
            Command.update(known[command[2]["uuid"]], self._without_doubling(command[2]))
            if command[0] == Command.CREATE and command[2].get("uuid") in known
            else command
            for command in commands
        ]

    @staticmethod
    def _without_doubling(values):
        """Let the lots and attribute texts of a line replace those that it has."""
        nested = {"pack_lot_ids", "custom_attribute_value_ids"} & values.keys()
        return values | {name: [Command.clear(), *values[name]] for name in nested}

    def _process_saved_order(self, draft):
        if not draft:
            self._settle_basic_information()
        return super()._process_saved_order(draft)

    @api.model
    def _load_pos_data_fields(self, config):
        """@override All fields but those of the chatter, which cost six queries an order."""
        names = super()._load_pos_data_fields(config) or [
            name
            for name, field in self._fields.items()
            if not field.manual and self._has_field_access(field, "read")
        ]
        return [name for name in names if name not in self._chatter_fields()]

    @api.model
    @tools.ormcache()
    def _chatter_fields(self):
        mixins = ("mail.thread", "mail.activity.mixin")
        basic = self.env["base"]._fields
        return frozenset(
            name for mixin in mixins for name in self.env[mixin]._fields if name not in basic
        )

    def _create_order_picking(self):
        result = super()._create_order_picking()
        self._put_back_in_counts()
        if self._books_stock_soon():
            self.stock_pending = True
            self.store_id._book_sold_stock_soon()
        return result

    def _should_create_picking_real_time(self):
        return super()._should_create_picking_real_time() and not self._books_stock_soon()

    def _books_stock_soon(self):
        """Return whether the goods move in a job: not where the documents of this sale need them."""
        order = self.sudo()
        return (
            order.company_id.point_of_sale_update_stock_quantities == SOON
            and order.store_id
            and not order.session_id.update_stock_at_closing
            and not order.shipping_date
            and not order.to_invoice
            and not order.lines.sale_order_origin_id
        )

    def _settle_basic_information(self):
        """Give a finished sale a date and a guide that the rules allow.

        The customer has left with the goods, so the sale is never refused: what breaks a rule is put
        right, and a message on the order tells what the till had sent.
        """
        self.ensure_one()
        # The note below says more than a tracked change
        order = self.sudo().with_context(mail_notrack=True)
        notes = (
            order._settle_business_date(),
            order._settle_guide(),
            order._settle_guide_shares(),
        )
        for note in notes:
            if note:
                order.message_post(body=note)

    def _settle_business_date(self):
        """Put a missing or forbidden sale date on the day of the sale; return what to tell about it."""
        asked, today = self.business_date, self._sale_day()
        if not asked:
            self.business_date = today
            return None
        if business_date.is_allowed(asked, today, self.config_id._get_days_back()):
            return None
        self.business_date = today
        return self.env._(
            "The till sent the sale date %(asked)s, which is not allowed. Booked on %(today)s.",
            asked=format_date(self.env, asked),
            today=format_date(self.env, today),
        )

    def _settle_guide(self):
        """Drop an employee who is no guide, keep a guide of another store; return what to tell."""
        guide = self.guide_id
        if not guide and self.company_id.guide_required and self._needs_guide():
            return self.env._("The sale has no guide, although the company demands one.")
        if guide and not guide.is_guide:
            self.guide_id = False
            return self.env._(
                "The till named %(name)s, who is no shopping guide. The sale has no guide.",
                name=guide.name,
            )
        if guide.store_id and guide.store_id != self.store_id:
            return self.env._(
                "The guide %(name)s belongs to another store, %(store)s.",
                name=guide.name,
                store=guide.store_id.name,
            )
        return None

    def _needs_guide(self):
        """Return whether somebody served a customer: not in a refund, nor where no guide works."""
        return (
            self.store_id.is_store
            and self.amount_total >= 0
            and bool(self.env["hr.employee"].search_count(self.config_id._guide_domain(), limit=1))
        )

    def _settle_guide_shares(self):
        """Let what comes back count against those who sold it; drop shares that make no whole."""
        shares, sold = self.guide_share_ids, self.lines.refunded_orderline_id.order_id
        if not shares and sold.guide_share_ids and sold.guide_id == self.guide_id:
            self.guide_share_ids = [
                Command.create({"guide_id": share.guide_id.id, "share": share.share})
                for share in sold.guide_share_ids
            ]
        elif shares and not shares._is_valid_for(self.guide_id):
            told = ", ".join(f"{share.guide_id.name} {share.share:g} %" for share in shares)
            shares.unlink()
            return self.env._(
                "The till sent the shares %(shares)s, which cannot be. The whole sale counts to "
                "%(guide)s.",
                shares=told,
                guide=self.guide_id.name or self.env._("no guide"),
            )
        return None

    def _is_finished_before(self):
        """Tell whether the sale was paid already when this transaction began."""
        self.ensure_one()
        return self.state != "draft" and self.create_date != self.env.cr.now()

    def read_pos_data(self, data, config):
        result = super().read_pos_data(data, config)
        share = self.env["retail.order.guide.share"]
        result[share._name] = (
            share._load_pos_data_read(self.guide_share_ids, config) if config else []
        )
        return result

    def _store_today(self):
        """Return the day it is now in the store of the sale."""
        self.ensure_one()
        return business_date.local_day(
            fields.Datetime.now(), self.config_id.store_id._get_time_zone()
        )

    def _sale_day(self):
        """Return the store's local day of the sale; a phone whose clock is ahead cannot move it."""
        self.ensure_one()
        moment = min(self.date_order, fields.Datetime.now())
        return business_date.local_day(moment, self.config_id.store_id._get_time_zone())

    @asks("read")
    def action_open_receipt(self):
        """Open the e-receipt as the customer sees it; orders older than e-receipts get their link."""
        self.ensure_one()
        self.check_access("read")
        if not self.receipt_token:
            self.sudo().receipt_token = receipt_token.new_token()
        return {"type": "ir.actions.act_url", "url": self.receipt_url, "target": "new"}

    @asks("read")
    def action_receipt_pdf(self):
        """Download the receipt as a PDF."""
        self.action_open_receipt()
        url = f"/receipt/{self.receipt_token}/pdf?lang={self.env.lang}"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    @asks("read")
    def action_send_receipt_link(self):
        """Write an e-mail with the link of the e-receipt."""
        self.ensure_one()
        template = self.env.ref("retail_pos_mobile.mail_template_receipt_link")
        return {
            "type": "ir.actions.act_window",
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": template.id,
                "default_composition_mode": "comment",
            },
        }

    def validate_coupon_programs(self, point_changes, new_codes):
        """Refuse to spend points of a member whose card is frozen or lost.

        A till that loaded his loyalty card before does not know yet that it sleeps. Points that he
        earns are kept for him.
        """
        spent = [int(card_id) for card_id, points in point_changes.items() if points < 0]
        asleep = self.env["loyalty.card"].browse(spent).exists().filtered(lambda c: not c.active)
        if not asleep:
            return super().validate_coupon_programs(point_changes, new_codes)
        message = self.env._(
            "The points of card %s cannot be spent: the card is frozen, lost or replaced.",
            ", ".join(asleep.mapped("code")),
        )
        return {
            "successful": False,
            "payload": {"message": message, "removed_coupons": asleep.ids},
        }
