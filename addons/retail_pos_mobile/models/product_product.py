from odoo import api, models
from odoo.tools import SQL


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "retail.catalogue.watched"]

    _write_date_index = models.Index("(write_date)")

    @api.model
    def _load_pos_data_fields(self, config):
        names = super()._load_pos_data_fields(config)
        if self.env.context.get("retail_reads_cost"):
            return names
        return self.env["retail.till.catalogue"]._without_cost(names, config)

    @api.model
    def _load_pos_data_read(self, records, config):
        """Tell which variants have a picture of their own; equal pictures have an equal mark."""
        # Odoo converts the cost into the till's currency, also of who gets none
        reading = self.with_context(retail_reads_cost=True)
        read_records = super(ProductProduct, reading)._load_pos_data_read(records, config)
        catalogue = self.env["retail.till.catalogue"]
        catalogue._fill_costs(records, read_records, config)
        shows_cost = catalogue._shows_cost(config)
        marks = records._picture_marks()
        for record in read_records:
            record["_picture"] = marks.get(record["id"], False)
            if not shows_cost:
                del record["standard_price"]
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
