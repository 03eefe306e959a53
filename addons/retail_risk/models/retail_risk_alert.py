from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.retail_base.lib.asks import asks

from ..lib.tuning import LEAST, MOST, STEPS
from .retail_risk_rule import ACTIONS, KINDS, SCORED

MANAGER = "retail_security.group_store_manager"
VERDICTS = [("true", "True"), ("false", "False Alarm"), ("unclear", "Unclear")]
COUNTERS = {"true": "true_count", "false": "false_count", "unclear": "unclear_count"}
MAX_REASON = 500


class RetailRiskAlert(models.Model):
    """What a risk rule found in a store on a day, with its evidence, until somebody judges it.

    Written by the rules alone. A run adds to an open alert, and never touches one that was closed.
    """

    _name = "retail.risk.alert"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Risk Alert"
    _order = "state desc, id desc"
    _mail_post_access = "read"

    rule_id = fields.Many2one(
        "retail.risk.rule", required=True, readonly=True, index=True, ondelete="restrict"
    )
    key = fields.Char(required=True, readonly=True, help="Whom or what it is about, store and day.")
    kind = fields.Selection(KINDS, readonly=True, required=True, index=True)
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="open",
        tracking=True,
    )
    action = fields.Selection(ACTIONS, string="What Was Done", readonly=True, required=True)
    lock_state = fields.Selection(
        [("none", "Not Locked"), ("locked", "Locked"), ("unlocked", "Unlocked")],
        string="Till's Lock",
        readonly=True,
        default="none",
        tracking=True,
    )
    unlocked_by_id = fields.Many2one("hr.employee.public", string="Unlocked by", readonly=True)
    unlocked_at = fields.Datetime(readonly=True)
    store_id = fields.Many2one("stock.warehouse", required=True, readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    config_id = fields.Many2one("pos.config", string="Till", readonly=True, index="btree_not_null")
    device = fields.Char(readonly=True, help="The number of the phone in the receipts' numbers.")
    guide_id = fields.Many2one("hr.employee", readonly=True, index="btree_not_null")
    partner_id = fields.Many2one("res.partner", string="Member", readonly=True)
    day = fields.Date(string="Sale Date", required=True, readonly=True, index=True)
    value = fields.Float(
        readonly=True, help="What is compared: a count, or spreads above the median of peers."
    )
    measured = fields.Float(readonly=True, help="A count, or percent of the full price.")
    by_price = fields.Float(
        string="Of This by Price",
        readonly=True,
        help="The percents that lower prices took off; discounts took the rest.",
    )
    usual = fields.Float(readonly=True, help="The median of the peers.")
    spread = fields.Float(readonly=True, help="MAD / 0.6745 of the peers.")
    threshold = fields.Float(readonly=True, help="As it was in this store at that time.")
    evidence = fields.Char(compute="_compute_evidence")
    order_ids = fields.Json(readonly=True)
    event_ids = fields.Json(readonly=True)
    sale_ids = fields.Many2many("pos.order", string="Sales", compute="_compute_sale_ids")
    sales_while_locked = fields.Integer(compute="_compute_sales_while_locked")
    verdict = fields.Selection(VERDICTS, readonly=True, tracking=True)
    verdict_reason = fields.Char(string="Reason", readonly=True)
    closed_by_id = fields.Many2one("res.users", readonly=True)
    closed_at = fields.Datetime(readonly=True)

    _once = models.Constraint("UNIQUE(rule_id, key)", "This was told already.")
    _open_idx = models.Index("(store_id, kind) WHERE state = 'open'")
    _locked_idx = models.Index("(config_id) WHERE lock_state = 'locked'")

    # What it shows

    @api.depends("kind", "store_id", "day")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for alert in self:
            alert.display_name = (
                f"{kinds.get(alert.kind, '')} · {alert.store_id.name} · {alert.day}"
            )

    @api.depends("kind", "value", "measured", "by_price", "usual", "spread", "threshold")
    @api.depends_context("lang")
    def _compute_evidence(self):
        for alert in self:
            alert.evidence = alert._told()

    def _told(self):
        """Return the numbers against the usual ones, in words."""
        if self.kind == "discounts":
            return self.env._(
                "%(habit)s. Discounts %(percent)s %%, prices changed by hand %(price)s %%",
                habit=self._told_habit(),
                percent=f"{self.measured - self.by_price:.1f}",
                price=f"{self.by_price:.1f}",
            )
        if self.kind in SCORED:
            return self._told_habit()
        return self.env._(
            "%(what)s: %(measured)s within %(hours)s hours, told from %(threshold)s on",
            what=self._told_what(),
            measured=f"{self.measured:g}",
            hours=f"{self.rule_id.sudo().window:.4g}",
            threshold=f"{self.threshold:g}",
        )

    def _told_what(self):
        """Return the name of what the rule counts."""
        return {
            "refunds": self.env._("Refunds"),
            "odd_hours": self.env._("Sales at odd hours"),
            "quick_cancel": self.env._("Sales taken back"),
            "member_guides": self.env._("Guides"),
            "points": self.env._("Sales that gave points"),
            "gift_many": self.env._("Gift cards sold or redeemed"),
            "gift_quick": self.env._("Gift cards redeemed"),
        }[self.kind]

    def _told_habit(self):
        """Return how far it lies from what is usual among peers."""
        unit = " %" if self.kind == "discounts" else ""
        return self.env._(
            "%(measured)s, usual is %(usual)s: %(value)s spreads above, told from %(threshold)s on",
            measured=f"{self.measured:.1f}{unit}",
            usual=f"{self.usual:.1f}{unit}",
            value=f"{self.value:.1f}",
            threshold=f"{self.threshold:.1f}",
        )

    @api.depends("order_ids")
    def _compute_sale_ids(self):
        visible = self.env["pos.order"].search(
            [("id", "in", [number for alert in self for number in alert.order_ids or ()])]
        )
        for alert in self:
            alert.sale_ids = visible.filtered(
                lambda sale, ids=alert.order_ids or (): sale.id in ids
            )

    @api.depends("lock_state")
    def _compute_sales_while_locked(self):
        """Sales that the till booked in spite of its lock: a finished sale is always taken."""
        locked = self.filtered(lambda alert: alert.lock_state != "none")
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT alert.id, count(*) AS sales
                  FROM retail_risk_alert alert
                  JOIN pos_order sale ON sale.config_id = alert.config_id
                   AND sale.date_order > alert.create_date
                   AND sale.date_order < COALESCE(alert.unlocked_at, now() AT TIME ZONE 'UTC')
                 WHERE alert.id = ANY(%s) AND sale.state IN ('paid', 'done') GROUP BY alert.id
                """,
                locked.ids,
            )
        )
        counts = {row["id"]: row["sales"] for row in rows}
        for alert in self:
            alert.sales_while_locked = counts.get(alert.id, 0)

    @asks("read")
    def action_open_sales(self):
        """Open the sales that are the evidence."""
        self.ensure_one()
        return self._window(self.env._("Sales"), "pos.order", self.order_ids)

    @asks("read")
    @asks("read", "retail.audit.event")
    def action_open_events(self):
        """Open the events of the audit trail that are the evidence, or those of its sales."""
        self.ensure_one()
        events = self.env["retail.audit.event"]
        domain = [("res_model", "=", "pos.order"), ("res_id", "in", self.order_ids or [])]
        ids = self.event_ids or events.search(domain).ids
        return self._window(self.env._("Events"), "retail.audit.event", ids)

    @api.model
    def _window(self, name, model, ids):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "list,form",
            "domain": [("id", "in", ids or [])],
        }

    # What is done about it

    def _act(self):
        """Tell the managers of new alerts, lock tills, and let approvals be asked for."""
        if not self:
            return
        self._tell_managers()
        locking = self.filtered(lambda alert: alert.action == "lock" and alert.config_id)
        if locking:
            locking.lock_state = "locked"
        if self.filtered(lambda alert: alert.action == "approve"):
            self.env.registry.clear_cache()

    def _tell_managers(self):
        """Give each alert to one manager of its store, as an activity; a person it is about is passed over."""
        managers = self._managers()
        activity_type = self.env.ref("mail.mail_activity_data_todo")
        model = self.env["ir.model"]._get(self._name)
        values = []
        for alert in self:
            users = managers.get(alert.store_id, self.env["res.users"]) - alert.guide_id.user_id
            if users:
                values.append(
                    {
                        "res_model_id": model.id,
                        "res_id": alert.id,
                        "activity_type_id": activity_type.id,
                        "summary": alert.with_context(lang=users[0].lang).display_name[:200],
                        "note": alert.with_context(lang=users[0].lang).evidence,
                        "user_id": users[0].id,
                    }
                )
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(values)

    def _managers(self):
        """Return {store: users} of those who manage one of these stores, the store's own first."""
        users = (
            self.env.ref(MANAGER)
            .all_user_ids.filtered(lambda user: user.store_ids and user.active)
            .sorted(lambda user: (len(user.store_ids), user.id))
        )
        return {
            store: users.filtered(lambda user, store=store: store in user.store_ids)
            for store in self.store_id
        }

    # The verdict

    @asks("read")
    @asks(groups=(MANAGER,))
    def close_with(self, verdict, reason):
        """Close alerts with a verdict and its reason, which tunes the rule in their stores.

        :param verdict: true, false or unclear
        :raise AccessError: for who may not judge this, such as the guide it is about
        :raise UserError: it is closed already, or no reason is given
        """
        self.check_access("read")
        reason = str(reason or "").strip()[:MAX_REASON]
        if verdict not in STEPS:
            raise ValidationError(self.env._("There is no such verdict."))
        if not reason:
            raise UserError(self.env._("Say why."))
        self._check_not_own()
        alerts = self.sudo()
        # Of two who close it at once, the second one waits and then sees that it is closed
        self.env.cr.execute(
            SQL("SELECT state FROM retail_risk_alert WHERE id = ANY(%s) FOR UPDATE", self.ids)
        )
        if any(state != "open" for (state,) in self.env.cr.fetchall()):
            raise UserError(self.env._("This alert is closed already."))
        alerts.write(
            {
                "state": "closed",
                "verdict": verdict,
                "verdict_reason": reason,
                "closed_by_id": self.env.uid,
                "closed_at": fields.Datetime.now(),
            }
        )
        for alert in alerts:
            alert.message_post(body=self.env._("Verdict: %s", reason))
        alerts.activity_unlink(["mail.mail_activity_data_todo"])
        alerts._tune(verdict)
        alerts._unlock(self.env.user.employee_id)
        self.env.registry.clear_cache()

    def _check_not_own(self):
        """Raise AccessError for who would judge himself."""
        if any(user == self.env.user for user in self.sudo().guide_id.user_id):
            raise AccessError(self.env._("Nobody judges an alert about himself."))

    def _tune(self, verdict):
        """Move the thresholds of the rules in the stores of these alerts, as `lib.tuning` tells."""
        self.env["retail.risk.tuning"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO retail_risk_tuning AS tuning
                       (rule_id, store_id, company_id, factor, true_count, false_count, unclear_count,
                        create_uid, create_date, write_uid, write_date)
                SELECT rule_id, store_id, company_id,
                       LEAST(GREATEST(power(%(step)s, count(*)), %(least)s), %(most)s),
                       CASE WHEN %(verdict)s = 'true' THEN count(*) ELSE 0 END,
                       CASE WHEN %(verdict)s = 'false' THEN count(*) ELSE 0 END,
                       CASE WHEN %(verdict)s = 'unclear' THEN count(*) ELSE 0 END,
                       %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM retail_risk_alert WHERE id = ANY(%(ids)s)
              GROUP BY rule_id, store_id, company_id
           ON CONFLICT (rule_id, store_id) DO UPDATE
                   SET factor = LEAST(GREATEST(tuning.factor * excluded.factor, %(least)s), %(most)s),
                       true_count = tuning.true_count + excluded.true_count,
                       false_count = tuning.false_count + excluded.false_count,
                       unclear_count = tuning.unclear_count + excluded.unclear_count,
                       write_uid = excluded.write_uid, write_date = excluded.write_date
                """,
                step=STEPS[verdict],
                least=LEAST,
                most=MOST,
                verdict=verdict,
                ids=self.ids,
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        self.env["retail.risk.tuning"].invalidate_model()
        self.env["retail.risk.rule"].invalidate_model(["tuning_ids"])

    @asks("read")
    @asks(groups=(MANAGER,))
    def action_unlock(self):
        """Open the tills that these alerts locked; the alerts stay open for their verdict."""
        self.check_access("read")
        self._check_not_own()
        self.sudo()._unlock(self.env.user.employee_id)

    def _unlock(self, employee):
        """Open the tills, and tell the audit trail who did."""
        locked = self.filtered(lambda alert: alert.lock_state == "locked")
        if not locked:
            return
        locked.write(
            {
                "lock_state": "unlocked",
                "unlocked_by_id": employee.id,
                "unlocked_at": fields.Datetime.now(),
            }
        )
        events = self.env["retail.audit.event"]
        events._record_all(
            [
                {
                    "kind": "device",
                    "record": alert,
                    **events._at_till(alert.config_id),
                    "employee_id": employee.id or None,
                    "details": {"lock": "unlocked", "rule": alert.rule_id.name},
                }
                for alert in locked
            ]
        )
