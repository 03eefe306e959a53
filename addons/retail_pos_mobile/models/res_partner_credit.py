from odoo import api, models

from odoo.addons.retail_base.lib.asks import asks


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.readonly
    @asks("read", "pos.config")
    def retail_credit(self, config_id):
        """Tell a till what a member owes and may still owe, by the credit limits of the company.

        :param config_id: the till, which must be one of the user's stores
        :return: ``{"limited": bool, "owed", "left"}``, amounts in the currency of the company;
            ``left`` counts only where there is a limit
        :raise AccessError: the till is another store's
        """
        self.ensure_one()
        till = self.env["pos.config"].browse(int(config_id))
        till.check_access("read")
        self.check_access("read")
        return self._retail_credit_in(till.company_id)

    def _retail_credit_in(self, company):
        """What is owed on the books, not invoiced yet, and at tills whose day is not closed."""
        partner = self.sudo().with_company(company).commercial_partner_id
        owed = partner.credit + partner.credit_to_invoice + partner._owed_at_open_tills(company)
        limited = bool(company.sudo().account_use_credit_limit and partner.credit_limit)
        return {"limited": limited, "owed": owed, "left": partner.credit_limit - owed}

    def _owed_at_open_tills(self, company):
        [(owed,)] = self.env["pos.payment"]._read_group(
            [
                ("partner_id", "child_of", self.ids),
                ("payment_method_id.journal_id", "=", False),  # the customer account
                ("session_id.state", "!=", "closed"),
                ("pos_order_id.account_move", "=", False),
                ("company_id", "=", company.id),
            ],
            [],
            ["amount:sum"],
        )
        return owed or 0
