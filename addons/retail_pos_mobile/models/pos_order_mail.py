from odoo import models


class PosOrder(models.Model):
    """The receipt by e-mail, sent from the till."""

    _inherit = "pos.order"

    def action_send_receipt(self, email, ticket_image, basic_image):
        """Send the link of the e-receipt where the till draws no picture of the paper.

        :raise MailDeliveryException: it did not go out, and the till must not say that it did
        """
        self.ensure_one()
        if ticket_image or not self.receipt_token:
            return super().action_send_receipt(email, ticket_image, basic_image)
        self.email = email
        template = self.env.ref("retail_pos_mobile.mail_template_receipt_link")
        sender = self.company_id.email_formatted or self.env.user.email_formatted
        return template.send_mail(
            self.id,
            force_send=True,
            raise_exception=True,
            email_values={"email_to": email, "email_from": sender},
        )
