"""A server on the database of a benchmark, and a phone-sized Chromium with a slow processor before it.

The processor is throttled by the DevTools protocol (`Emulation.setCPUThrottlingRate`), which slows the
page's main thread. What else runs on the machine slows it further: the load average stands in the details.
"""

import importlib.util
import os
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import requests
from playwright.sync_api import sync_playwright

from odoo.fields import Command
from odoo.tools import config as odoo_config

from manage import server
from manage.place import Place

from .. import harness
from . import products

THROTTLE = 4
GUIDE = "guide of the benchmark"
SCREEN = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True}
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
LARGE = "retail_pos_mobile.large_catalogue_from"
LIMIT = "point_of_sale.limited_product_count"
EVERYTHING = 10**9
PATIENCE = 300_000  # milliseconds
OPEN = ".open-register-btn"  # Odoo's first page, before which a till waits for a tap
USABLE = "article.product, .o_start_sheet"  # goods that can be sold, or who buys
FRAMES = Path(__file__).with_name("frames.js")
START = Path(__file__).with_name("start.js")
YARDSTICK = """() => {
    const begun = performance.now();
    let sum = 0;
    for (let number = 0; number < 5e6; number++) {
        sum += Math.sqrt(number);
    }
    return Math.round(performance.now() - begun) + 0 * sum;
}"""
GLANCE = 0.05  # seconds between two looks at the page
IS_WHOLE = "posmodel.goods && (!posmodel.data.catalogue || posmodel.data.catalogue.isWhole)"


class Benchmark(harness.Benchmark):
    """A till that sells `size` variants, of whom a guide opens a page; `role` says by whose way."""

    modules = ("retail_pos_mobile",)
    process = None

    def setup(self, env):
        self.items = self.size
        self.item_name = "variants"
        self.details = {"processor slowed": THROTTLE}
        self.database = env.cr.dbname
        env["account.chart.template"].try_loading("cn", env.company, install_demo=False)
        self.till_id = self._make_till(env).id
        products.fill(env, env["pos.config"].browse(self.till_id), self.size)

    def _make_till(self, env):
        store = env["stock.warehouse"].create({"name": "Bench", "code": "BNC", "is_store": True})
        cash = env["account.journal"].create({"name": "Cash", "type": "cash", "code": "CSB"})
        method = env["pos.payment.method"].create({"name": "Cash", "journal_id": cash.id})
        till = env["pos.config"].create(
            {
                "name": "Bench",
                "picking_type_id": store.pos_type_id.id,
                "payment_method_ids": [Command.set(method.ids)],
                "module_pos_hr": False,
                "start_sheet": False,
            }
        )
        guide = env["res.users"].create(
            {
                "name": "Bench",
                "login": GUIDE,
                "password": GUIDE,
                "tz": "Asia/Shanghai",
                "group_ids": [Command.set(env.ref("retail_security.group_guide").ids)],
                "store_ids": [Command.set(store.ids)],
            }
        )
        till.with_user(guide).open_ui()
        till.current_session_id.with_user(guide).set_opening_control(0, "")
        return till

    def prepare(self, env, role):
        """Natively the till loads everything as records, as Odoo does without its limit."""
        parameters = env["ir.config_parameter"]
        parameters.set_param(LARGE, EVERYTHING if role == "native" else 2000)
        parameters.set_param(LIMIT, EVERYTHING if role == "native" else 5000)
        env.cr.commit()
        if not self.process:
            self._start()
        self.details["load average"] = max(
            self.details.get("load average", 0), round(os.getloadavg()[0], 1)
        )

    def finish(self, role):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=server.SLOWEST_STOP)
        self.process = None

    def _start(self):
        port = server.free_port()
        self.url = f"http://127.0.0.1:{port}"
        argv = server.command(
            sys.executable,
            os.environ.get("RETAIL_ODOO") or _odoo_script(),
            odoo_config["config"],
            self.database,
            port,
            "--workers=0",
            "--max-cron-threads=0",
        )
        log = Place.here().log / f"{self.database}.log"
        self.process = server.start(argv, log)
        server.wait_until_it_answers(self.process, port, log)
        self.cookies = self._sign_in()

    def _sign_in(self):
        session = requests.Session()
        answer = session.post(
            f"{self.url}/web/session/authenticate",
            json={"params": {"db": self.database, "login": GUIDE, "password": GUIDE}},
            timeout=60,
        )
        answer.raise_for_status()
        return [
            {"name": name, "value": value, "url": self.url}
            for name, value in session.cookies.items()
        ]

    @contextmanager
    def phone(self):
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            context = browser.new_context(**SCREEN)
            context.add_cookies(self.cookies)
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            yield Phone(page, f"{self.url}/pos/ui/{self.till_id}")
            browser.close()


