"""Rules for all tests: which database, which doctests, and no skipping of browser tests."""

import os
import unittest
import uuid
from functools import partial
from pathlib import Path

import pytest
from _pytest.doctest import DoctestModule

from manage.databases import Databases

DEMO = "retail_demo"
PURE = (
    *("addons/*/lib/**/*.py", "addons/*/planner/**/*.py", "config/manage/*.py"),
    *("iot_bridge/iot_bridge/*.py", "iot_bridge/iot_bridge/devices/*.py"),
)


def pytest_collect_file(file_path, parent):
    """Run the examples in the docstrings of plain Python, without a test that says so."""
    if any(file_path.match(pattern.replace("**/", "")) for pattern in PURE):
        return DoctestModule.from_parent(parent, path=file_path)
    return None


@pytest.fixture(scope="session")
def demo_database():
    """A copy of the demo template, loaded into this process; its name."""
    from odoo.modules.registry import Registry
    from odoo.sql_db import close_db
    from odoo.tools import config

    databases = Databases.of(os.environ["RETAIL_CONF"])
    name = f"test_demo_{uuid.uuid4().hex[:8]}"
    databases.copy(os.environ["RETAIL_DEMO_TEMPLATE"], name)
    try:
        # under test_enable, loading a database would run the tests of all its modules
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(config, "test_enable", False)
            Registry(name)
        yield name
        Registry.delete(name)
        close_db(name)
    finally:
        databases.drop(name)


@pytest.fixture(scope="module", autouse=True)
def database_with_the_demo_chain(request):
    """Under `make test`, give the tests of retail_demo the demo chain; no others see it."""
    if DEMO not in Path(request.path).parts or "RETAIL_DEMO_TEMPLATE" not in os.environ:
        yield
        return
    from odoo.tools import config

    name = request.getfixturevalue("demo_database")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(config, "db_name", name)
        # pytest-odoo lets each process serve its own copy only
        patch.setitem(config, "dbfilter", f"^{name}$")
        # with several processes pytest-odoo bends all file stores to that of the common template
        patch.setattr(config, "filestore", partial(type(config).filestore, config))
        yield


@pytest.fixture(scope="module", autouse=True)
def files_of_the_database_stay(request):
    """Keep the file store, which all test processes share, as long as one of them runs.

    Odoo's own sweep, which a server does when it vacuums, would remove what another process has just
    written: pages without pictures, imports of empty files. A module whose tests remove the whole
    store fails, as all later pages would stay white.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ or "addons" not in request.path.parts:
        yield
        return
    from odoo.tests.common import get_db_name
    from odoo.tools import config

    from odoo.addons.base.models.ir_attachment import IrAttachment

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(IrAttachment, "_gc_file_store_unsafe", lambda attachments: None)
        yield
    files = Path(config.filestore(get_db_name()))
    assert files.is_dir(), f"{request.path.name} removed the files of the database"


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
