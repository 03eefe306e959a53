"""What frames.js says was shown must be what the browser draws, in the frame in which it draws it."""

from pathlib import Path

from playwright.sync_api import sync_playwright

FRAMES = Path(__file__).with_name("frames.js")
# As the till does: what is to be drawn is asked for after `watch` asked for its next frame
CHANGE = """() => new Promise((resolve) => setTimeout(() => requestAnimationFrame(() => {
    document.body.textContent = "2";
    const frame = frames_shown.frames.length;  // the one that is about to be drawn
    setTimeout(() => resolve(frames_shown.frames.slice(frame, frame + 1).map(([, seen]) => seen)), 200);
}), 20))"""


def test_a_frame_shows_what_was_put_into_it():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.set_content("1")
        page.evaluate(FRAMES.read_text())
        page.evaluate("() => frames_shown.watch(() => document.body.textContent)")
        page.wait_for_timeout(200)
        assert page.evaluate(CHANGE) == ["2"]
        browser.close()
