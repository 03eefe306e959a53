from odoo import api, fields, models

LONGEST_KEY = 64


class PosOrder(models.Model):
    _inherit = "pos.order"

    member_uuid = fields.Char(
        string="Member's Key",
        copy=False,
        index="btree_not_null",
        help="The key under which the phone that sold added the member. It stands for him until the "
        "server knows him.",
    )

    @api.model
    def _process_order(self, order, existing_order):
        note = self._find_member(order)
        order_id = super()._process_order(order, existing_order)
        if note:
            sale = self.browse(order_id).sudo()
            sale.message_post(body=note)
            if sale.state != "draft":
                sale._flag("member", told=note)
        return order_id

    @api.model
    def _find_member(self, order):
        """Put the member whom the till means on the order; return what to tell about it.

        He may have been merged meanwhile, or added on the phone and be known by a key only. The sale
        is never refused for that: who is not here yet comes by `_retail_give_member`.
        """
        asked, key = order.get("partner_id"), order.get("member_uuid")
        Partner = self.env["res.partner"]
        if asked:
            member = Partner._retail_survivor(asked)
            order["partner_id"] = member.id
            if not member:
                order["to_invoice"] = False
                return self.env._("The member of this sale is no longer there.")
            if member.id != asked:
                return self.env._("The member of this sale was merged into %s.", member.name)
            if not member.active:
                return self.env._("The member %s was archived before this sale came.", member.name)
        elif isinstance(key, str) and 0 < len(key) <= LONGEST_KEY:
            member = Partner._retail_member_of_key(key)
            if member:
                order["partner_id"] = member.id
            else:
                Partner._wait_for_member_key(key)
        elif key:
            order["member_uuid"] = False
        return None

    @api.model
    def _retail_give_member(self, uuid, member):
        """Give a member, who came late, the sales that name him by his key, and their points."""
        orders = self.sudo().search([("member_uuid", "=", uuid), ("partner_id", "=", False)])
        if not orders:
            return
        orders.write({"partner_id": member.id})
        cards = self.env["loyalty.card"].sudo()
        cards = cards.search(
            [("source_pos_order_id", "in", orders.ids), ("partner_id", "=", False)]
        ).filtered("program_id.is_nominative")
        cards.partner_id = member
        self.env["retail.member.card"]._sync_benefits(member)

    def confirm_coupon_programs(self, coupon_data):
        """@override A member whom the till knows by a key only is the member of the sale."""
        for values in coupon_data.values():
            if isinstance(values.get("partner_id"), str):
                values["partner_id"] = self.partner_id.id
        return super().confirm_coupon_programs(coupon_data)
