from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.retail_base.lib.narrows import narrows


class RatingRating(models.Model):
    """Ratings of sales are the customers': nobody writes one but through the till, once a sale."""

    _inherit = "rating.rating"

    store_id = fields.Many2one("stock.warehouse", index="btree_not_null", readonly=True)
    guide_id = fields.Many2one("hr.employee", index="btree_not_null", readonly=True)

    # One sale, one opinion
    _sale_rated_once = models.UniqueIndex("(res_id) WHERE res_model = 'pos.order'")

    @api.model_create_multi
    @narrows("a sale's: the customer alone, at the till")
    def create(self, vals_list):
        ratings = super().create(vals_list)
        ratings._check_customers_own()
        return ratings

    @narrows("a sale's: the customer alone, at the till")
    def write(self, vals):
        self._check_customers_own()
        result = super().write(vals)
        if {"res_model_id", "res_id"} & vals.keys():
            self._check_customers_own()
        return result

    def _check_customers_own(self):
        if not self.env.su and "pos.order" in self.sudo().mapped("res_model"):
            raise AccessError(self.env._("A sale is rated by the customer, at the till."))
