from odoo import api, models
from odoo.fields import Domain

from odoo.addons.retail_base.lib.asks import asks

SHOWN = 50
MANAGER = "retail_security.group_store_manager"


class RetailSaleFlag(models.Model):
    """What the phone of a manager shows of the sales to review."""

    _inherit = "retail.sale.flag"

    @api.model
    @asks("read")
    @asks("read", "pos.config")
    def read_of_till(self, config_id):
        """Return what is to review in the store of a till, the newest first, with what was decided and why.

        :return: ``{"count": how many there are, "flags": the first of them}``
        :raise AccessError: for who may not open the till, or sees no flags
        """
        store = self.env["retail.me.page"]._get_store(config_id)
        self.browse().check_access("read")
        domain = self._open_in(store)
        flags = self.search(domain, limit=SHOWN)
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "count": self.search_count(domain),
            "flags": [
                {
                    "id": flag.id,
                    "kind": kinds[flag.kind],
                    "rule": flag.rule,
                    "decision": flag.decision,
                    "reason": flag.reason,
                    "sale": flag.order_id._get_receipt_number(),
                    "date": flag.business_date.isoformat() if flag.business_date else False,
                    "product": flag.product_id.display_name or "",
                    "guide": flag.guide_id.sudo().name or flag.user_id.sudo().name or "",
                    "amount": flag.amount,
                    "was_offline": flag.was_offline,
                }
                for flag in flags
            ],
        }

    @api.model
    def _open_in(self, store):
        return Domain("store_id", "=", store.id) & Domain("state", "=", "open")


class RetailMePage(models.AbstractModel):
    _inherit = "retail.me.page"

    @api.model
    def read_me(self, config_id, employee_id=None, proof=None):
        """@override A manager is told how many sales are to review."""
        answer = super().read_me(config_id, employee_id, proof)
        flags = self.env["retail.sale.flag"]
        if self.env.user.has_group(MANAGER):
            answer["flags"] = flags.search_count(flags._open_in(self._get_store(config_id)))
        return answer
