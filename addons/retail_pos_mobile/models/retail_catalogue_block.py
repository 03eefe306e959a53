from odoo import fields, models


class RetailCatalogueBlock(models.Model):
    """A part of a snapshot, as it goes to the phones."""

    _name = "retail.catalogue.block"
    _description = "Block of a Catalogue Ready for Phones"
    _rec_name = "key"

    key = fields.Char(required=True)
    first = fields.Integer(required=True)
    last = fields.Integer(required=True)
    stamp = fields.Datetime(required=True)
    body = fields.Binary(attachment=False, help="Compressed lines of JSON.")

    _place_unique = models.Constraint("UNIQUE (key, first, last)", "There is one block of a place.")
