from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.retail_base.lib.asks import asks

CHAIN = "retail_security.group_planner"
MAX_ASKED = 5


class RetailReplenishmentOrder(models.Model):
    """Who approves an order: tiers of OCA's `base_tier_validation`, limits by role.

    What is worth more than a guide may ask for waits for a manager of the store, what is worth more
    than he may for a regional manager; what another store is to give, for a manager of that store.
    Planners approve for all. The limits are the company's; an administrator adds tiers of his own.
    """

    _name = "retail.replenishment.order"
    _inherit = ["retail.replenishment.order", "tier.validation"]
    _state_from = ["submitted"]
    _state_to = ["approved"]
    _cancel_state = "cancel"

    approval_level = fields.Selection(
        [
            ("none", "Nobody"),
            ("manager", "Store Manager"),
            ("regional", "Regional Manager"),
            ("source", "Giving Store"),
        ],
        string="Approved by",
        compute="_compute_approval_level",
    )
    approver_id = fields.Many2one(
        "res.users", string="Approved by User", readonly=True, copy=False, tracking=True
    )
    reason = fields.Char(
        string="Why Sent Back", readonly=True, copy=False, tracking=True, help="By who approves."
    )
    # The reviewers of the tiers in data/tier_definition.xml
    manager_approver_ids = fields.Many2many(
        "res.users", compute="_compute_approver_ids", string="Managers of the Store"
    )
    regional_approver_ids = fields.Many2many(
        "res.users", compute="_compute_approver_ids", string="Regional Managers of the Store"
    )
    source_approver_ids = fields.Many2many(
        "res.users", compute="_compute_approver_ids", string="Managers of the Giving Store"
    )

    @api.depends("amount", "why", "company_id")
    def _compute_approval_level(self):
        for order in self:
            company = order.company_id.sudo()
            limits = (
                ("regional", company.order_manager_limit),
                ("manager", company.order_guide_limit),
            )
            over = [
                level
                for level, limit in limits
                if order.currency_id.compare_amounts(order.amount, limit) > 0
            ]
            order.approval_level = "source" if order.why == "transfer" else [*over, "none"][0]

    @api.depends("store_id", "source_id")
    def _compute_approver_ids(self):
        for order in self:
            order.manager_approver_ids = order._staff(
                order.store_id, "retail_security.group_store_manager"
            )
            order.regional_approver_ids = order._staff(
                order.store_id, "retail_security.group_regional_manager"
            )
            order.source_approver_ids = order._staff(
                order.source_id,
                "retail_security.group_store_manager"
                if order.source_id.is_store
                else "retail_security.group_warehouse",
            )

    @api.model
    def _staff(self, warehouse, role):
        """Return who holds ROLE for a warehouse, and the planners, who act for all."""
        group = self.env["ir.model.data"]._xmlid_to_res_id
        own = Domain("all_group_ids", "in", group(role))
        if warehouse.is_store:
            own &= Domain("store_ids", "in", warehouse.ids)
        return (
            self.env["res.users"]
            .sudo()
            .search(
                (own | Domain("all_group_ids", "in", group(CHAIN)))
                & Domain("company_ids", "in", warehouse.sudo().company_id.ids)
            )
        )

    def _submit(self):
        """Ask for the approval that the order needs, and go on where it has it."""
        self.ensure_one()
        values = {"state": "submitted", "submitted_at": fields.Datetime.now(), "reason": False}
        if self._is_transfer():
            values["why"] = "transfer"
        self.write(values)
        self.invalidate_recordset(["need_validation"])  # OCA computes it without dependencies
        self.request_validation()
        if self.review_ids:
            self._validate_tier()
        self._go_on()

    def _go_on(self):
        """Fetch the goods of an approved order; else ask those whose turn it is to approve it."""
        self.activity_unlink(["retail_replenishment.activity_approve_order"])
        if self.review_ids and self.validation_status != "validated":
            self._ask_approvers()
            return
        self.write(
            {
                "state": "approved",
                "approved_at": fields.Datetime.now(),
                "approver_id": self.env.uid if self.review_ids else False,
            }
        )
        self._fetch()

    def _ask_approvers(self):
        """Give the approvers of the store an activity; those of the whole chain where it has none."""
        approvers = self._pending_reviews().reviewer_ids
        of_store = approvers.filtered("is_store_scoped") or approvers
        for user in of_store.sorted("id")[:MAX_ASKED]:
            self.activity_schedule(
                "retail_replenishment.activity_approve_order",
                summary=self.env._("Approve %s", self.name),
                user_id=user.id,
            )

    def _pending_reviews(self):
        return self.review_ids.filtered(lambda review: review.status in ("waiting", "pending"))

    @asks("read")
    def action_approve(self):
        """Approve the order, as far as the user's role reaches.

        :raises AccessError: somebody else has to
        """
        for order in self:
            order._check_may_decide()
            order = order.sudo()
            order._validate_tier()
            order._go_on()

    @asks("read")
    def action_ask_why(self):
        """Open the question why the order is sent back."""
        self.ensure_one()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "retail_replenishment.retail_order_send_back_action"
        ) | {"context": {"default_order_id": self.id}}

    def _send_back(self, reason):
        """Hand the order back to who asked, with a reason; he may change it and hand it in again.

        :raises AccessError: somebody else decides
        :raises UserError: there is no reason
        """
        self._check_may_decide()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why: whoever asked has to know."))
        order = self.sudo()
        order.activity_unlink(["retail_replenishment.activity_approve_order"])
        order.review_ids.unlink()
        order.write({"state": "draft", "reason": reason})
        order.message_post(
            body=self.env._(
                "Sent back by %(user)s: %(reason)s", user=self.env.user.name, reason=reason
            ),
            partner_ids=order.user_id.partner_id.ids,
        )

    def _check_may_decide(self):
        self.ensure_one()
        self.check_access("read")
        self._take("submitted")
        reviews = self.sudo()._pending_reviews()
        reviews._compute_reviewer_ids()  # staff come and go while an order waits
        if self.env.user not in reviews.reviewer_ids:
            raise AccessError(
                self.env._(
                    "%(order)s waits for: %(who)s",
                    order=self.name,
                    who=", ".join(reviews.mapped("name")),
                )
            )

    # OCA's own buttons, which anybody could call: ours decide

    def request_validation(self):
        """@override An order asks for its approval when it is handed in."""
        self._check_unguarded({"state": None})
        return super().request_validation()

    def restart_validation(self):
        """@override An order that was sent back asks anew."""
        self._check_unguarded({"state": None})
        return super().restart_validation()

    def validate_tier(self):
        """@override"""
        return self.action_approve()

    def reject_tier(self):
        """@override"""
        return self.action_ask_why()

    def _get_to_validate_message_name(self):
        return self.name
