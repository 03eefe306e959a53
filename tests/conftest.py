"""Fixtures of the journeys: a demo server, a phone, a desktop, screenshots.

def test_a_guide_sees_her_store(demo_server, phone, screenshot):
    page = phone.new_page()
    demo_server.sign_in(page, "guide01")
    screenshot(page, "home")
    assert not phone.errors
"""

import shutil

import pytest
from playwright.sync_api import sync_playwright

from manage.place import Place
from support.camera import Camera
from support.demo_server import DemoServer
from support.faults.matrix import table, text_of

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
DESKTOP = {"viewport": {"width": 1366, "height": 900}}
PATIENCE = 60_000  # milliseconds: the first page of a session builds its assets


@pytest.fixture(scope="session")
def load_registry():
    """Tests here run beside Odoo, not inside it: keep pytest-odoo from loading a database."""


@pytest.fixture(scope="session")
def load_http():
    """No Odoo inside, hence no server inside."""


# Not for the whole session: at the end of each of its test classes Odoo ends all processes that this
# one has started
@pytest.fixture(scope="module")
def demo_server():
    """A server on a copy of the demo chain, shared by the journeys of a file (see DemoServer).

    A journey leaves its sales behind: count what it adds, not what is there.
    """
    with DemoServer() as server:
        yield server


@pytest.fixture
def own_demo_server():
    """A server on a copy of its own, for journeys that stop it or change what others rely on."""
    with DemoServer() as server:
        yield server


@pytest.fixture(scope="module")
def camera(tmp_path_factory):
    """What the browser's camera sees (see Camera)."""
    return Camera(tmp_path_factory.mktemp("camera") / "camera.y4m")


@pytest.fixture(scope="module")
def browser(camera):
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert executable, "Chromium is missing: `make test` installs it"
    flags = ["--no-sandbox", "--disable-background-networking", "--disable-gpu", *camera.flags]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def new_context(browser, request):
    """Make browser contexts: `new_context(locale="zh-CN", **PHONE)`; each has a list `errors`."""
    contexts = []

    def make(**options):
        contexts.append(_open_context(browser, **options))
        return contexts[-1]

    yield make
    for number, page in enumerate(page for context in contexts for page in context.pages):
        if request.node.stash.get(FAILED, False):
            _shoot(page, f"failed/{request.node.name}-{number}")
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def module_phones(browser):
    """Make phones that the tests of a file share: `module_phones(locale="zh-CN")`."""
    contexts = []

    def make(**options):
        contexts.append(_open_context(browser, **PHONE, **options))
        return contexts[-1]

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def phone(new_context):
    """A Playwright browser context of 390x844 with touch; `phone.errors` lists console errors."""
    return new_context(**PHONE)


@pytest.fixture
def desktop(new_context):
    """A Playwright browser context of 1366x900; `desktop.errors` lists console errors."""
    return new_context(**DESKTOP)


@pytest.fixture
def screenshot():
    """`screenshot(page, "till-open")` keeps what the page shows as .local/screenshots/till-open.png."""
    return _shoot


def _open_context(browser, **options):
    context = browser.new_context(**{"locale": "en-US", "timezone_id": "Asia/Shanghai", **options})
    context.set_default_timeout(PATIENCE)
    context.errors = []
    context.on("console", lambda message: _note(context.errors, message))
    context.on("weberror", lambda error: context.errors.append(str(error.error)))
    return context


def _shoot(page, name):
    path = Place.here().screenshots / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, animations="disabled")
    return path


def _note(errors, message):
    if message.type == "error":
        errors.append(message.text)


FAILED = pytest.StashKey[bool]()


def pytest_terminal_summary(terminalreporter):
    """Print the table of the fault matrix: what broke in which job, and what became of it."""
    rows = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == "faults" and report.when == "call"
    ]
    if rows:
        terminalreporter.section("faults")
        terminalreporter.line(text_of(table(rows)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report
