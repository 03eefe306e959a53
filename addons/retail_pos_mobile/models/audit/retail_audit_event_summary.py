from odoo import fields, models
from odoo.tools import format_date


class RetailAuditEvent(models.Model):
    """Sentences about what is done at tills."""

    _inherit = "retail.audit.event"

    def _told_sale(self):
        return self.env._(
            "%(who)s sold %(pieces)s pcs for %(amount)s, receipt %(document)s",
            **self._at_sale("amount"),
        )

    def _told_refund(self):
        return self.env._(
            "%(who)s gave back %(amount)s for %(pieces)s pcs, receipt %(document)s",
            **self._at_sale("amount", sign=-1),
        )

    def _told_void(self):
        return self.env._(
            "%(who)s took %(pieces)s × %(product)s (%(amount)s) out of cart %(document)s",
            **self._at_sale("amount"),
        )

    def _told_cancel(self):
        return self.env._(
            "%(who)s threw cart %(document)s away: %(lines)s lines, %(amount)s",
            **self._at_sale("amount"),
        )

    def _told_price(self):
        return self.env._(
            "%(who)s sold %(product)s for %(amount)s by hand, receipt %(document)s",
            **self._at_sale("price"),
        )

    def _told_discount(self):
        return self.env._(
            "%(who)s gave %(percent)s%% on %(product)s by hand, receipt %(document)s",
            **self._at_sale("amount"),
        )

    def _told_reprint(self):
        return self.env._(
            "%(who)s printed a copy of receipt %(document)s", **self._at_sale("amount")
        )

    def _told_backdate(self):
        who, document = self._who(), self.document or ""
        if not isinstance(self._detail("to"), str):
            return self.env._(
                "%(who)s changed sale %(document)s afterwards: %(changes)s",
                who=who,
                document=document,
                changes=self._changes(),
            )
        return self.env._(
            "%(who)s dated sale %(document)s to %(day)s",
            who=who,
            document=document,
            day=self._day("to"),
        )

    def _told_drawer(self):
        who, till, why = self._who(), self._till(), self._detail("why")
        if why:
            return self.env._(
                "%(who)s opened the drawer of %(till)s: %(why)s", who=who, till=till, why=why
            )
        return self.env._(
            "%(who)s opened the drawer of %(till)s without a sale", who=who, till=till
        )

    def _told_cash(self):
        values = {"who": self._who(), "till": self._till(), "amount": self._money("amount")}
        way, reason = self._detail("way"), self._detail("reason")
        if way == "deleted":
            return self.env._(
                "%(who)s deleted money put in or taken out at %(till)s",
                who=values["who"],
                till=values["till"],
            )
        taken = self.env._("%(who)s took %(amount)s out of the drawer of %(till)s", **values)
        put = self.env._("%(who)s put %(amount)s into the drawer of %(till)s", **values)
        sentence = taken if way == "out" else put
        return f"{sentence}: {reason}" if reason else sentence

    def _told_session_open(self):
        amount = self._money("cash_at_start")
        values = {"who": self._who(), "till": self._till()}
        if not amount:
            return self.env._("%(who)s opened %(till)s", **values)
        return self.env._("%(who)s opened %(till)s with %(amount)s", amount=amount, **values)

    def _told_session_close(self):
        amount = self._money("cash_counted")
        values = {"who": self._who(), "till": self._till()}
        if not amount:
            return self.env._("%(who)s closed %(till)s", **values)
        return self.env._("%(who)s closed %(till)s and counted %(amount)s", amount=amount, **values)

    def _told_reveal(self):
        return self.env._(
            "%(who)s looked at the hidden data of member %(number)s: %(reason)s",
            who=self._who(),
            number=self.res_id,
            reason=self._detail("reason") or "–",
        )

    def _told_export(self):
        """@override What a member asked for."""
        if not self._detail("request"):
            return super()._told_export()
        values = {"who": self._who(), "request": self._detail("request"), "number": self.res_id}
        if self._detail("state") != "done":
            return self.env._("%(who)s refused request %(request)s of member %(number)s", **values)
        erased = self.env._(
            "%(who)s erased the data of member %(number)s, request %(request)s", **values
        )
        given = self.env._(
            "%(who)s handed out the data of member %(number)s, request %(request)s", **values
        )
        return erased if self._detail("kind") == "erase" else given

    def _told_rights(self):
        """@override Keys that a phone approves with."""
        values = {"who": self._who(), "phone": self._detail("phone")}
        change = self._detail("change")
        if change == "approval key":
            return self.env._("%(who)s may approve with the phone “%(phone)s” now", **values)
        if change == "approval key revoked":
            return self.env._("%(who)s ended approving with the phone “%(phone)s”", **values)
        return super()._told_rights()

    def _told_device(self):
        values = {"who": self._who(), "device": self.device or self.document or ""}
        what = self._detail("what")
        if what == "paired":
            return self.env._("%(who)s paired the phone “%(device)s”", **values)
        if what == "revoked":
            return self.env._("%(who)s revoked the phone “%(device)s”", **values)
        if what == "wiped":
            return self.env._(
                "The phone “%(device)s” deleted what it kept", device=values["device"]
            )
        return self._told_otherwise()

    # Words

    def _at_sale(self, amount, sign=1):
        return {
            "who": self._who(),
            "document": self.document or "",
            "product": self._detail("product") or "",
            "pieces": self._number("pieces", sign) or self._number("qty", sign),
            "lines": self._number("lines"),
            "percent": self._number("percent"),
            "amount": self._money(amount, sign),
        }

    def _till(self):
        return self.config_id.name or self.device or ""

    def _day(self, name):
        try:
            return format_date(self.env, fields.Date.to_date(self._detail(name)))
        except ValueError:
            return str(self._detail(name))
