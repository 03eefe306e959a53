from datetime import datetime, timedelta, timezone

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.retail_base.lib.asks import asks

from ...lib.from_phone import from_phone

# What only the phone knows; all else follows from the sale itself, which the server sees
KINDS_OF_PHONES = {"void", "cancel", "drawer"}
MOST_DETAILS = 20
SINCE = datetime(2000, 1, 1)


class RetailAuditEvent(models.Model):
    """What is done at tills."""

    _inherit = "retail.audit.event"

    config_id = fields.Many2one(
        "pos.config", string="Till", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    @api.model
    @from_phone
    @asks("read", "pos.session")
    @asks(groups=("point_of_sale.group_pos_user",))
    def _note_from_phone(self, uuid, values):
        """Take what was done on a phone, in its order, however late it comes.

        :param dict values: kind, session_id, at (milliseconds since 1970 by the phone's clock), order_uuid,
            reference (of the cart), guide_id, details (plain values)
        :raise AccessError: the session is not one of the user's, or the user sells nothing
        """
        kind = values.get("kind")
        if kind not in KINDS_OF_PHONES:
            raise ValidationError(self.env._("This delivery is incomplete."))
        if not self.env.user.has_group("point_of_sale.group_pos_user"):
            raise AccessError(self.env._("Only who sells at a till tells what was done there."))
        session = self.env["pos.session"].browse(_number(values.get("session_id"))).exists()
        if not session:
            raise ValidationError(self.env._("This delivery is incomplete."))
        session.check_access("read")
        self._note_at_till(kind, session, values)
        return True

    @api.model
    def _note_at_till(self, kind, session, values):
        """Tell of a deed at the till of a session, with what a phone told of it."""
        reference = _text(values.get("reference"))
        guide = self.env["hr.employee"].sudo().browse(_number(values.get("guide_id"))).exists()
        self._record(
            kind,
            session,
            **self._at_till(session.sudo().config_id, reference),
            document=reference or session.name,
            document_key=_text(values.get("order_uuid")),
            device_time=_moment(values.get("at")),
            employee_id=guide,
            details=_details(values.get("details")),
        )

    @api.model
    def _at_till(self, config, reference=None):
        """Return the columns that tell the till, and the device by the number in a cart's reference."""
        device = _device(reference)
        return {
            "config_id": config.id,
            "store_id": config.store_id.id or None,
            "company_id": config.company_id.id,
            "device": f"{config.name} · {device}" if device else config.name,
        }


def _device(reference):
    """Return the device's number in the reference of a cart: year, device, till and count.

    >>> _device("263-12-000123"), _device("2612-1-000001"), _device("Shop/001"), _device(None)
    ('3', '12', '', '')
    """
    head, *rest = (reference or "").split("-")
    return head[2:] if len(rest) == 2 and head.isdecimal() else ""


def _moment(milliseconds):
    """Return the moment that a phone named, None where it named none.

    >>> _moment(1_000_000_000_000)
    datetime.datetime(2001, 9, 9, 1, 46, 40)
    >>> _moment("soon"), _moment(1e99)
    (None, None)
    """
    try:
        told = datetime.fromtimestamp(milliseconds / 1000, timezone.utc).replace(tzinfo=None)
    except (OSError, OverflowError, TypeError, ValueError):
        return None
    return told if SINCE < told < datetime.now() + timedelta(days=3660) else None


def _details(told):
    """Return plain values only, not too many.

    >>> _details({"qty": 2, "product": "Jacket", "more": {"a": 1}})
    {'qty': 2, 'product': 'Jacket'}
    """
    plain = (str, int, float, bool)
    items = told.items() if isinstance(told, dict) else ()
    kept = [(str(name)[:50], value) for name, value in items if isinstance(value, plain)]
    return {
        name: value[:200] if isinstance(value, str) else value
        for name, value in kept[:MOST_DETAILS]
    }


def _number(value):
    return value if type(value) is int and 0 < value < 2**31 else False


def _text(value):
    return value[:100] if isinstance(value, str) and value else None
