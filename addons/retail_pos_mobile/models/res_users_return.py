from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _decides_returns_of(self, store):
        """Return whether this user, perhaps none, decides on the returns of a store."""
        return bool(
            self
            and self.has_group("retail_security.group_store_manager")
            and (not self.is_store_scoped or store in self.store_ids)
        )

    def _works_in_store(self, store):
        """Return whether this user may sell and take goods back in a store."""
        return self.has_group("point_of_sale.group_pos_user") and (
            not self.is_store_scoped or store in self.store_ids
        )
