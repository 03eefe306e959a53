from odoo import models


class MailTrackingValue(models.Model):
    _inherit = "mail.tracking.value"

    def _filter_has_field_access(self, env):
        """@override What is masked or hidden on a document is not told by its history."""
        return (
            super()
            ._filter_has_field_access(env)
            .filtered(lambda value: not value._is_hidden_from(env))
        )

    def _is_hidden_from(self, env):
        name = self.field_id.name
        document = env.get(self.mail_message_id.sudo().model)
        if document is None or not name:
            return False
        if name in getattr(document, "_hidden_costs", set)():
            return True
        return (
            hasattr(document, "_is_masked_field")
            and document._is_masked_field(name)
            and document._masks_contacts()
        )
