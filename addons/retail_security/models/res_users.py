from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .retail_cost_hidden import COST_BLIND_ROLES, COSTS

# The higher store roles imply the guide's, so this one stands for all of them
STORE_ROLE = "retail_security.group_guide"
CHAIN_ROLES = (
    "retail_security.group_merchandiser",
    "retail_security.group_planner",
    "retail_security.group_buyer",
    "retail_security.group_warehouse",
    "retail_security.group_finance",
    "retail_security.group_auditor",
    "retail_security.group_administrator",
)
AUDITOR = "retail_security.group_auditor"
# What an auditor must not be: whoever does the work, or grants the rights to do it
AUDITED_ROLES = (
    STORE_ROLE,
    *(role for role in CHAIN_ROLES if role != AUDITOR),
    "base.group_erp_manager",
)


class ResUsers(models.Model):
    _inherit = "res.users"

    store_ids = fields.Many2many(
        "stock.warehouse",
        "retail_user_store_rel",
        "user_id",
        "warehouse_id",
        string="Stores",
        domain=[("is_store", "=", True)],
        context={"active_test": False},
        help="The stores whose documents a store role lets this user see.",
    )
    is_store_scoped = fields.Boolean(
        string="Own Stores Only",
        compute="_compute_is_store_scoped",
        help="Holds a store role and no role for the whole chain.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "store_ids"]

    @api.depends("all_group_ids")
    def _compute_is_store_scoped(self):
        for user in self:
            user.is_store_scoped = user._holds_any((STORE_ROLE,)) and not user._holds_any(
                CHAIN_ROLES
            )

    @api.constrains("group_ids")
    def _check_auditor_independence(self):
        for user in self:
            if user._holds_any((AUDITOR,)) and user._holds_any(AUDITED_ROLES):
                raise ValidationError(
                    self.env._(
                        "%s would audit their own work: an auditor holds no other role.",
                        user.name,
                    )
                )

    def _holds_any(self, roles):
        """Return whether the user is in one of the groups; unlike has_group, as edited just now."""
        groups = self.env["res.groups"]._get_group_definitions()
        return not {groups.get_id(role) for role in roles}.isdisjoint(self.all_group_ids.ids)

    @api.model
    def _get_invalidation_fields(self):
        # Record rules are cached per user, in every worker
        return super()._get_invalidation_fields() | {"store_ids"}

    def _is_cost_blind(self):
        """Return whether costs and margins are hidden from the user: from store staff and pickers."""
        return any(map(self.has_group, COST_BLIND_ROLES)) and not self.has_group(COSTS)

    def _get_default_warehouse_id(self):
        warehouse = super()._get_default_warehouse_id()
        if self.is_store_scoped and warehouse not in self.store_ids:
            return self.store_ids[:1]
        return warehouse

    def _store_scope(self, *paths):
        """Return the domain that keeps store staff to their own stores.

        Made for the ``domain_force`` of global record rules, which no group rule of another module
        can widen::

            <field name="domain_force">user._store_scope("warehouse_id")</field>

        :param paths: field paths to ``stock.warehouse``; one of them in the user's stores is enough
        :return: a list; it lets everything pass for users who are not store-scoped, and nothing
            for store staff without a store
        """
        self.ensure_one()
        if not self.is_store_scoped:
            return [(1, "=", 1)]
        store_ids = self.store_ids.ids
        return list(Domain.OR([(path, "in", store_ids)] for path in paths))
