from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

COSTS = "retail_security.group_costs"
# Whoever sells, moves and counts the goods does it without knowing what they were bought for
COST_BLIND_ROLES = ("retail_security.group_guide", "retail_security.group_warehouse")


class RetailCostHidden(models.AbstractModel):
    """Keeps costs and margins from store staff, wherever values leave the server.

    Not by ``groups`` on the fields: these bind Odoo's own code as well, which reads the cost whenever
    store staff receive or sell goods. So the rim is guarded: what is read, exported, grouped, sorted
    by or searched for. A model names its fields::

        _name = "product.product"
        _inherit = ["product.product", "retail.cost.hidden"]

        def _get_cost_fields(self):
            return super()._get_cost_fields() | {"standard_price"}
    """

    _name = "retail.cost.hidden"
    _description = "Hidden Costs"

    @api.model
    def _get_cost_fields(self):
        """Return the names of the fields that tell a cost or a margin; made to extend."""
        return set()

    @api.model
    def _hidden_costs(self):
        """Return the names of the fields that this user does not see."""
        return self._get_cost_fields() if self._is_cost_blind() else set()

    @api.model
    def _is_cost_blind(self):
        return not self.env.su and self.env.user._is_cost_blind()

    def _read_format(self, fnames, load="_classic_read"):
        rows = super()._read_format(fnames, load)
        hidden = self._hidden_costs().intersection(fnames)
        for row in rows if hidden else ():
            row.update(dict.fromkeys(hidden, False))
        return rows

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        rows = super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        hidden = self._hidden_costs()
        columns = [index for index, path in enumerate(fields) if path and path[0] in hidden]
        for row in rows if columns else ():
            for index in columns:
                row[index] = ""
        return rows

    def _read_group_groupby(self, alias, groupby_spec, query):
        self._check_cost_seen(groupby_spec)
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _read_group_select(self, aggregate_spec, query):
        self._check_cost_seen(aggregate_spec)
        return super()._read_group_select(aggregate_spec, query)

    @api.model
    def _search(self, domain, *args, **options):
        if not options.get("bypass_access") and (hidden := self._hidden_costs()):
            for condition in Domain(domain).iter_conditions():
                self._check_cost_seen(condition.field_expr, hidden)
        return super()._search(domain, *args, **options)

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """@override The order of what is hidden would tell it."""
        if field_name in self._hidden_costs():
            return SQL()
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    @api.model
    def _check_cost_seen(self, spec, hidden=None):
        if spec.split(":")[0].split(".")[0] in (self._hidden_costs() if hidden is None else hidden):
            raise AccessError(self.env._("Costs and margins are not for store staff to see."))
