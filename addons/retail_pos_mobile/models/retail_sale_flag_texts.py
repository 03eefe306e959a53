from odoo import fields, models
from odoo.tools import format_datetime
from odoo.tools.misc import formatLang

# The numbers of docs/decisions/conflicts.md
RULES = {
    "price_changed": "C1",
    "price": "C2",
    "tax": "C3",
    "amount": "C4",
    "discount": "C5",
    "bounds": "C6",
    "promotion": "C7",
    "promotion_limit": "C8",
    "coupon": "C9",
    "member": "C10",
    "member_price": "C11",
    "session": "C12",
    "clock": "C13",
    "till": "C14",
    "stock": "C15",
    "removed": "C16",
    "payment": "C17",
    "invoice": "C18",
    "beyond_stock": "C19",
    "cashier": "C20",
    "approval": "C21",
    "resent": "C24",
    "goods_back": "C25",
}


class RetailSaleFlag(models.Model):
    """What a flag tells, in the language of who reads it."""

    _inherit = "retail.sale.flag"

    def _texts(self):
        """Return (number of the rule, what was decided, why)."""
        self.ensure_one()
        details = self.details or {}
        decision, reason = getattr(self, f"_text_{self.kind}")(details) if self.kind else ("", "")
        return RULES.get(self.kind, ""), decision, reason

    def _money(self, amount):
        return formatLang(self.env, amount or 0, currency_obj=self.currency_id)

    def _time(self, text):
        moment = fields.Datetime.to_datetime(text)
        zone = self.store_id._get_time_zone()
        return format_datetime(self.env, moment, tz=zone, dt_format="short") if moment else ""

    def _as_paid(self):
        return self.env._("Booked as the customer paid.")

    def _text_price_changed(self, details):
        return self._as_paid(), self.env._(
            "Sold at %(sold)s, which was the price until %(until)s. Then it was %(expected)s.",
            sold=self._money(details.get("sold")),
            expected=self._money(details.get("expected")),
            until=self._time(details.get("until")),
        )

    def _text_price(self, details):
        values = {
            "sold": self._money(details.get("sold")),
            "expected": self._money(details.get("expected")),
        }
        if details.get("manual"):
            return self._as_paid(), self.env._(
                "The price %(sold)s was typed by somebody who is no manager. The rules say "
                "%(expected)s.",
                **values,
            )
        return self._as_paid(), self.env._(
            "Sold at %(sold)s. No rule of that time or before says so; they say %(expected)s.",
            **values,
        )

    def _text_tax(self, details):
        return self._as_paid(), self.env._(
            "Sold with the taxes %(sold)s; the product has %(expected)s.",
            sold=details.get("sold") or self.env._("none"),
            expected=details.get("expected") or self.env._("none"),
        )

    def _text_amount(self, details):
        return self._as_paid(), self.env._(
            "The till worked out %(sold)s; price, quantity, discount and taxes come to %(expected)s.",
            sold=self._money(details.get("sold")),
            expected=self._money(details.get("expected")),
        )

    def _text_discount(self, details):
        return self._as_paid(), self.env._(
            "%s %% were taken off by hand. This till gives no such discounts.",
            details.get("discount"),
        )

    def _text_bounds(self, details):
        return self._as_paid(), self.env._(
            "%(qty)s pieces with %(discount)s %% off: nobody sells so.",
            qty=details.get("qty"),
            discount=details.get("discount"),
        )

    def _text_promotion(self, details):
        return self.env._(
            "Booked as the customer paid; he gets that back when he returns the goods."
        ), details.get("told", "")

    def _text_promotion_limit(self, details):
        return self.env._("Given all the same."), self.env._(
            "%(promotion)s may be used %(limit)s times; with this sale it is %(used)s.",
            promotion=details.get("promotion"),
            limit=details.get("limit"),
            used=details.get("used"),
        )

    def _text_coupon(self, details):
        return self.env._("Booked for both sales; the card is overdrawn."), self.env._(
            "Spent elsewhere before this sale was sent: %s.", details.get("cards")
        )

    def _text_member(self, details):
        return details.get("decided") or self._as_paid(), details.get("told", "")

    def _text_member_price(self, details):
        return self._as_paid(), self.env._(
            "The price list %(pricelist)s is for members of a card type that %(member)s does not have.",
            pricelist=details.get("pricelist"),
            member=details.get("member") or self.env._("a customer without a card"),
        )

    def _text_session(self, details):
        booked = details.get("booked")
        decided = (
            self.env._("Booked in %s, which was made for it. Close it.", booked)
            if details.get("rescue")
            else self.env._("Booked in the open session %s.", booked)
        )
        return decided, self.env._(
            "Session %s was closed before the sale came.", details.get("asked")
        )

    def _text_clock(self, details):
        decided = self.env._("Booked at %s.", self._time(details.get("booked")))
        hours = details.get("hours")
        if hours:
            return decided, self.env._(
                "The phone said %(claimed)s; its clock is %(hours)s hours off.",
                claimed=self._time(details.get("claimed")),
                hours=f"{abs(hours):g}",
            )
        claimed = self._time(details.get("claimed")) or self.env._("no time")
        return decided, self.env._("The phone said %s, which cannot be.", claimed)

    def _text_till(self, details):
        return self.env._("Booked, to be looked at."), self.env._(
            "The till %s was removed before the sale came.", details.get("till")
        )

    def _text_stock(self, details):
        return self.env._("Sold; the stock is to be counted."), self.env._(
            "%(product)s: %(quantity)s pieces in %(location)s after this sale.",
            product=self.product_id.display_name,
            quantity=f"{details.get('quantity', 0):g}",
            location=details.get("location"),
        )

    def _text_removed(self, details):
        return self.env._("Booked without what is gone."), self.env._(
            "Deleted before the sale came: %s.", details.get("told")
        )

    def _text_payment(self, details):
        return self._as_paid(), self.env._(
            "The till no longer has this way to pay: %s.", details.get("methods")
        )

    def _text_invoice(self, details):
        return self.env._("Booked without an invoice. Make it from the sale."), self.env._(
            "The invoice could not be made: %s", details.get("told")
        )

    def _text_beyond_stock(self, details):
        return self.env._("Sold; the stock is to be counted."), self.env._(
            "%(product)s: %(missing)s pieces more than the books of the store showed. It sells no more "
            "than that.",
            product=self.product_id.display_name,
            missing=f"{details.get('missing', 0):g}",
        )

    def _text_cashier(self, details):
        return self._as_paid(), self.env._(
            "The till, signed in as %(user)s, named %(cashier)s as its cashier; the server did not see "
            "the PIN. So it is after a sign-in without a connection. Sales of this session that "
            "follow are not told one by one.",
            user=details.get("user"),
            cashier=details.get("cashier"),
        )

    def _text_resent(self, details):
        return self.env._("The first stays booked; the other goods are not."), self.env._(
            "The till sent the same sale once more, with %(lines)s other lines: %(goods)s.",
            lines=details.get("lines"),
            goods=details.get("goods"),
        )

    def _text_goods_back(self, details):
        return self._as_paid(), self.env._(
            "%(sold)s pieces were sold, %(before)s of them were back already, and %(back)s came back here.",
            sold=f"{details.get('sold', 0):g}",
            before=f"{details.get('before', 0):g}",
            back=f"{details.get('back', 0):g}",
        )
