import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.retail_base.lib.asks import asks

from ..printing.retail_device import MANAGERS

COOKIE = "retail_till_device"
CODE_VALID = timedelta(minutes=15)
DIGITS = 8
LONGEST_PLATFORM = 100


class RetailTillDevice(models.Model):
    """A phone or tablet on which a store sells: paired by a code that counts once, until it is revoked.

    What it is known by is a token in a cookie that no script reads. See docs/decisions/till-devices.md.
    """

    _name = "retail.till.device"
    _inherit = ["retail.device"]
    _description = "Till's Device"

    store_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        index=True,
        domain=[("is_store", "=", True)],
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    state = fields.Selection(
        [("new", "Waits to Be Paired"), ("paired", "Paired"), ("revoked", "Revoked")],
        required=True,
        readonly=True,
        default="new",
        copy=False,
        tracking=True,
    )
    code_digest = fields.Char(copy=False, groups="base.group_system")
    code_until = fields.Datetime(copy=False, groups="base.group_system")
    user_id = fields.Many2one("res.users", string="Last User", readonly=True, copy=False)
    config_id = fields.Many2one("pos.config", string="Last Till", readonly=True, copy=False)
    platform = fields.Char(readonly=True, copy=False)
    paired_at = fields.Datetime(string="Paired on", readonly=True, copy=False)
    revoked_at = fields.Datetime(string="Revoked on", readonly=True, copy=False)
    wiped_at = fields.Datetime(
        string="Wiped on",
        readonly=True,
        copy=False,
        help="When the device said that it has deleted what it kept.",
    )

    _code_unique = models.UniqueIndex("(code_digest) WHERE code_digest IS NOT NULL")

    def _compute_faults(self):
        """@override Nobody watches over phones that lie in a drawer."""
        self.fault_count = 0
        self.hours_between_faults = 0

    # -- pairing

    @asks("write")
    @asks(groups=MANAGERS)
    def action_pair(self):
        """Show a code that pairs a phone, once and within minutes."""
        self.ensure_one()
        self._check_manager()
        code = "".join(secrets.choice("0123456789") for _digit in range(DIGITS))
        self.sudo().write(
            {"code_digest": self._digest(code), "code_until": fields.Datetime.now() + CODE_VALID}
        )
        pairing = self.env["retail.till.device.pairing"].create(
            {"device_id": self.id, "code": code}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pair: %s", self.name),
            "res_model": pairing._name,
            "res_id": pairing.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _pair(self, code, platform=""):
        """Make the phone that has the code this device.

        :return: the token that the phone keeps
        :raise UserError: the code is wrong, over, or of a store that is not the user's
        """
        lock, login = self.env["retail.login.lock"], f"pairing {self.env.user.login}"
        lock._check(login)
        device = self.sudo().search(
            [
                ("code_digest", "=", self._digest(str(code or "-"))),
                ("code_until", ">", fields.Datetime.now()),
            ],
            limit=1,
        )
        if not device or not device.with_user(self.env.user)._is_of_user():
            self.env["res.users"]._tell_refusal(login, "pairing")
            raise UserError(self.env._("This code is wrong or over. Ask for another."))
        token = secrets.token_urlsafe(32)
        device.write(
            {
                "token_digest": self._digest(token),
                "code_digest": False,
                "state": "paired",
                "paired_at": fields.Datetime.now(),
                "revoked_at": False,
                "wiped_at": False,
                "user_id": self.env.uid,
                "platform": (platform or "")[:LONGEST_PLATFORM],
            }
        )
        device._tell("paired")
        return token

    def _is_of_user(self):
        user = self.env.user
        return not user.is_store_scoped or self.sudo().store_id in user.store_ids

    # -- revoking

    @asks("write")
    @asks(groups=MANAGERS)
    def action_revoke(self):
        """Let these devices send what waits there, and then delete what they keep."""
        self._check_manager()
        for device in self.sudo().filtered(lambda device: device.state != "revoked"):
            device.write(
                {"state": "revoked", "revoked_at": fields.Datetime.now(), "code_digest": False}
            )
            device.with_user(self.env.user)._tell("revoked")

    def _note_wiped(self):
        if not self.wiped_at:
            self.wiped_at = fields.Datetime.now()
            self._tell("wiped")

    def _check_manager(self):
        self.check_access("write")
        if not self.env.su and not any(map(self.env.user.has_group, MANAGERS)):
            raise AccessError(self.env._("Only a store manager pairs and revokes devices."))

    def _tell(self, what):
        self.env["retail.audit.event"]._record(
            "device", self, device=self.sudo().name, details={"what": what}
        )

    @asks("read", "retail.audit.event")
    def action_audit_timeline(self):
        """Show what was done on this phone, and with it, in its order."""
        self.ensure_one()
        domain = Domain("till_device_id", "=", self.id)
        domain |= Domain("res_model", "=", self._name) & Domain("res_id", "=", self.id)
        return self.env["retail.audit.event"]._timeline(list(domain), self.name)

    # -- who asks

    @api.model
    def _of_request(self):
        """Return the device from which this request comes, as superuser, or none."""
        token = request.httprequest.cookies.get(COOKIE) if request else None
        return self._find_by_token(token) if token else self.sudo().browse()

    @api.model
    def _state_of_request(self, config):
        """Return how the phone of this request stands: paired, revoked, or what it has to do.

        :return: "paired", "revoked", "required" where it must be paired first, or "free"
        """
        device = self._of_request()
        if device.state == "revoked":
            return "revoked"
        if device and device.store_id == config.sudo().store_id:
            return "paired"
        return "required" if config.sudo().company_id.till_device_required else "free"

    @api.ondelete(at_uninstall=False)
    def _unlink_only_new(self):
        if any(device.state != "new" for device in self):
            raise UserError(self.env._("A device that was paired is revoked, not deleted."))
