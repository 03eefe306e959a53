"""A phone of a store: Chromium with a profile on the disk, which may be killed and started again."""

import re
import shutil
import signal
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil
from playwright.sync_api import Error as BrowserError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
SCREEN = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 1,
    "has_touch": True,
    "is_mobile": True,
}
HAND = Path(__file__).with_name("phone.js").read_text()
PATIENCE = 40  # seconds
SENDING = 30  # seconds that a phone takes at most, once nothing stands in its way
GLANCE = 0.2  # seconds between two looks at the page
DYING = 10  # seconds until a killed process is gone
TAP = 5000  # milliseconds until a button must be there
REST = re.compile(r"\s+")


class Gone(Exception):
    """The page or the whole browser was killed in the midst of what it did."""


class Phone:
    """`open()` it, `begin` and `pay` sales on it, `kill()` it and `open()` it again.

    What a guide would do is done by taps; filling a cart, which writes nothing to the server, by the
    functions behind the buttons (`phone.js`).
    """

    hand = HAND

    def __init__(self, playwright, server, network, login):
        self.playwright = playwright
        self.server = server
        self.url = f"http://127.0.0.1:{network.port}"
        self.network = network
        self.login = login
        self.profile = Path(tempfile.mkdtemp(prefix="faults-phone-"))
        self.context = None
        self.page = None
        self.dialogs = []  # what stood in the way
        self.complaints = []  # errors on the console

    def close(self):
        with suppress(Exception):
            self.context.close()
        self.kill()
        shutil.rmtree(self.profile, ignore_errors=True)

    # -- Its life ---------------------------------------------------------------------------------

    def start(self):
        """Start the browser with what is left of its profile."""
        executable = next(filter(None, map(shutil.which, BROWSERS)), None)
        assert executable, "Chromium is missing: `make test` installs it"
        self.context = self.playwright.chromium.launch_persistent_context(
            self.profile,
            executable_path=executable,
            args=FLAGS,
            locale="en-US",
            timezone_id="Asia/Shanghai",
            **SCREEN,
        )
        self.context.set_default_timeout(1000 * PATIENCE)
        self.context.add_init_script(self.hand)
        self.context.on("console", self._note)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        # The guide signs in again where the browser had not written its cookies yet
        if not any(cookie["name"] == "session_id" for cookie in self.context.cookies(self.url)):
            cookies = self.server.rpc(self.login).session.cookies
            self.context.add_cookies(
                [
                    {"name": name, "value": value, "url": self.url, "expires": time.time() + 86400}
                    for name, value in cookies.items()
                ]
            )
        self.page = self.context.pages[0]

    def forget(self):
        """Throw the phone away: the next start is that of a new one."""
        self.kill()
        shutil.rmtree(self.profile, ignore_errors=True)

    def _note(self, message):
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def open(self, till):
        """Open the till, whatever was before."""
        if not self.context:
            self.start()
        if self.page.is_closed() or not self._is_alive():
            dead, self.page = self.page, self.context.new_page()
            with suppress(BrowserError):
                dead.close()
        self.till = till
        self.page.goto(f"{self.url}/pos/ui/{till}", wait_until="commit")
        self.wait_until_open()

    def wait_until_open(self, page=None):
        page = page or self.page
        page.wait_for_function("() => window.hand?.isReady")
        # The page stands behind Odoo's loading page first
        page.wait_for_function('() => !document.querySelector(".pos-loader:not([style*=opacity])")')
        register = page.locator(".open-register-btn")
        if register.count():
            register.first.tap()
        page.wait_for_function("() => !document.querySelector('.open-register-btn')")
        page.wait_for_function("() => window.hand.isKept()", polling=200)

    def processes(self, kind=None):
        """The processes of this browser; KIND is Chromium's word, such as "renderer"."""
        found = []
        for process in psutil.Process().children(recursive=True):
            with suppress(psutil.Error):
                words = process.cmdline()
                if any(str(self.profile) in word for word in words) and (
                    kind is None or f"--type={kind}" in words
                ):
                    found.append(process)
        return found

    def kill(self):
        """End all its processes at once; the profile stays as it is at this moment."""
        self._kill(self.processes())
        self.context = None

    def kill_tab(self, how=signal.SIGKILL):
        """End the processes that show pages, the browser goes on."""
        renderers = self.processes("renderer")
        self._kill(renderers, how)
        # A page that is about to end when it is asked something never answers
        psutil.wait_procs(renderers, timeout=DYING)

    @staticmethod
    def _kill(processes, how=signal.SIGKILL):
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(how)

    def _reason(self, error):
        """What to raise for an error: the phone died, or its page did not do what it should."""
        return AssertionError(str(error)) if self._is_alive() else Gone()

    def _is_alive(self):
        try:
            return self.page.evaluate("1") == 1
        except BrowserError:
            return False

    # -- What the guide does ----------------------------------------------------------------------

    def do(self, function, *arguments):
        """Call a function of `phone.js`."""
        try:
            return self.page.evaluate(
                "([name, args]) => window.hand.within(window.hand[name](...args))",
                [function, list(arguments)],
            )
        except BrowserError as error:
            raise self._reason(error) from error

    def begin(self, cart):
        """Fill a cart, and before that unlock the phone if it has locked itself meanwhile."""
        if self.do("isAsleep"):
            self.page.touchscreen.tap(195, 400)
        if self.do("isLocked"):
            self.wait_until_open()
        return self.do("begin", cart)

    def see(self, selector):
        """Return when it stands on the page."""
        try:
            self.page.locator(selector).first.wait_for(timeout=TAP)
        except BrowserError as error:
            raise self._reason(error) from error

    def pay(self, uuid, method):
        """Pay what is open by METHOD, confirm, and again where a dialog says that it failed.

        Returns what the page told when it said that the sale is done.
        """
        if not self.do("look", uuid)["isPaid"]:
            self.choose(method)
        return self.confirm(uuid)

    def choose(self, method):
        """Pay what is open by METHOD."""
        self.do("closeDialogs")
        try:
            self.page.locator(".paymentmethod", has_text=method).first.tap(timeout=TAP)
        except BrowserError as error:
            raise self._reason(error) from error

    def tap_confirm(self):
        with suppress(BrowserError):
            self.page.locator(".payment-screen .validation-button.next").tap(timeout=1000)

    def confirm(self, uuid, refusal=None):
        """Confirm until the page says that it is done; None where a dialog says REFUSAL."""
        deadline = time.monotonic() + PATIENCE
        tapped = 0
        while time.monotonic() < deadline:
            seen = self.do("look", uuid)
            if seen["told"]:
                return seen["told"]
            if seen["dialog"]:
                self.dialogs.append(seen["dialog"][:200])
                self.do("closeDialogs")
                if refusal and refusal in seen["dialog"]:
                    return None
            elif seen["isPaying"] and not seen["isBusy"] and time.monotonic() - tapped > 1:
                self.tap_confirm()
                tapped = time.monotonic()
            self._pause()
        raise AssertionError(f"the sale does not end: {seen}, {self.dialogs[-3:]}")

    def wait_until_all_sent(self):
        """True when the phone says so by itself; else it is told to send, as by a guide, and False."""
        for is_told in (False, True):
            try:
                for _look in range(2):  # what is just being written shows a moment later
                    self.page.wait_for_function(
                        "() => window.hand.isAllSent", polling=100, timeout=1000 * SENDING
                    )
                    self.page.wait_for_timeout(1000 * GLANCE)
                return not is_told
            except BrowserError as error:
                if not self._is_alive():
                    raise Gone from error
            self.do("sendNow")
        raise AssertionError(f"not all is sent: {self.page.evaluate('hand.unsent')}")

    def _pause(self):
        with suppress(BrowserError):
            self.page.wait_for_timeout(1000 * GLANCE)
