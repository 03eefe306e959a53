"""Measurements of the suite against native Odoo or a physical limit; see README.md."""
