from odoo import fields, models


class RetailCatalogueImportIssue(models.Model):
    """A row that was left out, or that went in with something to say about it."""

    _name = "retail.catalogue.import.issue"
    _description = "Catalogue Import Issue"
    _order = "import_id desc, file, line, id"

    import_id = fields.Many2one(
        "retail.catalogue.import", required=True, index=True, ondelete="cascade"
    )
    file = fields.Selection(
        [("catalogue", "Catalogue"), ("prices", "Prices"), ("sales", "Sales History")],
        required=True,
    )
    line = fields.Integer(required=True, help="The line number in the file; the header is line 1.")
    notice = fields.Boolean(help="The row went in all the same.")
    reason = fields.Char(required=True)
