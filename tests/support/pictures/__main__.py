"""Take the pictures of docs/user/cashier.md again; `make pictures` puts them where they belong.

python -m support.pictures --to FOLDER [--only goods,style]

Each scene is played on a phone of 390x844 on a copy of the demo chain, once in each language of the
manual. Which pictures are taken says the manual: those that it shows. A scene that fails is told, and
the picture of before stays.
"""

import argparse
import re
import sys
import tempfile
import traceback
from pathlib import Path

import make_help
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

from support.camera import Camera
from support.demo_server import DemoServer
from support.rpc import RpcError

from .desk import Desk
from .scenes import SCENES

DOCS = make_help.ROOT / "docs"
LANGUAGES = {"en": "cashier.md", "zh": "cashier.zh.md"}
CHROMIUM = "/usr/bin/chromium"


def main():
    options = _options()
    failed = []
    with (
        DemoServer() as server,
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
    ):
        camera = Camera(Path(folder) / "camera.y4m")
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--disable-gpu",
                *camera.flags,
            ],
        )
        for language, page in LANGUAGES.items():
            target = options.to / language
            target.mkdir(parents=True, exist_ok=True)
            with Desk(server, browser, camera, language, target) as desk:
                failed += _take(desk, _wanted(page, options.only))
    return 1 if failed else 0


def _take(desk, names):
    failed = []
    for name in names:
        try:
            SCENES[name](desk)
            _say(f"{desk.language}/{name}")
        except (PlaywrightError, LookupError, RpcError):  # one scene must not cost the others
            _say(traceback.format_exc())
            desk.page.screenshot(path=desk.target / f"failed-{name}.png")
            failed.append(f"{desk.language}/{name}")
    return failed


def _say(text):
    sys.stderr.write(f"{text}\n")


def _wanted(page, only):
    """The names of the pictures that a page of the manual shows, in its order."""
    text = (DOCS / "user" / page).read_text("utf-8")
    names = re.findall(r"!\[[^\]]*\]\([^)]*/([\w-]+)\.png\)", text)
    return [name for name in names if not only or name in only]


def _options():
    parser = argparse.ArgumentParser(prog="support.pictures", description=__doc__)
    parser.add_argument("--only", type=lambda text: text.split(","), default=[])
    parser.add_argument("--to", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
