"""A small service between tills and the devices beside them. It knows nothing of Odoo but its protocol."""

__version__ = "1.0.0"
