import base64

from odoo import api, fields, models
from odoo.tools.image import image_process

from iot_bridge import profiles
from iot_bridge.errors import BadRequest
from iot_bridge.receipt import render

from ...lib.receipt_picture import draw_paper

LOGO_SIZE = (320, 120)  # dots on paper
# what each switch leaves out of the values of a receipt
PARTS = {
    "show_logo": {"logo_url": ""},
    "show_address": {"address": [], "phone": ""},
    "show_guide": {"guide": ""},
    "show_member": {"member": ""},
    "show_taxes": {"taxes": []},
    "show_saved": {"saved": ""},
}
WORDS = ("header", "footer")
CODES = ("show_barcode", "show_qr")


class RetailReceiptTemplate(models.Model):
    """What a shop's receipts show: the page on the customer's phone and the paper alike."""

    _name = "retail.receipt.template"
    _description = "Receipt Template"
    _inherit = ["mail.thread"]
    _order = "sequence, id"

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    store_ids = fields.Many2many(
        "stock.warehouse",
        string="Stores",
        domain="[('is_store', '=', True), ('company_id', '=', company_id)]",
        help="Where it is used. Without stores: in all of the company's that have none of their own.",
    )
    header = fields.Text(translate=True, help="Below the address, in place of the store's own.")
    footer = fields.Text(translate=True, help="At the end, in place of the store's own.")
    show_logo = fields.Boolean("Logo", default=True, tracking=True)
    show_address = fields.Boolean("Address and Phone", default=True, tracking=True)
    show_guide = fields.Boolean("Guide", default=True, tracking=True)
    show_member = fields.Boolean("Member", default=True, tracking=True)
    show_taxes = fields.Boolean("Taxes", default=True, tracking=True)
    show_saved = fields.Boolean("What Is Saved", default=True, tracking=True)
    show_barcode = fields.Boolean(
        "Bar Code of the Number", tracking=True, help="On paper of 80 mm: to return by scanning it."
    )
    show_qr = fields.Boolean(
        "QR Code of the E-receipt", default=True, tracking=True, help="On paper."
    )
    preview_profile = fields.Selection(
        lambda self: [(name, name) for name in profiles.PROFILES],
        string="Preview on",
        default="epson-80",
        required=True,
    )
    preview = fields.Image(compute="_compute_preview")

    @api.model
    def _find(self, store):
        """Return the template of a store: its own, else the company's, or none."""
        templates = self.sudo().search([("company_id", "=", store.company_id.id)])
        own = templates.filtered(lambda template: store in template.store_ids)
        return (own or templates.filtered(lambda template: not template.store_ids))[:1]

    def _apply(self, values):
        """Return the VALUES of a receipt as this template has them; without one, as they are."""
        if not self:
            return values
        values = {**values, "header": self.header or values["header"]}
        values["footer"] = self.footer or values["footer"]
        for switch, nothing in PARTS.items():
            if not self[switch]:
                values.update(nothing)
        return values

    def _get_logo(self, store):
        """Return the logo for paper as base64, or "": a template may leave it out."""
        company = store.company_id
        logo = store.receipt_logo or (not company.uses_default_logo and company.logo)
        return self._fit_logo(logo)

    def _fit_logo(self, logo):
        if not logo or (self and not self.show_logo):
            return ""
        picture = image_process(base64.b64decode(logo), size=LOGO_SIZE, output_format="PNG")
        return base64.b64encode(picture).decode()

    @api.depends("preview_profile", "store_ids", "company_id", *WORDS, *PARTS, *CODES)
    @api.depends_context("lang")
    def _compute_preview(self):
        for template in self:
            template.preview = template._draw_preview()

    def _draw_preview(self):
        """Return a sample as it would come out of a printer, or False: it cannot be printed."""
        profile = profiles.find(self.preview_profile)
        receipt = self.env["retail.receipt.page"]._get_sample(self)
        try:
            return base64.b64encode(draw_paper(render(receipt, profile).data, profile))
        except BadRequest:
            return False
