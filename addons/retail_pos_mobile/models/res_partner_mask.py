from odoo import api, models
from odoo.fields import Domain

from ..lib import masking, phone

# With which a name is followed by where its owner lives
ADDRESS_CONTEXT = {"show_address", "show_vat"}


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "retail.contact.mask"]

    _masked_phones = ("phone", "phone_sanitized", "phone_mobile_search")
    _masked_emails = ("email", "email_normalized", "email_formatted", "invoice_emails")

    _masked_addresses = ("street", "street2", "zip", "vat")
    _masked_texts = (
        "contact_address",
        "contact_address_complete",
        "contact_address_inline",
        "pos_contact_address",
    )
    _masked_birthdays = ("birthday",)

    def _is_private_person(self):
        """Return whether this is a customer as a person; staff and firms give their numbers away."""
        return bool(
            self.partner_share and (self.is_member or not self.commercial_partner_id.is_company)
        )

    @api.depends_context("uid")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        # Natively a list of names is read with sudo, but for the user's eyes
        if self.env.context.get("show_email") and self._user_sees_masks():
            for partner in self.filtered(lambda partner: partner._hides("email")):
                email = partner.sudo().email
                partner.display_name = partner.display_name.replace(
                    email, masking.mask_email(email)
                )
        if ADDRESS_CONTEXT & self.env.context.keys() and self._user_sees_masks():
            for partner in self.filtered(lambda partner: partner._is_private_person()):
                partner.display_name = partner._mask_text(partner.display_name or "")
        return result

    def _retail_address_line(self):
        """Return name, street and city, the street masked to who may not read it."""
        street = self.street
        if self._masks_contacts() and self._hides("street"):
            street = self._mask_value("street")
        return ", ".join(filter(None, (self.name, street, self.city)))

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        return self._mask_domain(domain) if self._masks_contacts() else domain

    @api.model
    def _whole_value_domain(self, name, value):
        """A whole phone number is found however it was typed, and so are its last four digits."""
        if name not in self._masked_phones:
            return super()._whole_value_domain(name, value)
        tail, digits = phone.tail(value), phone.canonical(value)
        if tail:
            return Domain("phone_tail", "=", tail)
        number = phone.canonical(value, self.env.company.country_id.phone_code)
        if not phone.is_plausible(number):
            return Domain.FALSE
        # As superuser: the digits are not for everybody to read
        return Domain("id", "in", self.sudo()._search([("phone_digits", "in", [number, digits])]))
