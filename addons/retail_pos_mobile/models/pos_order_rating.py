from hmac import compare_digest

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.retail_base.lib.asks import asks

from ..lib.from_phone import from_phone
from .pos_order import RECEIPT_STATES

MAX_FEEDBACK = 500


class PosOrder(models.Model):
    _name = "pos.order"
    _inherit = ["rating.mixin", "pos.order"]  # in this order, as the mixin inherits mail.thread

    @api.model
    def _load_pos_data_fields(self, config):
        """@override A till needs no statistics of ratings, which Odoo would compute with each sale."""
        names = super()._load_pos_data_fields(config) or list(self.fields_get(attributes=()))
        return [name for name in names if not name.startswith("rating_")]

    @api.model
    @from_phone
    @asks("read", "pos.order")
    @asks(groups=("point_of_sale.group_pos_user",))
    def _retail_rate_sale(self, uuid, values):
        """Keep what a customer answered on the till after the sale.

        Only who has the secret of the receipt may rate, and that is the till that sold; a second
        answer to the same sale changes nothing and tells nobody.

        :param values: ``order_uuid``, ``receipt_token``, ``rating`` from 1 to 5, ``feedback`` or none
        :return: ``{"rated": True}``
        :raise UserError: no such sale, or no such rating
        :raise AccessError: the sale is another store's
        """
        order = self._find_rated_order(values)
        stars = values.get("rating")
        if type(stars) is not int or not 1 <= stars <= 5:
            raise UserError(self.env._("A rating is 1, 2, 3, 4 or 5 stars."))
        feedback = values.get("feedback")
        if not order.sudo().rating_ids:
            order.sudo()._keep_rating(
                stars, feedback[:MAX_FEEDBACK] if isinstance(feedback, str) else ""
            )
        return {"rated": True}

    @api.model
    def _find_rated_order(self, values):
        order = self.sudo().search([("uuid", "=", str(values.get("order_uuid") or "-"))], limit=1)
        token = str(values.get("receipt_token") or "")
        if order.state not in RECEIPT_STATES or not compare_digest(
            token.encode(), (order.receipt_token or "-").encode()
        ):
            raise UserError(self.env._("This sale is not known here."))
        order = order.with_env(self.env)
        order.check_access("read")
        if not self.env.user.has_group("point_of_sale.group_pos_user"):
            raise AccessError(self.env._("A sale is rated by the customer, at the till."))
        return order

    def _keep_rating(self, stars, feedback):
        self.ensure_one()
        self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id(self._name),
                "res_id": self.id,
                "store_id": self.store_id.id,
                "guide_id": self.guide_id.id,
                "partner_id": self.partner_id.id,
                "rated_partner_id": self._rating_get_operator().id,
                "rating": stars,
                "feedback": feedback,
                "consumed": True,
                "is_internal": True,
            }
        )

    def _rating_get_operator(self):
        return self.guide_id.sudo().work_contact_id or super()._rating_get_operator()

    def _rating_get_parent_field_name(self):
        return "store_id"
