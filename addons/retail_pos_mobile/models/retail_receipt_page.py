from odoo import api, models
from odoo.tools import format_date, format_datetime, formatLang

from ..lib.address import tidy_lines
from ..lib.masking import mask_name, mask_phone
from ..lib.qr_code import qr_path
from ..lib.receipt_token import is_token
from .pos_config import NO_GOODS
from .pos_order import RECEIPT_STATES

NO_TOKEN = "-"  # is never a token, yet searched for like one


class RetailReceiptPage(models.AbstractModel):
    """What the page of an e-receipt shows, as texts.

    The template gets no record: a reader who has but the link cannot be shown more by a slip in it.
    """

    _name = "retail.receipt.page"
    _description = "E-receipt Page"

    @api.model
    def _find_order(self, token):
        """Return the finished order of a token, or none. What is no token costs the same search."""
        return (
            self.env["pos.order"]
            .sudo()
            .search(
                [
                    ("receipt_token", "=", token if is_token(token) else NO_TOKEN),
                    ("state", "in", RECEIPT_STATES),
                ],
                limit=1,
            )
        )

    @api.model
    def _get_values(self, order, lang):
        """Return what the page shows of an order, in a language."""
        order = order.with_company(order.company_id).with_context(lang=lang)
        is_return = order.is_refund or order.amount_total < 0
        return {
            "is_return": is_return,
            "number": order.receipt_number or order.pos_reference or order.name,
            "returned_number": order.refunded_order_id.receipt_number
            or order.refunded_order_id.pos_reference,
            "date": format_datetime(
                order.env, order.date_order, order.config_id.store_id._get_time_zone(), "short"
            ),
            "business_date": self._get_business_date(order),
            "guide": order.guide_id.name,
            "header": order.store_id.receipt_header or order.config_id.receipt_header,
            "footer": order.store_id.receipt_footer or order.config_id.receipt_footer,
            "qr_code": qr_path(order.receipt_url),
            "pdf_url": f"/receipt/{order.receipt_token}/pdf",
            **self._get_seller_values(order.company_id, order.store_id),
            "store": order.store_id.name or order.config_id.name,
            "logo_url": self._get_logo_url(order),
            **self._get_member_values(order),
            **self._get_line_values(order, is_return),
            **self._get_total_values(order),
        }

    @api.model
    def _money(self, order, amount):
        return formatLang(order.env, amount + 0.0, currency_obj=order.currency_id)

    @api.model
    def _number(self, order, number):
        return formatLang(order.env, number, digits=0 if number == int(number) else 3)

    @api.model
    def _get_business_date(self, order):
        """Return the day to which the sale counts where it is another than the day it was made."""
        if not order.business_date or order.business_date == order._sale_day():
            return ""
        return format_date(order.env, order.business_date)

    @api.model
    def _get_seller_values(self, company, store):
        partner = store.partner_id or company.partner_id
        address = partner._display_address(without_company=True)
        return {
            "company": company.name,
            "address": tidy_lines(address, partner.city),
            "phone": partner.phone or company.phone,
        }

    @api.model
    def _get_logo_url(self, order):
        """Return where the logo of the store is, else the company's, if it has one of its own."""
        company = order.company_id
        if order.store_id.receipt_logo:
            return f"/receipt/{order.receipt_token}/logo"
        own = company.logo_web and not company.uses_default_logo
        return own and f"/web/binary/company_logo?company={company.id}"

    @api.model
    def _get_member_values(self, order):
        partner = order.partner_id
        return {
            "member": " ".join(filter(None, (mask_name(partner.name), mask_phone(partner.phone))))
        }

    @api.model
    def _get_line_values(self, order, is_return):
        lines, saved, pieces = [], 0.0, 0.0
        names = self._get_names(order)
        piece = self.env.ref("uom.product_uom_unit", raise_if_not_found=False)
        for line in order.lines:
            full = self._get_full_price(line)
            is_reward = line.is_reward_line
            name = names[line]
            lines.append({**self._get_line(order, line, full, piece, is_return), "name": name})
            if line.reward_id.program_id.program_type not in NO_GOODS:
                saved += full * (not is_reward) - line.price_subtotal_incl
            pieces += 0 if is_reward else abs(line.qty)
        worth_telling = not is_return and order.currency_id.compare_amounts(saved, 0) > 0
        return {
            "lines": lines,
            "pieces": self._number(order, pieces),
            "saved": self._money(order, saved) if worth_telling else "",
        }

    @api.model
    def _get_line(self, order, line, full, piece, is_return):
        quantity = self._number(order, line.qty)
        if line.product_uom_id != piece:
            quantity = f"{quantity} {line.product_uom_id.name}"
        returned = line.refunded_qty if not is_return else 0
        return {
            "is_part": bool(line.combo_parent_id),
            # A promotion is no article with a price a piece
            "quantity": "" if line.is_reward_line else quantity,
            "unit_price": self._money(order, full / line.qty)
            if line.qty and not line.is_reward_line
            else "",
            "discount": self._number(order, line.discount) if line.discount else "",
            "full": self._money(order, full) if full > line.price_subtotal_incl else "",
            "amount": self._money(order, line.price_subtotal_incl),
            "returned": self._number(order, returned) if returned else "",
        }

    @api.model
    def _get_names(self, order):
        """Return ``{line: name}`` in the reader's language.

        The till wrote each name in its own language. What has that name in any language is named
        anew; a product that was renamed since keeps the name under which it was sold.
        """
        languages = [code for code, _name in self.env["res.lang"].sudo().get_installed()]
        written = [self._names_in(order, language) for language in languages]
        wanted = self._names_in(order, order.env.lang)
        return {
            line: next(
                (
                    now
                    for then in written
                    for name, now in zip(then[line], wanted[line])
                    if name and name == line.full_product_name
                ),
                line.full_product_name or wanted[line][0],
            )
            for line in order.lines
        }

    @api.model
    def _names_in(self, order, language):
        """Return ``{line: names}``: all that a till may have written for a line, in a language."""
        return {
            line: [
                line.product_id.with_context(display_default_code=False).display_name,
                line.product_id.display_name,
                line.reward_id.program_id.name,
                line.reward_id.description,
            ]
            for line in order.with_context(lang=language).lines
        }

    @api.model
    def _get_full_price(self, line):
        """Return what a line would cost without its discount and a member's price, taxes included."""
        discount = line._get_discount_amount() if line.discount else 0.0
        full = line.price_subtotal_incl + discount
        if line.qty > 0 and line.list_price_unit > line.price_unit > 0:
            full = line.currency_id.round(full * line.list_price_unit / line.price_unit)
        return full

    @api.model
    def _get_total_values(self, order):
        payments = order.payment_ids.sorted("id")
        change = -sum(payments.filtered("is_change").mapped("amount"))
        rounding = order.amount_paid - order.amount_total
        is_zero = order.currency_id.is_zero
        return {
            "is_paid_back": order.amount_total < 0,
            "total": self._money(order, abs(order.amount_total)),
            "taxes": self._get_taxes(order),
            "rounding": "" if is_zero(rounding) else self._money(order, rounding),
            "payments": [
                (payment.payment_method_id.name, self._money(order, payment.amount))
                for payment in payments
                if not payment.is_change
            ],
            "change": "" if is_zero(change) else self._money(order, change),
        }

    @api.model
    def _get_taxes(self, order):
        """Return name and amount of each group of taxes, summed up as the native order does.

        The order's own lines for it look up accounts that a receipt does not need, each with a query.
        """
        account_tax = order.env["account.tax"]
        sign = -1 if order.amount_total < 0 else 1
        base_lines = [
            account_tax._prepare_base_line_for_taxes_computation(
                line,
                partner_id=order.partner_id,
                currency_id=order.currency_id,
                rate=order.currency_rate,
                tax_ids=line.tax_ids_after_fiscal_position,
                quantity=line.qty * sign,
                is_refund=line.qty * line.price_unit < 0,
                sign=-sign,
            )
            for line in order.lines
        ]
        account_tax._add_tax_details_in_base_lines(base_lines, order.company_id)
        account_tax._round_base_lines_tax_details(base_lines, order.company_id)
        totals = account_tax._get_tax_totals_summary(
            base_lines=base_lines, currency=order.currency_id, company=order.company_id
        )
        return [
            (group["group_name"], self._money(order, sign * group["tax_amount_currency"]))
            for subtotal in totals["subtotals"]
            for group in subtotal["tax_groups"]
        ]
