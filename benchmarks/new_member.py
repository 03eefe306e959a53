"""A guide adds a new member on a phone, from the start sheet to the member on the sale.

A real browser is driven at a human pace: a moment for each tap and for each key. The limit is that pace
alone, without the software.
"""

import shutil
import time

from playwright.sync_api import sync_playwright

from . import shared_config

TAP = 0.6  # seconds to find a place with the thumb and to touch it
KEY = 0.25  # seconds a key of the keyboard on the screen
NAME = "Li Lei"
BIRTHDAY = "05121990"  # as the field of an English browser takes it
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "locale": "en-US",
}


class Benchmark(shared_config.Benchmark):
    sizes = (None,)
    runs = 5
    warmups = 1
    limit_runs = 1
    native = None

    def setup(self, env):
        self.size = 1
        super().setup(env)
        self.items = None
        self.added = 0
        self.note = f"{TAP} s a tap, {KEY} s a key; the limit is that pace without the software"
        guide = env["res.users"].search([("login", "=", self.logins[0])])
        guide.group_ids = env.ref("retail_security.group_guide")

    def prepare(self, env, role):
        if role == "limit":
            return
        super().prepare(env, role)
        self.playwright = sync_playwright().start()
        executable = next(filter(None, map(shutil.which, BROWSERS)))
        flags = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
        self.chromium = self.playwright.chromium.launch(executable_path=executable, args=flags)
        context = self.chromium.new_context(**PHONE)
        cookies = self.phones[0].cookies.items()
        context.add_cookies([{"name": k, "value": v, "url": self.url} for k, v in cookies])
        self.page = context.new_page()
        self.page.goto(f"{self.url}/pos/ui/{self.till_id}")
        self.page.tap(".open-register-btn")
        self.page.locator(".o_start_sheet").wait_for()

    def finish(self, role):
        if role == "limit":
            return
        self.chromium.close()
        self.playwright.stop()
        super().finish(role)

    def ours(self, env):
        self.added += 1
        self.taps = self.keys = 0
        phone = f"138{self.added:08d}"
        self._tap(".o_member_add")
        self._type(phone)  # the cursor stands in the field already
        self._tap(".o_add_member_name")
        self._type(NAME)
        self._tap("fieldset .btn >> nth=0")
        self._tap(".o_add_member_birthday")
        self._type(BIRTHDAY)
        self._tap(".o_add_member_save")
        self.page.locator(".o_member_chosen", has_text=NAME).wait_for()
        self.details = {"taps": self.taps, "keys": self.keys}
        return phone

    def limit(self, env):
        time.sleep(5 * TAP + (11 + len(NAME) + len(BIRTHDAY)) * KEY)

    def check(self, env, ours, native):
        member = env["res.partner"].search([("phone", "like", ours[-4:]), ("name", "=", NAME)])
        assert len(member) == 1
        assert member.is_member
        assert self.details == {"taps": 5, "keys": 11 + len(NAME) + len(BIRTHDAY)}

    def _tap(self, selector):
        time.sleep(TAP)
        self.page.tap(selector)
        self.taps += 1

    def _type(self, text):
        for key in text:
            time.sleep(KEY)
            self.page.keyboard.type(key)
        self.keys += len(text)
