from odoo import api, fields, models
from odoo.tools import format_datetime, formatLang

from ...lib.masking import mask_name, mask_phone

SHIRT, SOCKS = "纯棉衬衫 Cotton shirt (白色, L)", "运动短袜 Sports socks"
MEMBER = ("会员", "13800000000")
TOKEN = "0" * 22  # as long as a real one, so that the QR code has its size
NUMBER = "2600100001"


class RetailReceiptPage(models.AbstractModel):
    """A sample of a receipt that has all that a receipt may have, for the preview of a template.

    No sale is needed for it, and no customer's sale is shown to who edits a template.
    """

    _inherit = "retail.receipt.page"

    @api.model
    def _get_sample(self, template):
        """Return ``{"blocks": [...]}`` of a sample, as a template prints it in its first store."""
        company = template.company_id
        store = template.store_ids._origin[:1] or self._get_first_store(company)
        return self._print(
            template._apply(self._get_sample_values(company, store)),
            template,
            logo=template._fit_logo(store.receipt_logo or company.logo),
            url=f"{template.get_base_url()}/receipt/{TOKEN}",
        )

    @api.model
    def _get_first_store(self, company):
        wanted = [("is_store", "=", True), ("company_id", "=", company.id)]
        return self.env["stock.warehouse"].search(wanted, limit=1)

    @api.model
    def _get_sample_values(self, company, store):
        now = format_datetime(self.env, fields.Datetime.now(), store._get_time_zone(), "short")
        return {
            "is_return": False,
            "is_paid_back": False,
            "number": NUMBER,
            "date": now,
            "guide": self.env.user.name,
            "header": store.receipt_header or "",
            "footer": store.receipt_footer or "",
            "logo_url": "",
            "store": store.name or company.name,
            **self._get_seller_values(company, store),
            "member": " ".join((mask_name(MEMBER[0]), mask_phone(MEMBER[1]))),
            **self._get_sample_sums(company.currency_id),
        }

    @api.model
    def _get_sample_sums(self, currency):
        """Return two lines, one at a discount, a tax of 13 % within, and cash with change."""

        def money(amount):
            return formatLang(self.env, amount, currency_obj=currency)

        def line(name, quantity, price, amount, discount=""):
            return {
                "name": name,
                "quantity": quantity,
                "unit_price": money(price),
                "discount": discount,
                "amount": money(amount),
            }

        return {
            "lines": [line(SHIRT, "1", 299, 269.1, "10"), line(SOCKS, "2", 29, 58)],
            "total": money(327.1),
            "taxes": [(self.env._("Tax 13%"), money(37.63))],
            "rounding": "",
            "payments": [(self.env._("Cash"), money(350))],
            "change": money(22.9),
            "saved": money(29.9),
        }
