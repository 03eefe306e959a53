from odoo import api, models

from odoo.addons.retail_base.lib.asks import asked_by

from ..lib.from_phone import MARK


class RetailRolesDocument(models.AbstractModel):
    _inherit = "retail.roles.document"

    @api.model
    def _phone_methods(self):
        """@override"""
        return [
            (model, name, [(operation, of or model, groups) for operation, of, groups in asked])
            for model, cls in sorted(self.env.registry.items())
            for name in sorted(self._phone_names(cls))
            for asked in [asked_by(cls, name)]
        ]

    @api.model
    def _phone_names(self, cls):
        return {
            name
            for base in cls.__mro__
            for name, method in vars(base).items()
            if getattr(method, MARK, False)
        }
