from odoo import models


class RetailCatalogueWatched(models.AbstractModel):
    """What tills hear of when it goes: a model says which styles it belongs to."""

    _name = "retail.catalogue.watched"
    _description = "Part of the Catalogue of Tills"

    def _catalogue_styles(self):
        """Return the ids of the styles that these records belong to."""
        return self.product_tmpl_id.ids

    def unlink(self):
        self.env["retail.catalogue.change"]._note(self.sudo()._catalogue_styles())
        return super().unlink()
