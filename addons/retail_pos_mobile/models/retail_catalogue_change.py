from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

KEPT_DAYS = 30  # longer than a phone may be away without loading all anew


class RetailCatalogueChange(models.Model):
    """A style that lost something, where no write date is left to tell it: a price rule, a bar code."""

    _name = "retail.catalogue.change"
    _description = "Change of the Catalogue that Tills Hear of"
    _rec_name = "style"

    style = fields.Integer(required=True, help="Id of the style, which may be deleted itself.")

    _create_date_index = models.Index("(create_date)")

    @api.model
    def _note(self, style_ids):
        """Let tills fetch these styles anew."""
        ids = sorted({id_ for id_ in style_ids if id_})
        if ids:
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO retail_catalogue_change (
                           style, create_uid, write_uid, create_date, write_date)
                    SELECT style, %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                      FROM unnest(%(ids)s::int[]) style
                    """,
                    uid=self.env.uid,
                    ids=ids,
                )
            )

    @api.autovacuum
    def _forget_old_ones(self):
        oldest = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        self.env.cr.execute(
            SQL("DELETE FROM retail_catalogue_change WHERE create_date < %s", oldest)
        )
