"""What a thumb needs of a Playwright page: targets of 44 px, and nothing beyond its edge.

The rule: every visible button and link is at least 44 px high and 44 px wide. Not measured are links
within a sentence (as WCAG 2.5.8 has it), what Odoo draws itself, and what no finger may tap.
"""

from support.accessibility import NATIVE

SIDE = 44
VIEWS = ((390, 844), (360, 640), (820, 1180))
SETTLED = 150  # milliseconds, for what the page draws anew at another width
# What is swiped sideways by itself: tabs, facets, pictures, the table of sizes
STRIPS = (".overflow-x-auto",)
MEASURE = """({ side, strips, native }) => {
    const found = [];
    const name = (element) =>
        `${element.tagName.toLowerCase()}.${[...element.classList].join(".")} ` +
        `"${(element.innerText || element.ariaLabel || "").trim().slice(0, 30)}"`;
    const isShown = (element, { width, height }) =>
        width && height && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    // A thin line may have more room for the thumb than it shows, by what stands ::after it
    const touched = (element, box) => {
        const room = getComputedStyle(element, "::after");
        const isWider = room.content !== "none" && room.position === "absolute";
        const beyond = (edge) => (isWider ? Math.max(0, -parseFloat(room[edge]) || 0) : 0);
        return [
            box.width + beyond("left") + beyond("right"),
            box.height + beyond("top") + beyond("bottom"),
        ];
    };
    const isSwiped = (element) => element.closest(strips);
    for (const element of document.querySelectorAll(".pos button, .pos a[href], .pos [role=button]")) {
        const box = element.getBoundingClientRect();
        if (!isShown(element, box) || element.closest(native) || element.disabled) {
            continue;
        }
        if (getComputedStyle(element).display === "inline") {
            continue;
        }
        const [width, height] = touched(element, box);
        if (width < side - 0.5 || height < side - 0.5) {
            found.push(`${Math.round(width)}x${Math.round(height)} px: ${name(element)}`);
        }
    }
    for (const element of document.querySelectorAll(".pos *")) {
        const box = element.getBoundingClientRect();
        const isBeyond = box.right > innerWidth + 1 || box.left < -1;
        if (isBeyond && isShown(element, box) && !isSwiped(element) && !element.closest(native)) {
            found.push(`beyond the edge (${Math.round(box.left)} to ${Math.round(box.right)}): ${name(element)}`);
            break; // what is in it is beyond as well
        }
    }
    return found;
}"""


def misfits(page, views=VIEWS):
    """Return what is too small for a thumb or beyond the edge, one line each, in every view.

    Leaves the page in the size of the first view.
    """
    found = []
    asked = {"side": SIDE, "strips": ",".join(STRIPS), "native": ",".join(NATIVE)}
    for width, height in (*views[1:], views[0]):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(SETTLED)
        found += [f"at {width}x{height}: {line}" for line in page.evaluate(MEASURE, asked)]
    return found
