from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.retail_base.lib.asks import asks

from ..lib import sale_number
from ..lib.masking import mask_name, mask_phone
from ..lib.receipt_token import is_token
from .retail_return import TILL_USER

PAGE = 30
HABIT_DAYS = 30
MEMBER_SALES = 20
TABS = {
    "asked": ["asked"],
    "approved": ["approved"],
    "done": ["done", "refused", "cancelled"],
}


class RetailReturn(models.Model):
    """What the pages of the phone show: sales to choose from, lists, one return."""

    _inherit = "retail.return"

    # -- Sales to choose from ------------------------------------------------------------------

    @api.model
    @asks(groups=(TILL_USER,))
    def find_sale(self, config_id, text):
        """Return the sale that a receipt tells: by the e-receipt's token, its key or its number.

        Only the whole number finds a sale, and it may be another store's: goods come back where the
        customer is. Who cannot name the sale learns nothing of it.
        """
        config = self._till(config_id)
        text = str(text or "").strip()
        by_token = is_token(text)
        domain = Domain("company_id", "=", config.company_id.id) & (
            Domain("receipt_token", "=", text)
            if by_token
            else Domain("uuid", "=", text)
            | Domain("pos_reference", "=", text)
            | Domain("receipt_number", "=", sale_number.parse_short(text) or text)
        )
        orders = self.env["pos.order"].sudo().search(domain, limit=2) if text else []
        order = orders[:1] if len(orders) == 1 else self.env["pos.order"].sudo()
        order._check_can_come_back(config)
        return self._sale_to_phone(order)

    @api.model
    @asks(groups=(TILL_USER,))
    def member_sales(self, config_id, member_id):
        """Return the last sales to a member, in whatever store: a member is the chain's."""
        config = self._till(config_id)
        orders = (
            self.env["pos.order"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", self._whole(member_id) or -1),
                    ("company_id", "=", config.company_id.id),
                    ("state", "in", ("paid", "done")),
                    ("is_refund", "=", False),
                    ("amount_total", ">", 0),
                ],
                limit=MEMBER_SALES,
            )
        )
        return [self._sale_head(order) for order in orders]

    @api.model
    def _sale_head(self, order):
        return {
            "uuid": order.uuid,
            "number": order.receipt_number or order.pos_reference or order.name,
            "date": fields.Datetime.to_string(order.date_order),
            "store": order.store_id.name or order.config_id.name,
            "amount": order.amount_total,
        }

    @api.model
    def _sale_to_phone(self, order):
        shares, back = order._paid_shares(), order._pieces_back()
        member = order.partner_id
        return self._sale_head(order) | {
            "member": " ".join(filter(None, (mask_name(member.name), mask_phone(member.phone)))),
            "guide": order.guide_id.name or "",
            "lines": [
                {
                    "uuid": line.uuid,
                    "product_id": line.product_id.id,
                    "name": line.product_id.display_name,
                    "sold": line.qty,
                    "left": max(line.qty - back[line], 0),
                    "paid": order._amount(share),
                }
                for line, share in shares.items()
            ],
        }

    @api.model
    @asks(groups=(TILL_USER,))
    def find_product(self, config_id, text):
        """Return the products of a bar code or a name, archived ones too, to return without receipt."""
        config = self._till(config_id)
        text = str(text or "").strip()
        if not text:
            return []
        product_model = self.env["product.product"].sudo().with_context(active_test=False)
        scope = Domain("sale_ok", "=", True) & Domain(
            "company_id", "in", [config.company_id.id, False]
        )
        products = product_model.search(scope & Domain("barcode", "=", text), limit=1)
        products = products or product_model.search(
            scope & Domain("display_name", "ilike", text), limit=10
        )
        prices = config._prices_without_receipt(products) if products else {}
        return [
            {
                "product_id": product.id,
                "name": product.display_name,
                "price": config.currency_id.round(prices[product.id]),
            }
            for product in products
        ]

    # -- Lists and one return ------------------------------------------------------------------

    @api.model
    @asks(groups=(TILL_USER,))
    def phone_list(self, config_id, tab, offset=0):
        """Return a page of returns that the user may see, and how many wait."""
        self._till(config_id)
        if tab not in TABS:
            raise UserError(self.env._("There is no such list."))
        records = self.search(
            [("state", "in", TABS[tab])], offset=self._whole(offset), limit=PAGE + 1
        )
        return {
            "rows": records[:PAGE]._to_rows(),
            "has_more": len(records) > PAGE,
            "counts": self.phone_counts(config_id),
        }

    @api.model
    @asks(groups=(TILL_USER,))
    def phone_counts(self, config_id):
        """Return how many returns are asked for, and how many are approved."""
        self._till(config_id)
        counts = dict(
            self._read_group([("state", "in", ["asked", "approved"])], ["state"], ["__count"])
        )
        return {state: counts.get(state, 0) for state in ("asked", "approved")}

    @asks("read")
    def read_for_phone(self):
        """Return one return as the phone shows it."""
        self.ensure_one()
        return self._to_phone()

    def _to_phone(self):
        self.ensure_one()
        self.check_access("read")
        return self._to_rows()[0]

    def _to_rows(self):
        """Return the returns with what the user may do with each."""
        user = self.env.user
        habits = self.sudo()._habits()
        decides = {store: user._decides_returns_of(store) for store in self.sudo().store_id}
        return [record._to_row(user, decides[record.store_id], habits) for record in self.sudo()]

    def _to_row(self, user, decides, habits):
        member = self.partner_id
        sale = self.order_id
        return {
            "id": self.id,
            "uuid": self.uuid,
            "name": self.name,
            "state": self.state,
            "type": self.type,
            "source": self.source,
            "reason": self.reason_id.name,
            "destination": self.reason_id.destination,
            "note": self.note or "",
            "store_id": self.store_id.id,
            "store": self.store_id.name,
            "sold_store": self.sold_store_id.name or "",
            "sale": sale.receipt_number or sale.pos_reference or "",
            "sale_date": fields.Datetime.to_string(sale.date_order) if sale else "",
            "partner_id": member.id,
            "member": " ".join(filter(None, (mask_name(member.name), mask_phone(member.phone)))),
            "asked_by": self.user_id.name,
            "asked_at": fields.Datetime.to_string(self.asked_at) or "",
            "decided_by": self._decider_name(),
            "decided_at": fields.Datetime.to_string(self.decided_at) or "",
            "decision_note": self.decision_note or "",
            "pieces": self.pieces,
            "amount": self.amount,
            "lines": [line._to_phone() for line in self.line_ids],
            "pictures": self.picture_ids.ids,
            "promise_date": fields.Date.to_string(self.promise_date) or "",
            "repair_state": self.repair_state or "",
            "order": self.refund_order_id._get_receipt_number(),
            "receipt_url": self.refund_order_id.receipt_url or "",
            "paid_back": [
                {"name": payment.payment_method_id.name, "amount": -payment.amount}
                for payment in self.refund_order_id.payment_ids
            ],
            "habit": habits.get((self.user_id.id, self.store_id.id)),
            "can": {
                "decide": self.state == "asked" and decides,
                "withdraw": self.state in ("asked", "approved")
                and not self.repair_state
                and (decides or self.user_id == user),
                "execute": self.state == "approved" and user._works_in_store(self.store_id),
            },
        }

    @asks("read")
    @asks(groups=(TILL_USER,))
    def payback_plan(self, config_id, amount):
        """Return how an exchange gives back what it leaves for the customer.

        :return: ``{payments: [{method_id, amount}], cards: [{card_id, product_id, name, amount}]}``;
            a line of that product fills the gift card or wallet again that paid for the sale
        """
        self.ensure_one()
        config = self._till(config_id)
        self.check_access("read")
        sale = self.sudo().order_id
        cents = round(abs(float(amount)) / config.currency_id.rounding)
        methods, cards = sale._split_back(cents, config, self.env["pos.order"].sudo())
        rounding = config.currency_id.rounding
        return {
            "payments": [
                {"method_id": method.id, "amount": config.currency_id.round(share * rounding)}
                for method, share in methods.items()
                if share
            ],
            "cards": [
                {
                    "card_id": card.id,
                    "product_id": line.product_id.id,
                    "name": line.full_product_name or line.product_id.name,
                    "amount": config.currency_id.round(share * rounding),
                }
                for (card, line), share in cards.items()
            ],
        }

    @asks("read")
    @asks(groups=(TILL_USER,))
    def exchange_lines(self, config_id):
        """Return the values of the till's order lines that take an approved exchange back."""
        self.ensure_one()
        config = self._till(config_id)
        self.check_access("read")
        record = self.sudo()
        record._check_ready(config, "exchange")
        fiscal_position = record.order_id.fiscal_position_id or config.default_fiscal_position_id
        lines = []
        for line in record.line_ids:
            values = line._refund_line_values(fiscal_position)
            lines.append(
                {
                    "product_id": line.product_id.id,
                    "qty": values["qty"],
                    "price_unit": values["price_unit"],
                    "discount": values.get("discount", 0),
                    "tax_ids": values["tax_ids"][0][2],
                    "return_line_uuid": line.uuid,
                }
            )
        return {"partner_id": record.partner_id.id, "lines": lines}

    # -- The guide's habit ---------------------------------------------------------------------

    def _habits(self):
        """Return ``{(user, store): {...}}``: what applicants and their stores did in the last days.

        Pieces and money that went back beside the turnover, of the one who asks and of the store.
        """
        if not self:
            return {}
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                WITH back AS (
                     SELECT user_id, store_id, count(*) AS number, sum(amount) AS amount,
                            count(*) FILTER (WHERE state = 'refused') AS refused
                       FROM retail_return
                      WHERE store_id = ANY(%(stores)s) AND asked_at >= %(since)s
                        AND state != 'cancelled' AND type != 'repair'
                   GROUP BY user_id, store_id),
                sold AS (
                     SELECT coalesce(guide.user_id, sale.user_id) AS user_id, sale.store_id,
                            sum(sale.amount_total) AS amount
                       FROM pos_order sale
                  LEFT JOIN hr_employee guide ON guide.id = sale.guide_id
                      WHERE sale.store_id = ANY(%(stores)s) AND sale.date_order >= %(since)s
                        AND sale.state IN ('paid', 'done') AND sale.amount_total > 0
                   GROUP BY 1, 2)
                SELECT user_id, store_id, coalesce(back.number, 0), coalesce(back.refused, 0),
                       coalesce(back.amount, 0), coalesce(sold.amount, 0)
                  FROM back FULL JOIN sold USING (user_id, store_id)
                """,
                stores=self.store_id.ids,
                since=self._days_ago(HABIT_DAYS),
            )
        )
        stores = {}
        for _user, store, _number, _refused, back, sold in rows:
            total = stores.setdefault(store, [0, 0])
            total[0] += back
            total[1] += sold
        return {
            (user, store): {
                "days": HABIT_DAYS,
                "number": number,
                "refused": refused,
                "amount": float(back),
                "share": round(100 * back / sold, 1) if sold else None,
                "store_share": self._percent(*stores[store]),
            }
            for user, store, number, refused, back, sold in rows
        }

    @api.model
    def _percent(self, part, whole):
        return round(100 * part / whole, 1) if whole else None
