"""How often a thumb touched a page."""

COUNT = """() => {
    window.retailTaps = [];
    document.addEventListener(
        "pointerdown",
        (event) => event.isTrusted && window.retailTaps.push(event.target.className.toString()),
        { capture: true }
    );
}"""


class Taps:
    """Counts the real touches from here on; typing and a hand-held scanner are none.

    taps = Taps(page)
    page.tap(".pay-button")
    assert taps.count() == 1
    """

    def __init__(self, page):
        self.page = page
        page.evaluate(COUNT)

    def count(self):
        return len(self.page.evaluate("() => window.retailTaps"))
