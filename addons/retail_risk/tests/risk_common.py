from datetime import datetime, timedelta

from odoo.addons.retail_pos_mobile.tests.return_common import ReturnCommon

DAY = datetime(2026, 6, 1)  # a Monday; the stores of these tests live by UTC


class RiskCommon(ReturnCommon):
    """Store A with a till, three guides, and rules that are made test by test."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["retail.risk.rule"].search([]).active = False
        cls.store_a.resource_calendar_id = False
        cls.store_a.company_id.partner_id.tz = "UTC"
        cls.guides = cls.env["hr.employee"].create(
            [
                {"name": name, "is_guide": True, "store_id": cls.store_a.id}
                for name in ("Wang Fang", "Zhao Lei", "Li Na")
            ]
        )
        cls.wang, cls.zhao, cls.li = cls.guides
        cls.Run = cls.env["retail.risk.run"].sudo()
        cls.Alert = cls.env["retail.risk.alert"]

    def rule(self, kind, window, threshold, **values):
        return self.env["retail.risk.rule"].create(
            {"name": kind, "kind": kind, "window": window, "threshold": threshold, **values}
        )

    def sell(
        self, at, qty=1, guide=None, discount=0, origin=None, reference=None, price=30, **values
    ):
        """Book a scarf, at 30 by the rules, on a moment that is given as hours since DAY."""
        moment = DAY + timedelta(hours=at)
        extra = {"discount": discount, "rule_price_unit": 30 if price != 30 else 0}
        if origin:
            extra["refunded_orderline_id"] = origin.lines.id
        order = self.sale_of(
            self.session_a,
            [(self.scarf, qty, price, extra)],
            {},
            amount_paid=0,
            state="draft",
            guide_id=(guide or self.wang).id,
            partner_id=values.pop("partner_id", False),
        )
        order.write(
            {
                "date_order": moment,
                "business_date": moment.date(),
                "pos_reference": reference or "261-7-000001",
                "state": "paid",
                **values,
            }
        )
        return order

    def look(self, *days):
        """Apply the rules to days after DAY; return what is new."""
        found = self.Run._evaluate(
            [(self.store_a.id, (DAY + timedelta(days=day)).date()) for day in days or (0,)]
        )
        return found.with_context(lang="en_US")
