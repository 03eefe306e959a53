from datetime import datetime, timedelta

from odoo import Command, fields
from odoo.tools import SQL

from .test_promotion_sale import PromotionCommon


class FlagCommon(PromotionCommon):
    """A store whose cashier sells a jacket at 599 and a shirt at 100."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.threshold.active = False
        cls._stock(cls.jacket | cls.shirt, 1000)
        # Native helpers give a product its price after it was made
        cls.env["retail.price.log"].sudo().search([]).unlink()

    @classmethod
    def _stock(cls, products, quantity):
        location = cls.config.sudo().picking_type_id.default_location_src_id
        for product in products:
            cls.env["stock.quant"].sudo()._update_available_quantity(product, location, quantity)

    def _send(self, *lines, context=(), user=None, **values):
        return self._sync(self._data(*lines, **values), context, user)

    def _sync(self, data, context=(), user=None):
        Order = self.env["pos.order"].with_user(user or self.cashier)
        Order.with_context(**dict(context)).sync_from_ui([data])
        order = self.env["pos.order"].sudo().search([("uuid", "=", data["uuid"])])
        self.assertEqual(order.state, "paid")
        return order

    def _send_waiting(self, *lines, **values):
        """Send a sale as a till whose customer waits for the answer."""
        return self._send(*lines, context={"retail_live": True}, **values)

    def _kinds(self, order):
        return sorted(order.flag_ids.mapped("kind"))

    def _ago(self, **delta):
        return datetime.now().replace(microsecond=0) - timedelta(**delta)

    def _log_price(self, record, until, **former):
        """Let a price have been another until a moment; tests cannot wait for it."""
        pricelist = former.get("pricelist_id")
        log = self.env["retail.price.log"].sudo()
        log._remember([(record._name, record.id, pricelist, former, False)])
        log.search([], limit=1, order="id desc").until = until

    def _written_before(self, record):
        """Let a record have been written an hour ago."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET write_date = %s WHERE id = %s",
                SQL.identifier(record._table),
                self._ago(hours=1),
                record.id,
            )
        )
        record.invalidate_recordset()

    def _pricelist(self, *rules, created=None, **values):
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Winter",
                "currency_id": self.config.currency_id.id,
                "item_ids": [Command.create(rule) for rule in rules],
                **values,
            }
        )
        created = created or fields.Datetime.now() - timedelta(days=300)
        self.env.cr.execute(
            "UPDATE product_pricelist_item SET create_date = %s WHERE id IN %s",
            [created, tuple(pricelist.item_ids.ids)],
        )
        pricelist.invalidate_recordset()
        pricelist.item_ids.invalidate_recordset()
        return pricelist
