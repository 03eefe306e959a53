from odoo.exceptions import AccessError

from ..pos_order import MANAGERS


def may_by_hand(records):
    """Return whether the user may change what Odoo lets every user of a till change.

    What a sale or a return does on the server is done as superuser, and may.
    """
    return records.env.su or any(map(records.env.user.has_group, MANAGERS))


def check_by_hand(records, message):
    """Raise AccessError with MESSAGE for who may not, see `may_by_hand`."""
    if not may_by_hand(records):
        raise AccessError(message)
