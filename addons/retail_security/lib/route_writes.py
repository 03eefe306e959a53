def writes(_controller, _rule, _args):
    """Tell that a route of Odoo's that only reads tells the audit trail; a plain False logs a warning."""
    return False
