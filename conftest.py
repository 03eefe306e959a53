"""Rules for all tests."""

import os
import unittest

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Let no browser test pass by not running: Odoo skips them when a browser part is missing."""
    report = yield
    if report.skipped and os.environ.get("RETAIL_NO_SKIP") and _needs_a_browser(item):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} must run here, but: {reason}"
    return report


def _needs_a_browser(item):
    case = getattr(item, "cls", None)
    if case is None or not issubclass(case, unittest.TestCase):
        return False
    from odoo.tests import HttpCase  # only now: without a TestCase of Odoo there may be no Odoo

    return issubclass(case, HttpCase)
