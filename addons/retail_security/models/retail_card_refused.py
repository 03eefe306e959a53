from odoo import api, models
from odoo.exceptions import ValidationError

from ..lib import payment_card


class RetailCardRefused(models.AbstractModel):
    """Keeps numbers of payment cards out of what people type (PCI DSS 4.0, 3.3 and 3.4).

    A model inherits it beside its own and names its fields of free text. What finds such numbers, and
    what it leaves alone, is told in `lib/payment_card.py`.
    """

    _name = "retail.card.refused"
    _description = "Card Numbers Refused"

    @api.model
    def _get_typed_fields(self):
        """Return the names of the fields of free text; made to extend."""
        return set()

    @api.model
    def _scrubs_cards(self):
        """Return whether a card number is struck out, or else what holds it is refused."""
        return False

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._without_cards(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._without_cards(vals))

    @api.model
    def _without_cards(self, vals):
        found = {
            name: vals[name]
            for name in self._get_typed_fields() & vals.keys()
            if payment_card.find(vals[name])
        }
        if not found:
            return vals
        if self._scrubs_cards():
            return vals | {name: payment_card.scrub(text) for name, text in found.items()}
        raise ValidationError(
            self.env._(
                "“%s” holds the number of a payment card. Leave it out: such numbers are not kept.",
                self._fields[next(iter(found))]._description_string(self.env),
            )
        )
