from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.tools import float_round

from odoo.addons.retail_base.lib.asks import asks

from ..lib import business_date
from ..lib.period import PERIODS, bounds

MANAGER = "retail_security.group_store_manager"
SHOWN_SALES = 100
SALES_FIELDS = [
    *("pos_reference", "receipt_number", "date_order", "business_date", "amount_total"),
    *("partner_id", "guide_id", "guide_share_ids", "lines"),
]


class RetailMePage(models.AbstractModel):
    """What the phone's page Me shows: a guide sees himself, a manager his store.

    Every method takes a till that the user may open; its store is the one that counts. What needs
    more rights than the user's own (employees, targets) is read as superuser after that check. On a
    till that employees share by their PINs, it is told who of them is there.
    """

    _name = "retail.me.page"
    _description = "The Phone's Page Me"

    @api.model
    @asks("read", "pos.config")
    def read_me(self, config_id, employee_id=None, proof=None):
        """Return who works here, his figures against his targets, and his tasks."""
        store = self._get_store(config_id)
        guide, day = self._get_guide(config_id, employee_id, proof), self._get_today(store)
        targets = self.env["retail.sales.target"]._targets_of(store, guide, day) if guide else {}
        figures = self.env["retail.sales.figures"]._of_guide(store, guide, day)
        return {
            "name": guide.name or self.env.user.name,
            "employee_id": guide.id,
            "user_id": self.env.uid,
            "login": self.env.user.login,
            "store": store.name,
            "day": fields.Date.to_string(day),
            "figures": {
                period: self._against_target(figures[period], targets.get(period))
                for period in PERIODS
            },
            "tasks": self.env["retail.store.task"]._read_tasks(
                guide.user_id if employee_id else self.env.user
            ),
            "deliveries": self.env["retail.receiving"]._count_deliveries(store),
            "orders": self.env["retail.replenishment.order"]._count_waiting(store),
        }

    @api.model
    @asks("read", "pos.config")
    def read_sales(self, config_id, period, employee_id=None, proof=None):
        """Return the own sales and returns of the day, week or month, the newest first."""
        store = self._get_store(config_id)
        guide = self._get_guide(config_id, employee_id, proof)
        if period not in PERIODS:
            raise UserError(self.env._("There is no period “%s”.", period))
        first, last = bounds(period, self._get_today(store))
        orders = self.env["pos.order"].search_fetch(
            [
                ("store_id", "=", store.id),
                ("state", "in", ("paid", "done")),
                ("business_date", ">=", first),
                ("business_date", "<=", last),
                *self._own_sales_domain(guide),
            ],
            SALES_FIELDS,
            order="business_date desc, date_order desc",
            limit=SHOWN_SALES + 1,
        )
        return {
            "sales": [self._read_sale(order, guide) for order in orders[:SHOWN_SALES]],
            "has_more": len(orders) > SHOWN_SALES,
        }

    @api.model
    @asks("read", "pos.config")
    @asks("read", "pos.order")
    def read_sale(self, config_id, order_id, employee_id=None, proof=None):
        """Return one of the own sales with its lines; a manager's is any of his store."""
        store = self._get_store(config_id)
        guide = self._get_guide(config_id, employee_id, proof)
        domain = [("id", "=", order_id), ("store_id", "=", store.id)]
        if not self._is_manager():
            domain += self._own_sales_domain(guide)
        order = self.env["pos.order"].search(domain)
        if not order:
            raise MissingError(self.env._("This sale is not one of yours."))
        return {
            **self._read_sale(order, guide),
            "remark": order.general_customer_note or "",
            "lines": [
                {
                    "id": line.id,
                    "name": line.full_product_name or line.product_id.display_name,
                    "product_id": line.product_id.id,
                    "quantity": line.qty,
                    "amount": line.price_subtotal_incl,
                    "discount": line.discount,
                }
                for line in order.lines
            ],
            "payments": [
                {"name": payment.payment_method_id.name, "amount": payment.amount}
                for payment in order.payment_ids
            ],
            "shares": [
                {"name": share.guide_id.name, "share": share.share}
                for share in order.sudo().guide_share_ids
            ],
        }

    @api.model
    @asks("read", "pos.config")
    @asks(groups=(MANAGER,))
    def read_team(self, config_id, period="day"):
        """Return the store's figures by guide and hour, and who sells what; for its managers."""
        store = self._get_store(config_id)
        self._check_manager()
        if period not in PERIODS:
            raise UserError(self.env._("There is no period “%s”.", period))
        day = self._get_today(store)
        span = bounds(period, day)
        figures = self.env["retail.sales.figures"]
        team, styles = figures._of_team(store, *span), figures._styles_of_team(store, *span)
        targets = self.env["retail.sales.target"]._targets_of_all(store, day, period)
        names = self._names_of_guides(team["guides"])
        style_names = self._names_of_styles(styles)
        return {
            "store": store.name,
            "total": self._against_target(team["total"], targets.get(False)),
            "guides": [
                {
                    **self._against_target(row, row["guide_id"] and targets.get(row["guide_id"])),
                    "id": row["guide_id"],
                    "name": names.get(row["guide_id"], self.env._("No guide")),
                    "styles": [
                        {
                            "id": style["template_id"],
                            "name": style_names[style["template_id"]],
                            "pieces": float_round(style["pieces"], 2),
                            "turnover": style["turnover"],
                        }
                        for style in styles.get(row["guide_id"], [])
                    ],
                }
                for row in team["guides"]
            ],
            "hours": [{"hour": row["hour"], "turnover": row["turnover"]} for row in team["hours"]],
            "open_tasks": self.env["retail.store.task"]._read_open_tasks(store),
        }

    # Who and where

    @api.model
    def _get_store(self, config_id):
        """Return the store of a till that the user may open."""
        if type(config_id) is not int:
            raise AccessError(self.env._("You may not see this store."))
        config = self.env["pos.config"].search([("id", "=", config_id)])
        store = config.store_id.sudo()
        if not store.is_store:
            raise AccessError(self.env._("You may not see this store."))
        return store

    @api.model
    def _get_guide(self, config_id, employee_id=None, proof=None):
        """Return the employee at a till of `_get_store`, as superuser; maybe none.

        :param employee_id: who is there by his PIN, on a till that employees share; else the user is
        :param proof: what the till got from `retail.till.sign.in` for this PIN
        """
        config = self.env["pos.config"].browse(config_id)
        own = self._get_own_employee(config.store_id.sudo())
        if not employee_id or employee_id == own.id:
            return own
        employee = self._employee_at_till(config, employee_id)
        if not self.env["retail.till.sign.in"]._is_proven(config, employee, proof):
            raise AccessError(
                self.env._(
                    "The server did not see the PIN of %s at this till. Lock the till and sign in "
                    "again, with a connection.",
                    employee.name,
                )
            )
        return employee

    @api.model
    def _employee_at_till(self, config, employee_id):
        """Return an employee who works at a shared till, as superuser; raise AccessError for others."""
        employee = self.env["hr.employee"].sudo()
        if config.module_pos_hr and type(employee_id) is int:
            employee = employee.search(self._employees_domain(config.sudo(), employee_id))
        if not employee:
            raise AccessError(self.env._("This employee does not work at this till."))
        return employee

    @api.model
    def _employees_domain(self, config, employee_id):
        """Return the domain of an employee who may sign in at a shared till and works in its store."""
        stores = [config.store_id.id, False]
        return Domain(config._employee_domain(self.env.uid)) & Domain(
            [("id", "=", employee_id), ("store_id", "in", stores)]
        )

    @api.model
    def _get_own_employee(self, store):
        return (
            self.env["hr.employee"]
            .sudo()
            .search(
                [
                    ("user_id", "=", self.env.uid),
                    ("company_id", "parent_of", store.company_id.id),
                ],
                order="is_guide desc, id",
                limit=1,
            )
        )

    @api.model
    def _get_today(self, store):
        return business_date.local_day(fields.Datetime.now(), store._get_time_zone())

    @api.model
    def _is_manager(self):
        return self.env.user.has_group(MANAGER)

    @api.model
    def _check_manager(self):
        if not self._is_manager():
            raise AccessError(self.env._("Only a store manager sees the figures of the others."))

    # What is shown

    @api.model
    def _own_sales_domain(self, guide):
        if not guide:
            return [(0, "=", 1)]
        return ["|", ("guide_id", "=", guide.id), ("guide_share_ids.guide_id", "=", guide.id)]

    @api.model
    def _read_sale(self, order, guide):
        shares = order.sudo().guide_share_ids
        own = shares.filtered(lambda share: share.guide_id == guide)
        return {
            "id": order.id,
            "number": order.receipt_number or order.pos_reference,
            "moment": fields.Datetime.to_string(order.date_order),
            "day": fields.Date.to_string(order.business_date),
            "amount": order.amount_total,
            "member": order.partner_id.name or "",
            "pieces": sum(line.qty for line in order.lines if line.product_id.type == "consu"),
            "share": own.share if shares else 100.0,
        }

    @api.model
    def _against_target(self, figures, target):
        figures = self._rounded(figures)
        attainment = figures["turnover"] / target if target else None
        return {**figures, "target": target, "attainment": attainment}

    @api.model
    def _rounded(self, figures):
        """Drop the noise of binary fractions, which shares leave behind."""
        names = ("turnover", "pieces", "sold", "sales", "attach_rate")
        return {
            name: figures[name] and float_round(figures[name], precision_digits=2) for name in names
        }

    @api.model
    def _names_of_guides(self, rows):
        ids = [row["guide_id"] for row in rows if row["guide_id"]]
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        return {guide.id: guide.name for guide in employees.browse(ids)}

    @api.model
    def _names_of_styles(self, styles):
        ids = {row["template_id"] for rows in styles.values() for row in rows}
        return {style.id: style.name for style in self.env["product.template"].sudo().browse(ids)}
