from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib import till_clock

FINISHED = ("paid", "done")


class PosOrder(models.Model):
    """Circumstances in which a sale is booked although they do not fit, and flagged for a manager.

    The rules are written down in docs/decisions/conflicts.md.
    """

    _inherit = "pos.order"

    clock_late = fields.Integer(
        copy=False,
        readonly=True,
        help="Seconds by which the clock of the phone was late when it last heard from the server.",
    )
    flag_ids = fields.One2many(
        "retail.sale.flag",
        "order_id",
        string="To Review",
        groups="retail_security.group_store_manager,retail_security.group_finance,"
        "retail_security.group_auditor",
    )
    open_flag_count = fields.Integer(
        compute="_compute_open_flag_count",
        groups="retail_security.group_store_manager,retail_security.group_finance,"
        "retail_security.group_auditor",
    )

    @api.depends("flag_ids.state")
    def _compute_open_flag_count(self):
        counts = dict(
            self.env["retail.sale.flag"]._read_group(
                [("order_id", "in", self.ids), ("state", "=", "open")], ["order_id"], ["__count"]
            )
        )
        for order in self:
            order.open_flag_count = counts.get(order._origin, 0)

    @api.model
    def _load_pos_data_fields(self, config):
        """@override Flags are the managers' and live in the back end."""
        names = super()._load_pos_data_fields(config)
        return [name for name in names if name not in ("flag_ids", "open_flag_count")]

    @api.model
    def _process_order(self, order, existing_order):
        order.pop("flag_ids", None)
        clock = self._set_clock_right(order)
        session = self.env["pos.session"].sudo().browse(order["session_id"])
        till_is_gone = not session.config_id.active
        order_id = super()._process_order(order, existing_order)
        sale = self.browse(order_id)
        if sale.state in FINISHED:
            if clock:
                sale._flag("clock", **clock)
            if till_is_gone:
                sale._flag("till", till=session.config_id.name)
            if sale.session_id != session:
                sale._flag_other_session(session)
            sale._check_prices()
        return order_id

    def _flag(self, kind, about=None, amount=0, **details):
        """Leave something about this sale for a manager to review, once.

        :param kind: one of `retail.sale.flag`
        :param about: the line or the product, if it is about one
        :param amount: what the sale brought less than it should
        :param details: what the text of the flag tells
        """
        self.ensure_one()
        self._flag_all([(kind, about, amount, details)])

    def _flag_all(self, rows):
        self.env["retail.sale.flag"].sudo()._raise([(self, *row) for row in rows])

    # The clock of the phone

    @api.model
    def _set_clock_right(self, order):
        """Put the time of a sale right by what the phone learned of its clock when it was last online.

        :return: the details of a flag, or None where the phone's clock was right
        """
        order["clock_late"] = till_clock.readable(order.get("clock_late"))
        if order.get("state") == "draft":
            return None
        now = fields.Datetime.now()
        late = till_clock.lateness(order.get("clock_late"))
        claimed = self._moment_of(order.get("date_order"))
        if not order.get("date_order"):
            order.pop("date_order", None)  # Odoo sets the time of arrival
            return None
        moment, is_put_right = till_clock.moment_of_sale(claimed, late, now)
        order["date_order"] = fields.Datetime.to_string(moment)
        if not is_put_right:
            return None
        order["promotion_moment"] = False  # told by the same clock
        return {
            "claimed": claimed and fields.Datetime.to_string(claimed),
            "booked": order["date_order"],
            "hours": round(late / timedelta(hours=1), 1),
        }

    @staticmethod
    def _moment_of(value):
        try:
            return fields.Datetime.to_datetime(value) or None
        except (TypeError, ValueError):
            return None

    # The session

    @api.model
    def _get_valid_session(self, order):
        """@override Where no session is open, one is made for what came late, as Odoo did before."""
        session = self.env["pos.session"].sudo().browse(order["session_id"])
        config = session.config_id
        is_open = config.session_ids.filtered(
            lambda other: other.state not in ("closed", "closing_control")
        )
        if is_open or config._is_popup_over():
            return super()._get_valid_session(order)
        # Of two that come at once the second starts again, and finds the session of the first
        self.env.cr.execute(
            SQL("UPDATE pos_session SET write_uid = write_uid WHERE id = %s", session.id)
        )
        values = {"config_id": config.id, "user_id": session.user_id.id, "rescue": True}
        return session.create(values)

    def _flag_other_session(self, asked):
        booked = self.session_id
        self._flag("session", asked=asked.name, booked=booked.name, rescue=booked.rescue)

    # The stock

    def _create_order_picking(self):
        result = super()._create_order_picking()
        if not self.shipping_date and self._should_create_picking_real_time():
            self._flag_negative_stock(self.picking_ids.move_ids)
        return result

    def _flag_negative_stock(self, moves):
        """Flag goods of these sales of which less than nothing is left now, one flag at a time for each
        product of a store.

        :param moves: what took the goods of these sales out of the stock
        """
        below = (
            self.env["stock.quant"]
            .sudo()
            ._read_group(
                [
                    ("product_id", "in", moves.product_id.ids),
                    (
                        "location_id",
                        "in",
                        moves.location_id.filtered(lambda l: l.usage == "internal").ids,
                    ),
                ],
                ["product_id", "location_id"],
                ["quantity:sum"],
                having=[("quantity:sum", "<", 0)],
            )
        )
        if not below:
            return
        Flag = self.env["retail.sale.flag"].sudo()
        known = Flag.search(
            [
                ("kind", "=", "stock"),
                ("state", "=", "open"),
                ("store_id", "in", self.store_id.ids),
                ("product_id", "in", [product.id for product, *_rest in below]),
            ]
        ).product_id
        last = {line.product_id: line.order_id for line in self.sudo().lines if line.qty > 0}
        Flag._raise(
            [
                (
                    last[product],
                    "stock",
                    last[product].lines.filtered(lambda line, p=product: line.product_id == p)[:1],
                    0,
                    {"quantity": quantity, "location": location.display_name},
                )
                for product, location, quantity in below
                if product in last and product not in known
            ]
        )
