from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.retail_base.lib.asks import asks

MAX_QUANTITY = 100_000
MAX_SCANS = 5_000
COUNTERS = ("retail_security.group_guide", "retail_security.group_warehouse")


class RetailCountScan(models.Model):
    """What one scan saw. Scans are added, never changed: taking one back is a negative scan."""

    _name = "retail.count.scan"
    _description = "Scan of a Stocktake"
    _order = "scanned_at desc, id desc"
    _rec_name = "product_id"

    uuid = fields.Char(string="Key", required=True, readonly=True, help="Given by the phone.")
    count_id = fields.Many2one(
        "retail.count", required=True, readonly=True, index=True, ondelete="cascade"
    )
    warehouse_id = fields.Many2one(related="count_id.warehouse_id", store=True, index=True)
    product_id = fields.Many2one(
        "product.product", string="Article", required=True, readonly=True, ondelete="restrict"
    )
    round = fields.Integer(required=True, readonly=True, default=1)
    quantity = fields.Float(digits="Product Unit", required=True, readonly=True)
    scanned_at = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Scanned by", required=True, readonly=True)

    _uuid_unique = models.Constraint("UNIQUE(uuid)", "This scan has come already.")

    @api.model
    @asks(groups=COUNTERS)
    def add_scans(self, count_id, scans):
        """Add the scans of one device to a count; those that came before are left out.

        :param count_id: the stocktake, in a store of the user
        :param scans: at most 5,000 dicts `uuid`, `product_id`, `quantity` (negative takes back),
            `scanned_at` ("YYYY-MM-DD HH:MM:SS", UTC)
        :return: {"added": how many were new}
        :raises UserError: the count is not open, or a scan is no scan; then none is added
        """
        count = self.env["retail.count"].browse(count_id).exists()
        if not count:
            raise UserError(self.env._("This stocktake is no longer there."))
        count.check_access("read")
        if len(scans) > MAX_SCANS:
            raise UserError(self.env._("Send at most %s scans at once.", MAX_SCANS))
        # A count that is closed at this moment takes none of them, or all
        count.sudo().lock_for_update()
        if count.state not in ("counting", "review"):
            raise UserError(
                self.env._("%s is not being counted: its scans were not added.", count.name)
            )
        known = set(self.sudo().search([("uuid", "in", [s["uuid"] for s in scans])]).mapped("uuid"))
        fresh = {scan["uuid"]: scan for scan in scans if scan["uuid"] not in known}
        self.sudo().create(self._values(count, fresh.values()))
        if fresh and count.state == "review":
            count.sudo()._compare()
            count.sudo().message_post(
                body=self.env._("Scans came late and were added: %s.", len(fresh))
            )
        return {"added": len(fresh)}

    @api.model
    def _values(self, count, scans):
        """Return the values of checked scans, at the round that each product is counted in."""
        products = self.env["product.product"].sudo().with_context(active_test=False)
        known = products.search(
            [("id", "in", [scan["product_id"] for scan in scans]), ("is_storable", "=", True)]
        ).grouped("id")
        rounds = {line.product_id.id: line.round for line in count.sudo().line_ids}
        values = []
        for scan in scans:
            product = known.get(scan["product_id"])
            if not product:
                raise UserError(self.env._("A scan is of an article that is not kept in stock."))
            if product.tracking != "none":
                raise UserError(
                    self.env._(
                        "%s has serial numbers or lots: count it in Inventory.",
                        product.display_name,
                    )
                )
            values.append(
                {
                    "uuid": scan["uuid"],
                    "count_id": count.id,
                    "product_id": product.id,
                    "round": rounds.get(product.id, 1),
                    "quantity": self._scanned_quantity(scan["quantity"], product),
                    "scanned_at": self._scanned_at(scan.get("scanned_at")),
                    "user_id": self.env.uid,
                }
            )
        return values

    @api.model
    def _scanned_quantity(self, quantity, product):
        if not isinstance(quantity, int | float) or not abs(quantity) <= MAX_QUANTITY:
            raise UserError(self.env._("Count up to %s pieces at once.", MAX_QUANTITY))
        if not product.uom_id._is_countable(quantity):
            raise UserError(
                self.env._(
                    "%(article)s is not counted in parts of %(unit)s.",
                    article=product.display_name,
                    unit=product.uom_id.name,
                )
            )
        return quantity

    @api.model
    def _scanned_at(self, text):
        """Return the time of a scan, now if the device told none; never a time to come."""
        now = fields.Datetime.now()
        try:
            return min(datetime.fromisoformat(text).replace(tzinfo=None), now) if text else now
        except ValueError as error:
            raise UserError(self.env._("A scan has no proper time.")) from error
