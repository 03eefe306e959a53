"""S6.2.5: a passkey, made and used in a browser with an authenticator of its own, is the second factor that
a role demands; the password alone opens nothing."""

import pytest
from playwright.sync_api import TimeoutError

LOGIN = "finance"
ROLE = "retail_security.group_finance"
# A phone's own: it knows its holder and keeps the key
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
CHALLENGE = "**/auth/passkey/start-auth"
TAPS, HEARD = 20, 3000  # milliseconds
CLIENT = ".o_web_client .o_main_navbar"


class Desk:
    """A browser at the chain's own name: passkeys belong to a name, and 127.0.0.1 is none."""

    def __init__(self, server, context):
        self.server, self.context = server, context
        self.url = f"http://localhost:{server.port}"
        self.admin = server.rpc("admin")
        for key, value in (("web.base.url", self.url), ("web.base.url.freeze", "True")):
            self.admin.call("ir.config_parameter", "set_param", key, value)
        self.page = context.new_page()
        devices = context.new_cdp_session(self.page)
        devices.send("WebAuthn.enable")
        self.device = devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})[
            "authenticatorId"
        ]
        self.devices = devices

    def demand_second_factor(self):
        module, name = ROLE.split(".")
        [row] = self.admin.call(
            "ir.model.data",
            "search_read",
            [("module", "=", module), ("name", "=", name)],
            fields=["res_id"],
        )
        self.admin.call("res.groups", "write", [row["res_id"]], {"second_factor": True})

    def open_login(self):
        # What the page before still waits for would bring its session back
        self.page.goto("about:blank")
        self.context.clear_cookies()
        self.page.goto(f"{self.url}/web/login")

    def log_in_by_password(self):
        self.open_login()
        self.page.fill("#login", LOGIN)
        self.page.fill("#password", self.server.password(LOGIN))
        self.page.click("form.oe_login_form button[type=submit]")

    def log_in_by_passkey(self):
        """Tap until the page, whose scripts come after its picture, asks for a challenge."""
        self.open_login()
        for _tap in range(TAPS):
            try:
                with self.page.expect_request(CHALLENGE, timeout=HEARD):
                    self.page.click(".passkey_login_link")
                return
            except TimeoutError:
                continue
        raise AssertionError("the page of the log-in does not hear")

    def add_passkey(self, screenshot):
        page = self.page
        page.click(".o_user_menu button")
        page.click("[data-menu=preferences]")
        page.locator(".o_form_view .nav-link").last.wait_for()
        button = page.locator("button[name=action_create_passkey]")
        for tab in page.locator(".o_form_view .o_notebook .nav-link").all():
            if not button.is_visible():
                tab.click()
        button.click()
        page.fill(".modal input[type=password]", self.server.password(LOGIN))
        page.click(".modal footer button.btn-primary:visible")
        page.fill(".modal [name=name] input", "My phone")
        screenshot(page, "passkey/name")
        page.click(".modal button[name=make_key]")
        page.locator(".modal").wait_for(state="detached")

    def passkeys(self):
        return self.admin.call(
            "auth.passkey.key", "search_count", [("create_uid.login", "=", LOGIN)]
        )


@pytest.fixture
def desk(own_demo_server, desktop):
    return Desk(own_demo_server, desktop)


def test_S6_2_5_a_passkey_is_the_second_factor_that_a_role_demands(desk, screenshot):
    page = desk.page
    desk.log_in_by_password()
    page.locator(CLIENT).wait_for()
    desk.add_passkey(screenshot)
    assert desk.passkeys() == 1

    desk.demand_second_factor()
    desk.log_in_by_password()
    page.wait_for_url("**/web/login/second_factor*")
    page.goto(f"{desk.url}/odoo")
    page.wait_for_url("**/web/login*")

    desk.log_in_by_passkey()
    page.locator(CLIENT).wait_for()

    # Whose phone does not know its holder gets no further than the page
    desk.devices.send(
        "WebAuthn.setUserVerified",
        {"authenticatorId": desk.device, "isUserVerified": False},
    )
    desk.log_in_by_passkey()
    page.wait_for_timeout(2000)
    assert "/web/login" in page.url
