from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.retail_base.lib.asks import asks
from odoo.addons.retail_replenishment.models.retail_count_scan import COUNTERS

from ..lib.from_phone import from_phone

OPEN = ("counting", "review", "approved")
MANAGER = "retail_security.group_store_manager"
# What a manager does on the phone; the stocktake itself knows who may
ACTIONS = ("action_close", "action_recount", "action_approve", "action_apply")


class RetailCounting(models.AbstractModel):
    """Stocktakes as the phone shows them, and the scans that it sends."""

    _name = "retail.counting"
    _description = "Counting Goods on the Phone"

    @api.model
    @asks("read", "pos.config")
    def read_counts(self, config_id):
        """Return the open stocktakes of a till's store, and whether the user may start one."""
        store = self.env["retail.me.page"]._get_store(config_id)
        counts = self.env["retail.count"].search(
            [("warehouse_id", "=", store.id), ("state", "in", OPEN)]
        )
        pieces = self._pieces(counts)
        return {
            "counts": [self._read_count(count, pieces) for count in counts],
            "may_start": self.env.user.has_group(MANAGER),
        }

    @api.model
    @asks("read", "pos.config")
    def read_count(self, config_id, count_id):
        """Return one stocktake; its differences for managers, once it was closed.

        :raise UserError: it is not open here (any more)
        """
        count = self._find(config_id, count_id)
        is_manager = self.env.user.has_group(MANAGER)
        rows = []
        if is_manager and count.state in ("review", "approved"):
            rows = [self._read_line(line) for line in count.line_ids if line.difference]
        elif count.state == "counting" and not count.is_blind:
            rows = [self._read_opening(line) for line in count.line_ids]
        return {
            **self._read_count(count, self._pieces(count)),
            "is_manager": is_manager,
            "value": count.value if is_manager and count.state != "counting" else 0,
            "rows": rows,
            "todo": self._todo(count),
        }

    @api.model
    def _todo(self, count):
        """Return the chosen articles that no phone has counted yet; of a whole store nobody asks."""
        if count.state != "counting" or count.scope != "spot":
            return []
        scanned = self.env["retail.count.scan"]._read_group(
            [("count_id", "=", count.id)], ["product_id", "round"]
        )
        known = {(product.id, number) for product, number in scanned}
        return [
            self._read_article(line)
            for line in count.line_ids
            if (line.product_id.id, line.round) not in known
        ]

    @api.model
    @asks("read", "pos.config")
    @asks("create", "retail.count")
    def start_count(self, config_id, kind="all"):
        """Open a stocktake of a till's store; returns its id.

        :param kind: "all" counts everything there, "spot" what is scanned and nothing else
        :raise AccessError: the user is no manager
        """
        store = self.env["retail.me.page"]._get_store(config_id)
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Ask a manager to start a stocktake."))
        if kind not in ("all", "spot"):
            raise UserError(self.env._("A stocktake has no such step."))
        count = self.env["retail.count"].create(
            {"warehouse_id": store.id, "scope": kind, "missing_is_zero": kind == "all"}
        )
        count.action_start()
        return count.id

    @api.model
    @asks("read", "pos.config")
    def act(self, config_id, count_id, action):
        """Let a manager close, approve or apply a stocktake, or have it counted again."""
        count = self._find(config_id, count_id)
        if action not in ACTIONS:
            raise UserError(self.env._("A stocktake has no such step."))
        getattr(count, action)()
        return count.state

    @api.model
    @from_phone
    @asks("read", "pos.config")
    @asks(groups=COUNTERS)
    def _add_scans_from_phone(self, uuid, values):
        """Add scans; see `retail.count.scan.add_scans`.

        :param values: ``config_id``, ``count_id``, ``scans``
        """
        count = self._find(values.get("config_id"), values.get("count_id"))
        scans = values.get("scans")
        if not isinstance(scans, list) or not all(self._is_scan(scan) for scan in scans):
            raise UserError(self.env._("These are no scans."))
        return self.env["retail.count.scan"].add_scans(count.id, scans)

    @api.model
    def _is_scan(self, scan):
        return (
            isinstance(scan, dict)
            and isinstance(scan.get("uuid"), str)
            and type(scan.get("product_id")) is int
            and type(scan.get("quantity")) in (int, float)
        )

    @api.model
    def _find(self, config_id, count_id):
        store = self.env["retail.me.page"]._get_store(config_id)
        count = type(count_id) is int and self.env["retail.count"].search(
            [("id", "=", count_id), ("warehouse_id", "=", store.id), ("state", "in", OPEN)]
        )
        if not count:
            raise UserError(self.env._("This stocktake is not open any more. Look at the list."))
        return count

    @api.model
    def _pieces(self, counts):
        """Return {stocktake: pieces} that all phones counted so far."""
        return dict(
            self.env["retail.count.scan"]._read_group(
                [("count_id", "in", counts.ids)], ["count_id"], ["quantity:sum"]
            )
        )

    @api.model
    def _read_count(self, count, pieces):
        return {
            "id": count.id,
            "name": count.name,
            "state": count.state,
            "is_blind": count.is_blind,
            "what": count._what(),
            "opened": fields.Datetime.to_string(count.opened_at),
            "pieces": pieces.get(count, 0),
        }

    @api.model
    def _read_line(self, line):
        return {
            **self._read_article(line),
            "expected": line.expected_qty,
            "counted": line.counted_qty,
            "difference": line.difference,
            "value": line.value,
            "is_counted": line.is_counted,
        }

    @api.model
    def _read_opening(self, line):
        return {**self._read_article(line), "expected": line.opening_qty}

    @api.model
    def _read_article(self, line):
        product = line.product_id.with_context(display_default_code=False)
        return {"id": line.id, "product_id": product.id, "name": product.display_name}
