from secrets import token_urlsafe

from odoo import http
from odoo.http import content_disposition, request

from ..lib.language import best_language


class ReceiptController(http.Controller):
    @http.route(
        "/receipt/<path:token>",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,  # the reader gets no cookie
        sitemap=False,
    )
    def receipt(self, token, lang=None, **kwargs):
        """Show the e-receipt to whoever has its link, and one and the same page to everybody else."""
        page = request.env["retail.receipt.page"]
        order = page._find_order(token)
        languages = request.env["res.lang"].sudo().get_installed()
        company = order.company_id or request.env.company.sudo()
        code = self._choose_language(languages, lang, company.partner_id.lang)
        nonce = token_urlsafe(16)
        values = {
            "locale": request.env["res.lang"]._get_data(code=code),
            "languages": [(other, name) for other, name in languages if other != code],
            "nonce": nonce,
        }
        template = "retail_pos_mobile.receipt_unknown"
        if order:
            template = "retail_pos_mobile.receipt_page"
            values.update(page._get_values(order, code))
        html = request.env["ir.qweb"].with_context(lang=code)._render(template, values)
        return request.make_response(
            html, headers=self._get_headers(nonce), status=200 if order else 404
        )

    @http.route(
        "/receipt/<string:token>/logo",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def logo(self, token, **kwargs):
        """Show the logo of the store to whoever has the link of one of its receipts."""
        store = request.env["retail.receipt.page"]._find_order(token).store_id
        if not store.receipt_logo:
            return request.not_found()
        return request.env["ir.binary"]._get_image_stream_from(store, "receipt_logo").get_response()

    @http.route(
        "/receipt/<string:token>/pdf",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def pdf(self, token, lang=None, **kwargs):
        """Give the receipt as a file to whoever has its link."""
        page = request.env["retail.receipt.page"]
        order = page._find_order(token)
        if not order:
            return request.not_found()
        languages = request.env["res.lang"].sudo().get_installed()
        code = self._choose_language(languages, lang, order.company_id.partner_id.lang)
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Disposition", content_disposition(page._get_pdf_name(order))),
            ("Cache-Control", "private, no-cache"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Robots-Tag", "noindex, nofollow, noarchive"),
        ]
        return request.make_response(page.sudo()._get_pdf(order, code), headers)

    def _choose_language(self, languages, asked, shops):
        """Return the language asked for, else the browser's, else the shop's."""
        wanted = [asked or "", *request.httprequest.accept_languages.values(), shops or ""]
        codes = [code for code, _name in languages]
        return best_language(wanted, codes) or codes[0]

    def _get_headers(self, nonce):
        policy = (
            f"default-src 'none'; style-src 'nonce-{nonce}'; img-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        return [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Cache-Control", "private, no-cache"),
            ("Vary", "Accept-Language"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Robots-Tag", "noindex, nofollow, noarchive"),
            ("Content-Security-Policy", policy),
        ]
