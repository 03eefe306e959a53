from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_amount

from odoo.addons.retail_base.lib.asks import asks

from ..lib import business_date, receipt_token, sale_number
from ..lib.masking import mask_phone
from .pos_order import MAX_ID, RECEIPT_STATES
from .res_partner import _escaped

MAX_RECEIPTS = 100
MAX_TODAY = 500
MIN_NUMBER_PIECE = 3
MAX_AMOUNT = 10**12
MAX_PIECES = 100_000  # of one line
WILD = 10**7  # beyond it no sum of a day makes sense


class PosOrder(models.Model):
    """The list of receipts on the till, and what is looked at once more when a sale is settled."""

    _inherit = "pos.order"

    copy_ids = fields.One2many("retail.receipt.copy", "order_id", readonly=True)
    copy_count = fields.Integer(
        string="Copies", compute="_compute_copy_count", help="Prints of the receipt but the first."
    )
    below_cost = fields.Boolean(
        string="Sold Below Cost",
        readonly=True,
        copy=False,
        help="A product was sold for less than it cost.",
    )

    @api.depends("copy_ids")
    def _compute_copy_count(self):
        counts = dict(
            self.env["retail.receipt.copy"]
            .sudo()
            ._read_group([("order_id", "in", self.ids)], ["order_id"], ["__count"])
        )
        for order in self:
            order.copy_count = counts.get(order._origin, 0)

    @asks("read", "retail.receipt.copy")
    def action_view_receipt_copies(self):
        """List when and by whom the receipt was printed again."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "retail_pos_mobile.action_retail_receipt_copies"
        )
        return action | {"domain": [("order_id", "=", self.id)]}

    # The list of receipts

    @api.model
    @api.readonly
    @asks("read")
    @asks("read", "pos.config")
    def retail_receipts(self, config_id, filters=None, limit=30, offset=0):
        """Find the finished sales of the store of a till, newest first.

        :param config_id: the till that asks
        :param filters: all may be left out: ``day_from`` and ``day_to`` (sale dates), ``guide_id``,
            ``member`` (as in :meth:`~.res_partner.ResPartner.retail_search_members`),
            ``amount_from`` and ``amount_to``, ``number`` (typed or scanned)
        :return: ``{"receipts": [...], "has_more": bool}``; see :meth:`_retail_receipt_data`
        :raise UserError: a filter is none
        :raise AccessError: the till is another store's
        """
        till = self.env["pos.config"].browse(int(config_id))
        till.check_access("read")
        limit = min(max(int(limit), 1), MAX_RECEIPTS)
        domain = self._receipts_domain(till, filters or {})
        orders = self.search(
            domain, limit=limit + 1, offset=max(int(offset), 0), order="date_order desc, id desc"
        )
        return {
            "receipts": orders[:limit]._retail_receipt_data(),
            "has_more": len(orders) > limit,
        }

    @api.model
    @api.readonly
    @asks("read")
    @asks("read", "pos.config")
    def retail_receipts_today(self, config_id):
        """Return today's sales of the store of a till as it keeps them, to be read without a connection.

        :return: ``{"day", "receipts": as in retail_receipts, "data": as in read_pos_data}``
        :raise AccessError: the till is another store's
        """
        till = self.env["pos.config"].browse(int(config_id))
        till.check_access("read")
        today = business_date.local_day(fields.Datetime.now(), till.store_id._get_time_zone())
        domain = self._receipts_domain(till, {"day_from": today, "day_to": today})
        orders = self.search(domain, limit=MAX_TODAY, order="date_order desc, id desc")
        return {
            "day": fields.Date.to_string(today),
            "receipts": orders._retail_receipt_data(),
            "data": orders.read_pos_data([], till),
        }

    @api.model
    def _receipts_domain(self, till, filters):
        try:
            return Domain.AND(
                [
                    [("state", "in", RECEIPT_STATES)],
                    [("store_id", "=", till.store_id.id)]
                    if till.store_id
                    else [("config_id", "=", till.id)],
                    self._receipts_day_domain(filters),
                    self._receipts_amount_domain(filters),
                    self._receipts_people_domain(filters),
                    self._receipt_number_domain(filters.get("number")),
                ]
            )
        except (TypeError, ValueError, OverflowError) as error:
            raise UserError(self.env._("This filter cannot be understood.")) from error

    @api.model
    def _receipts_day_domain(self, filters):
        days = (("day_from", ">="), ("day_to", "<="))
        return [
            ("business_date", operator, fields.Date.to_date(filters[name]))
            for name, operator in days
            if filters.get(name)
        ]

    @api.model
    def _receipts_amount_domain(self, filters):
        amounts = (("amount_from", ">="), ("amount_to", "<="))
        return [
            ("amount_total", operator, max(-MAX_AMOUNT, min(MAX_AMOUNT, float(filters[name]))))
            for name, operator in amounts
            if filters.get(name) not in (None, False, "")
        ]

    @api.model
    def _receipts_people_domain(self, filters):
        domain = Domain.TRUE
        if filters.get("guide_id"):
            domain &= Domain("guide_id", "=", min(int(filters["guide_id"]), MAX_ID))
        if filters.get("member"):
            found = self.env["res.partner"].retail_search_members(str(filters["member"]), 50)
            domain &= Domain("partner_id", "in", [member["id"] for member in found])
        return domain

    @api.model
    def _receipt_number_domain(self, text):
        """Return the domain of the receipts that somebody typed or scanned a number of."""
        text = str(text or "").strip()[:200]
        if not text:
            return []
        token = text.partition("/receipt/")[2].partition("?")[0].partition("#")[0]
        if receipt_token.is_token(token):
            return [("receipt_token", "=", token)]
        short = sale_number.parse_short(text)
        if short:
            return [("receipt_number", "=", short)]
        if sale_number.is_number(text.upper()):
            return [("sale_number", "=", text.upper())]
        if len(text) < MIN_NUMBER_PIECE:
            return [("pos_reference", "=", text)]
        piece = _escaped(text)
        return [
            "|",
            "|",
            ("receipt_number", "ilike", piece),
            ("pos_reference", "ilike", piece),
            ("name", "ilike", piece),
        ]

    def _retail_receipt_data(self):
        """Return what the list shows of receipts, in a fixed number of queries."""
        pieces = dict(
            self.env["pos.order.line"]._read_group(
                [("order_id", "in", self.ids), ("is_reward_line", "=", False)],
                ["order_id"],
                ["qty:sum"],
            )
        )
        return [
            {
                "id": order.id,
                "uuid": order.uuid,
                "number": order.receipt_number or order.pos_reference,
                "reference": order.pos_reference,
                "date": fields.Datetime.to_string(order.date_order),
                "business_date": fields.Date.to_string(order.business_date) or False,
                "guide_id": order.guide_id.id,
                "guide": order.guide_id.sudo().name or "",
                "member": order.partner_id.name or "",
                "phone": mask_phone(order.partner_id.phone),
                "amount": order.amount_total,
                "pieces": pieces.get(order, 0),
                "is_return": order.is_refund or order.amount_total < 0,
                "copies": order.copy_count,
            }
            for order in self
        ]

    # What is looked at once more when a sale is settled

    @api.model
    def _process_order(self, order, existing_order):
        self._check_line_values(order)
        return super()._process_order(order, existing_order)

    @api.model
    def _check_line_values(self, order):
        """Refuse what no till can send: such a sale is forged or broken.

        A number that is merely out of bounds may come from a customer who has left: that is flagged.
        """
        is_waiting = self.env.context.get("retail_live")
        lines = [
            command[2]
            for command in order.get("lines") or []
            if len(command) > 2 and isinstance(command[2], dict)
        ]
        for values in lines:
            discount, quantity = values.get("discount") or 0, values.get("qty") or 0
            if not self._lies_within(discount, *((0, 100) if is_waiting else (-WILD, WILD))):
                raise ValidationError(
                    self.env._("A discount lies between 0 %% and 100 %%, not %s %%.", discount)
                )
            most = MAX_PIECES if is_waiting else WILD
            if not self._lies_within(quantity, -most, most):
                raise ValidationError(
                    self.env._("Nobody sells %s pieces at once. Check the quantity.", quantity)
                )
        parts = {
            values.get("product_id"): values["qty"]
            for values in lines
            if (values.get("qty") or 0) % 1
        }
        if is_waiting and parts:
            self._check_whole_pieces(order, parts)

    @api.model
    def _check_whole_pieces(self, order, parts):
        """Refuse 1.5 of a shirt in a store: what the till groups on a line is counted, not measured."""
        session = self.env["pos.session"].browse(order["session_id"])
        if not session.config_id.store_id.sudo().is_store:
            return
        products = self.env["product.product"].browse(
            key for key in parts if type(key) is int and 0 < key <= MAX_ID
        )
        for product in products.exists():
            if product.uom_id.is_pos_groupable:
                raise ValidationError(
                    self.env._(
                        "%(product)s is sold in whole pieces, not %(quantity)g.",
                        product=product.display_name,
                        quantity=parts[product.id],
                    )
                )

    @api.model
    def _lies_within(self, number, low, high):
        return type(number) in (int, float) and low <= number <= high

    def _process_saved_order(self, draft):
        result = super()._process_saved_order(draft)
        if not draft:
            self.sudo()._flag_below_cost()
            self.sudo()._tell_credit_exceeded()
        return result

    def _flag_below_cost(self):
        """Mark a sale with a product that brought less than it cost, for the manager to see."""
        self.ensure_one()
        cheap = self.lines.filtered(lambda line: line._is_below_cost())
        if not cheap:
            return
        self.with_context(mail_notrack=True).below_cost = True
        self.message_post(
            body=self.env._(
                "Sold below cost: %s", ", ".join(cheap.product_id[:10].mapped("display_name"))
            )
        )

    def _tell_credit_exceeded(self):
        """Tell of a member who now owes more than the limit: the till asked, but it is not trusted."""
        self.ensure_one()
        if not self.partner_id:
            return
        by_account = self.payment_ids.filtered(lambda p: p.payment_method_id.type == "pay_later")
        if not by_account:
            return
        credit = self.partner_id._retail_credit_in(self.company_id)
        if credit["limited"] and self.currency_id.compare_amounts(credit["left"], 0) < 0:
            self.message_post(
                body=self.env._(
                    "%(name)s now owes %(owed)s, more than the credit limit.",
                    name=self.partner_id.name,
                    owed=format_amount(self.env, credit["owed"], self.company_id.currency_id),
                )
            )
