from odoo import models


class PosOrder(models.Model):
    """Coupons and gift cards of a sale, which the user of a till may not read."""

    _inherit = "pos.order"

    def validate_coupon_programs(self, point_changes, new_codes):
        """@override What is said of a card that was named by its number tells no code."""
        self.env["loyalty.card"].check_access("read")
        answer = super(PosOrder, self.sudo()).validate_coupon_programs(point_changes, new_codes)
        message = answer["payload"].get("message")
        if message:
            cards = self.env["loyalty.card"].browse(map(int, point_changes)).exists()
            for card in cards._hidden_from_user().sudo():
                message = message.replace(card.code, card.program_id.name)
            answer["payload"]["message"] = message
        return answer

    def _remove_duplicate_coupon_data(self, coupon_data):
        """@override"""
        return super(PosOrder, self.sudo())._remove_duplicate_coupon_data(coupon_data)

    def _add_mail_attachment(self, name, ticket, basic_receipt):
        """@override The gift card that was sold goes with its receipt."""
        order = super(PosOrder, self.sudo())
        return order._add_mail_attachment(name, ticket, basic_receipt)
