from odoo import api, models
from odoo.tools import SQL


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "retail.catalogue.watched"]

    _write_date_index = models.Index("(write_date)")

    @api.model
    def _load_pos_data_read(self, records, config):
        """Tell which variants have a picture of their own; equal pictures have an equal mark."""
        read_records = super()._load_pos_data_read(records, config)
        marks = records._picture_marks()
        for record in read_records:
            record["_picture"] = marks.get(record["id"], False)
        return read_records

    def _picture_marks(self):
        """Return `{variant id: mark}` of the variants with a picture of their own."""
        if not self:
            return {}
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT res_id, left(checksum, 8)
                      FROM ir_attachment
                     WHERE res_model = 'product.product'
                       AND res_field = 'image_variant_1024'
                       AND res_id IN %s
                    """,
                    tuple(self.ids),
                )
            )
        )
