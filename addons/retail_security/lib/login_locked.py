from odoo.exceptions import AccessDenied


class LoginLocked(AccessDenied):
    """Nothing was tried: there were too many wrong attempts before."""
