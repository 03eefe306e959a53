from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.retail_base.lib.asks import asks

from ...lib.signed_approval import BadApproval, read_public_key

MANAGER = "retail_security.group_store_manager"
MOST_KEYS = 5  # of one manager


class RetailApprovalKey(models.Model):
    """The public half of a key that a manager's phone made and cannot give away.

    What its owner signs without a connection counts at the tills of his stores.
    """

    _name = "retail.approval.key"
    _description = "Key of a Manager's Phone"
    _order = "id desc"

    name = fields.Char(string="Phone", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Manager", required=True, readonly=True, index=True, ondelete="cascade"
    )
    public_key = fields.Char(required=True, readonly=True, help="P-256, SubjectPublicKeyInfo.")
    active = fields.Boolean(default=True, readonly=True)
    revoked_at = fields.Datetime(readonly=True)
    revoked_by_id = fields.Many2one("res.users", readonly=True)
    store_ids = fields.Many2many(related="user_id.store_ids")

    _public_key_unique = models.Constraint("UNIQUE(public_key)", "This key is known already.")

    @api.model
    @asks(groups=(MANAGER,))
    def register(self, public_key, name):
        """Keep the public key of the signed-in manager's phone; return its number.

        :raise AccessError: for who approves nothing
        """
        try:
            read_public_key(public_key)
        except BadApproval as error:
            raise ValidationError(self.env._("This is no key of a phone.")) from error
        keys = self.sudo().with_context(active_test=False)
        known = keys.search([("public_key", "=", public_key)])
        if known:
            if known.user_id != self.env.user or not known.active:
                raise AccessError(self.env._("This key was revoked, or is another manager's."))
            return known.id
        own = self.sudo().search([("user_id", "=", self.env.uid)])
        own[MOST_KEYS - 1 :]._revoke()
        key = self.sudo().create(
            {
                "name": str(name or "").strip()[:60] or self.env._("Phone"),
                "user_id": self.env.uid,
                "public_key": public_key,
            }
        )
        self.env["retail.audit.event"]._record(
            "rights", key, details={"change": "approval key", "phone": key.name}
        )
        return key.id

    @asks("read")
    def action_revoke(self):
        """End keys, such as that of a lost phone: one's own, or as an administrator anybody's."""
        self.check_access("read")
        is_own = all(key.user_id == self.env.user for key in self)
        if not is_own and not self.env.user.has_group("retail_security.group_administrator"):
            raise AccessError(self.env._("Only an administrator revokes the key of somebody else."))
        self.sudo()._revoke()

    def _revoke(self):
        for key in self:
            self.env["retail.audit.event"]._record(
                "rights", key, details={"change": "approval key revoked", "phone": key.name}
            )
        self.write(
            {
                "active": False,
                "revoked_at": fields.Datetime.now(),
                "revoked_by_id": self.env.uid,
            }
        )
