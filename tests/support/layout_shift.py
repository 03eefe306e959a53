"""How much a page jumps while its data come: the browser's own measure (Cumulative Layout Shift)."""

GOOD = 0.1  # web.dev/cls: "good" up to this, of the three quarters of visits that are best
WATCH = """() => {
    window.shiftsOfPage = [];
    new PerformanceObserver((list) => {
        for (const { value, hadRecentInput, sources } of list.getEntries()) {
            if (!hadRecentInput) {
                const names = sources.map(({ node }) => node?.className || node?.nodeName);
                window.shiftsOfPage.push({ value, names });
            }
        }
    }).observe({ type: "layout-shift", buffered: true });
}"""
RECENT_INPUT = 500  # milliseconds: what moves so soon after a tap is what the tap asked for


def watch_shifts(page):
    page.evaluate(WATCH)


def forget_shifts(page):
    page.evaluate("() => { window.shiftsOfPage = []; }")


def shift_of(page):
    """Return the score since the last `forget_shifts`, and the classes of what moved."""
    shifts = page.evaluate("() => window.shiftsOfPage")
    return sum(shift["value"] for shift in shifts), [shift["names"] for shift in shifts]
