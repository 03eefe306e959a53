from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import ValidationError

LONGEST = timedelta(days=366)
LONGEST_OF_STORES = timedelta(days=1)


class ResUsersApikeys(models.Model):
    _inherit = "res.users.apikeys"

    def _check_expiration_date(self, date):
        """@override Nor do administrators make keys that open for ever, and store staff need few.

        For others the groups' *API Keys maximum duration days* holds, as in Odoo.
        """
        result = super()._check_expiration_date(date)
        if self.env.su:
            return result
        longest = LONGEST_OF_STORES if self.env.user.is_store_scoped else LONGEST
        if not date or date > fields.Datetime.now() + longest:
            raise ValidationError(
                self.env._("An API key of your role ends after %s days at most.", longest.days)
            )
        return result

    def _generate(self, scope, name, expiration_date):
        key = super()._generate(scope, name, expiration_date)
        self._tell("made", name, scope)
        return key

    def _remove(self):
        for key in self:
            self._tell("removed", key.name, key.scope)
        return super()._remove()

    def _tell(self, what, name, scope):
        self.env["retail.audit.event"]._record(
            "rights",
            res_model=self._name,
            document=self._description,
            details={what: name, "scope": scope or "rpc"},
        )
