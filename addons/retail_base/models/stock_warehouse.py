import re

from babel.dates import get_day_names

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL
from odoo.tools.misc import babel_locale_parse, get_lang

from ..lib.asks import asks
from ..lib.opening_hours import clock, week

STORE_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


class StockWarehouse(models.Model):
    """A store is a warehouse that sells to customers."""

    _name = "stock.warehouse"
    _inherit = ["stock.warehouse", "mail.thread", "mail.activity.mixin"]

    is_store = fields.Boolean(
        string="Is a Store",
        tracking=True,
        help="A shop that sells to customers, unlike a central warehouse.",
    )
    phone = fields.Char(tracking=True)
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Opening Schedule",
        check_company=True,
        tracking=True,
        help="The hours in which the store is open; its time zone is the store's.",
    )
    responsible_id = fields.Many2one(
        "res.users",
        domain=[("share", "=", False)],
        check_company=True,
        tracking=True,
        help="Gets the activities of this store.",
    )
    guide_ids = fields.One2many(
        "hr.employee", "store_id", domain=[("is_guide", "=", True)], string="Guides"
    )
    guide_count = fields.Integer(compute="_compute_guide_count")
    street = fields.Char(related="partner_id.street")
    city = fields.Char(related="partner_id.city", string="City")
    opening_hours = fields.Char(
        compute="_compute_opening_hours",
        compute_sudo=True,
        help="The opening schedule in words.",
    )

    @api.depends("guide_ids")
    def _compute_guide_count(self):
        # The public twin of the employee is what a user without HR rights may count
        counts = dict(
            self.env["hr.employee.public"]._read_group(
                [("is_guide", "=", True), ("store_id", "in", self.ids)], ["store_id"], ["__count"]
            )
        )
        for warehouse in self:
            warehouse.guide_count = counts.get(warehouse, 0)

    @api.depends(
        "resource_calendar_id.two_weeks_calendar",
        "resource_calendar_id.flexible_hours",
        "resource_calendar_id.attendance_ids.dayofweek",
        "resource_calendar_id.attendance_ids.hour_from",
        "resource_calendar_id.attendance_ids.hour_to",
    )
    @api.depends_context("lang")
    def _compute_opening_hours(self):
        locale = babel_locale_parse(get_lang(self.env).code)
        days = get_day_names("abbreviated", "stand-alone", locale)
        for warehouse in self:
            warehouse.opening_hours = ", ".join(
                self._opening_text(days, *group)
                for group in week(warehouse.resource_calendar_id._weekly_hours())
            )

    def _opening_text(self, days, first, last, hours):
        """Say on which days it is open when, as in “Mon–Sun 10:00–22:00”."""
        span = days[first]
        if last != first:
            span = self.env._("%(first)s–%(last)s", first=days[first], last=days[last])
        return " ".join([span, *(f"{clock(start)}–{clock(end)}" for start, end in hours)])

    @api.constrains("is_store", "code")
    def _check_store_code(self):
        for store in self.filtered("is_store"):
            if not STORE_CODE.fullmatch(store.code):
                raise ValidationError(
                    self.env._(
                        "The code of store %(store)s may hold letters, digits, dashes and "
                        "underscores only: it stands in document numbers. It is “%(code)s”.",
                        store=store.name,
                        code=store.code,
                    )
                )

    @api.constrains("phone")
    def _check_phone(self):
        for warehouse in self.filtered("phone"):
            if not re.fullmatch(r"[+\d][\d\s().-]{2,}", warehouse.phone.strip()):
                raise ValidationError(
                    self.env._(
                        "“%(phone)s” is no phone number: %(store)s needs digits that one can call.",
                        phone=warehouse.phone,
                        store=warehouse.name,
                    )
                )

    @api.constrains("is_store")
    def _check_no_staff_left(self):
        """A warehouse that has store staff cannot cease to be a store behind their back."""
        no_stores = self.filtered(lambda warehouse: not warehouse.is_store)
        staffed = (
            self.env["hr.employee"].sudo().search([("store_id", "in", no_stores.ids)], limit=1)
        )
        if staffed:
            raise ValidationError(
                self.env._(
                    "%(store)s has staff, %(employee)s for one. Give them another store first.",
                    store=staffed.store_id.name,
                    employee=staffed.name,
                )
            )

    @api.onchange("phone", "partner_id", "company_id")
    def _onchange_phone(self):
        if self.phone:
            country = self.partner_id.country_id or self.company_id.country_id
            self.phone = (
                self._phone_format(number=self.phone, country=country, force_format="INTERNATIONAL")
                or self.phone
            )

    def _get_time_zone(self):
        """Return the name of the time zone in which the days of this store begin and end.

        The opening hours know it; without them the company's address; without that it is UTC,
        as it is for a till without a warehouse.
        """
        store = self.sudo()
        # Asked with every sale: one column of the address, not all
        address = store.company_id.partner_id.with_context(prefetch_fields=False)
        return store.resource_calendar_id.tz or address.tz or "UTC"

    @api.model
    def _time_zone_query(self):
        """`_get_time_zone` of every warehouse, as a query with columns warehouse_id, tz."""
        return SQL(
            """
            SELECT warehouse.id AS warehouse_id, COALESCE(calendar.tz, partner.tz, 'UTC') AS tz
              FROM stock_warehouse warehouse
              JOIN res_company company ON company.id = warehouse.company_id
              JOIN res_partner partner ON partner.id = company.partner_id
         LEFT JOIN resource_calendar calendar ON calendar.id = warehouse.resource_calendar_id
            """
        )

    @asks("read")
    def action_view_guides(self):
        """Open the guides of this store; a user without HR rights gets the public page."""
        self.ensure_one()
        model = "hr.employee"
        if not self.env[model].has_access("read"):
            model = "hr.employee.public"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Guides of %s", self.name),
            "res_model": model,
            "view_mode": "kanban,list,form",
            "domain": [("store_id", "=", self.id), ("is_guide", "=", True)],
            "context": {"default_store_id": self.id, "default_is_guide": True},
        }

    @asks("read", "stock.quant")
    def action_view_stock(self):
        """Open what lies in this store."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Stock of %s", self.name),
            "res_model": "stock.quant",
            "view_mode": "list,form",
            "domain": [("location_id", "child_of", self.view_location_id.id)],
            "context": {"search_default_internal_loc": 1, "search_default_productgroup": 1},
        }
