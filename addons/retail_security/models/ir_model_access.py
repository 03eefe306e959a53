from odoo import api, models, tools

from .res_users import AUDITOR

# Settings of the user's own screen, not business records
PERSONAL_MODELS = {"ir.filters", "res.users.settings"}


class IrModelAccess(models.Model):
    _inherit = "ir.model.access"

    @api.model
    @tools.ormcache("self.env.uid", "mode")
    def _get_allowed_models(self, mode="read"):
        """Let an auditor read what the audited groups read, and write nothing.

        Native access lists let every employee write some documents (stock move lines among them)
        and can only add up. And some native methods go on as superuser for members of a group, so
        an auditor is no member of the groups read for.
        """
        allowed = super()._get_allowed_models(mode)
        if not self.env.user._has_group(AUDITOR):
            return allowed
        if mode == "read":
            return allowed | self._readable_models(self._audited_groups())
        return frozenset(
            name
            for name in allowed
            if name in PERSONAL_MODELS or (name in self.env and self.env[name]._transient)
        )

    @api.model
    def _audited_groups(self):
        """Return the external ids of the groups whose records an auditor reads; made to extend."""
        return ["stock.group_stock_user", "sales_team.group_sale_salesman_all_leads"]

    @api.model
    def _readable_models(self, group_xmlids):
        """Return the names of the models that one of the groups may read."""
        groups = self.env["res.groups"].union(*map(self.env.ref, group_xmlids))
        rights = self.sudo().search(
            [("group_id", "in", groups.all_implied_ids.ids), ("perm_read", "=", True)]
        )
        return frozenset(rights.model_id.mapped("model"))
