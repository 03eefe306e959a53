from odoo import models


class ResUsersApikeys(models.Model):
    _inherit = "res.users.apikeys"

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
