"""axe-core on a Playwright page: what keeps people from using it, in our own elements."""

from manage.place import Place

AXE = Place.here().root / "node_modules/axe-core/axe.min.js"
GRAVE = ("serious", "critical")
# Odoo's own elements, which we show and do not draw. Each with what axe-core finds there.
NATIVE = {
    ".pos-topheader": "buttons of icons without a name, in Odoo's top bar",
    ".category-button": "Odoo's category buttons: dark text on the colours of the user's choice",
    "article.product": "Odoo's product cards: no role for what is tapped",
    ".o_notification_manager": "Odoo's toasts",
    ".switchpane": "Odoo's buttons below the goods",
}
RUN = """async ({ exclude, grave }) => {
    const { violations } = await axe.run(
        { exclude: exclude.map((selector) => [selector]) },
        { resultTypes: ["violations"] }
    );
    return violations
        .filter(({ impact }) => grave.includes(impact))
        .flatMap(({ id, impact, nodes }) =>
            nodes.map(({ target, failureSummary }) =>
                `${impact} ${id}: ${target.join(" ")} ${failureSummary.replace(/\\s+/g, " ")}`
            )
        );
}"""


def grave_violations(page, native=NATIVE):
    """Return the serious and critical violations of the page as lines, without those of Odoo.

    Nor those of the page around: Odoo forbids zooming at the till and names no language for it.
    """
    _inject(page)
    found = page.evaluate(RUN, {"exclude": list(native), "grave": GRAVE})
    return [line for line in found if not _is_of_the_native_page(line)]


def _is_of_the_native_page(line):
    # point_of_sale.index: `user-scalable=no`, and no lang on <html>
    return " meta-viewport: " in line or " html-has-lang: " in line


def _inject(page):
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE.read_text("utf-8"))