class Phone:
    def __init__(self, page, url):
        self.page = page
        self.url = url
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.send("Network.enable")
        self.devtools.send("Performance.enable")
        self.devtools.on("Network.loadingFinished", self._count)
        self.bytes = 0
        self.failed = []  # bundles that the server did not send: nothing would ever show
        page.on("response", self._look)
        page.add_init_script(f"{START.read_text()}\ntill_started.go({OPEN!r}, {USABLE!r})")

    def _count(self, event):
        self.bytes += event["encodedDataLength"]

    def _look(self, response):
        if response.status >= 400 and "/web/assets/" in response.url:
            self.failed.append(f"{response.status} {response.url}")

    def start(self):
        """Open the till as a guide does, with a tap on its first page as soon as it is there.

        :return: the seconds until goods can be tapped, and until all of them are there
        """
        self.bytes = 0
        self.devtools.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
        started = time.perf_counter()
        self.page.goto(self.url, wait_until="commit")
        usable = self._wait_for("till_started.usable") / 1000
        self._wait_for(IS_WHOLE)
        return usable, time.perf_counter() - started

    def _wait_for(self, expression):
        """Return the value of EXPRESSION once there is one; the page is asked without any script of ours."""
        deadline = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < deadline:
            assert not self.failed, self.failed
            answer = self.devtools.send(
                "Runtime.evaluate", {"expression": expression, "returnByValue": True}
            )
            if answer["result"].get("value"):
                return answer["result"]["value"]
            time.sleep(GLANCE)
        raise TimeoutError(expression)

    def yardstick(self):
        """Milliseconds of the same five million roots: how quick the page's processor is just now."""
        return self.page.evaluate(YARDSTICK)

    def watch(self, look):
        """Note after each frame what LOOK, a function of the page, sees; see frames.js."""
        self.page.evaluate(FRAMES.read_text())
        self.page.evaluate(f"() => frames_shown.watch({look})")

    def waits(self, is_shown):
        """Return `{what, at, ms}` of each event that the page noted, until IS_SHOWN(what, seen)."""
        return self.page.evaluate(f"() => frames_shown.waits({is_shown})")

    def megabytes(self):
        """What the page takes after a collection of garbage: its JavaScript, and its whole process."""
        self.devtools.send("HeapProfiler.collectGarbage")
        metrics = self.devtools.send("Performance.getMetrics")["metrics"]
        heap = next(each["value"] for each in metrics if each["name"] == "JSHeapUsedSize")
        browser = self.page.context.browser.new_browser_cdp_session()
        processes = browser.send("SystemInfo.getProcessInfo")["processInfo"]
        renderers = [_megabytes_of(each["id"]) for each in processes if each["type"] == "renderer"]
        return {"JavaScript": round(heap / 1e6, 1), "process": max(renderers)}


def _megabytes_of(pid):
    """What a process takes, with its part of what it shares with others."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    kilobytes = next(line for line in rollup.splitlines() if line.startswith("Pss:")).split()[1]
    return round(int(kilobytes) / 1000, 1)


def _odoo_script():
    package = Path(importlib.util.find_spec("odoo.release").origin).parent
    debian = package.parents[3] / "bin/odoo"
    return debian if debian.is_file() else package.parent / "odoo-bin"
