"""A-K1, P4.1.1: a till of thousands of styles sells any of them, with a connection and without."""

import pytest

from manage.place import Place
from support.shop import Shop
from support.store_server import GUIDE, StoreServer

PRODUCTS = Place.here().root / "benchmarks/till/products.py"
VARIANTS = 9_000  # more than 5,000 styles, of which Odoo loads no more
MAKE = f"""
exec({PRODUCTS.read_text("utf-8")!r}, _shop := {{"__name__": "products"}})
_shop["fill"](env, env["pos.config"].search([("name", "=", "First Till")]), {VARIANTS})
env["pos.config"].search([("name", "=", "First Till")]).start_sheet = False
env.ref("base.user_admin").password = {GUIDE!r}
env.cr.commit()
"""
IS_WHOLE = "() => posmodel.data.catalogue?.isWhole && posmodel.goods.book.isKnown"
PRICES = """async (sample) => {
    const { goods, models } = posmodel;
    const pricelists = [...models["product.pricelist"].getAll(), false];
    const ids = Array.from(goods.index.ids).filter((id) => !models["product.template"].get(id));
    const chosen = ids.filter((_, at) => at % Math.floor(ids.length / sample) === 0).slice(0, sample);
    const read = () =>
        chosen.map((id) => {
            const style = models["product.template"].get(id);
            return style.product_variant_ids.map((variant) =>
                pricelists.map((pricelist) => [
                    style.getPrice(pricelist, 1, 0, false, variant),
                    variant.getTaxDetails({ overridedValues: { pricelist } }).total_included,
                ])
            );
        });
    goods.hydrate(chosen);
    const ours = read();
    await posmodel.loadNewProducts([["id", "in", chosen]]);
    return [chosen.length, JSON.stringify(ours), JSON.stringify(read())];
}"""
UNKNOWN = """() => {
    const { goods, models } = posmodel;
    const ids = Array.from(goods.index.ids).filter((id) => !models["product.template"].get(id));
    const codes = [ids[100], ids.at(-100), ids.at(-200)].map(
        (id) => goods.catalogue.recordsOf([id])["product.product"][0].barcode
    );
    return { known: models["product.template"].length, codes };
}"""
LINES = """() => posmodel.getOrder().lines.map(({ product_id, price_unit }) => [
    product_id.barcode, price_unit,
])"""


@pytest.fixture(scope="module")
def server():
    with StoreServer(MAKE) as server:
        yield server


def scan(page, code):
    """As a scanner that types: through Odoo's own reader."""
    page.evaluate("code => posmodel.env.services.barcode_reader.scan(code)", code)


def test_a_large_catalogue_is_sold_with_and_without_a_connection(server, phone, screenshot):
    guide = server.rpc(GUIDE)
    shop = Shop(guide)
    page = phone.new_page()
    server.sign_in(page, GUIDE, shop.till_path)
    page.locator(".open-register-btn").tap()
    page.locator(".opening-notes").wait_for()
    page.locator(".modal-footer .btn-primary").tap()
    page.locator(".o_goods_browser").wait_for()
    page.wait_for_function(IS_WHOLE)

    unknown = page.evaluate(UNKNOWN)
    assert unknown["known"] < 200
    first, second, third = unknown["codes"]
    price = prices_on_the_server(guide, unknown["codes"])

    # Found by its number among all, though Odoo knows it not
    number = guide.call(
        "product.product", "search_read", [("barcode", "=", first)], ["style_number"]
    )
    page.fill(".o_goods_query", number[0]["style_number"])
    page.locator("article.product").first.wait_for()
    assert page.locator("article.product").count() == 1
    screenshot(page, "large-catalogue/search")
    page.fill(".o_goods_query", "")

    scan(page, first)
    page.wait_for_function("() => posmodel.getOrder().lines.length === 1")
    assert page.evaluate(LINES) == [[first, price[first]]]
    sell(page, shop)

    phone.set_offline(True)
    scan(page, second)
    page.wait_for_function("() => posmodel.getOrder().lines.length === 1")
    page.wait_for_timeout(1000)  # Odoo writes the sale a moment later
    page.reload()
    page.wait_for_function("() => window.posmodel?.getOrder()?.lines.length === 1")
    page.locator(".o_goods_browser").wait_for()  # before it is drawn nobody listens to scanners
    scan(page, third)
    page.wait_for_function("() => posmodel.getOrder().lines.length === 2")
    assert page.evaluate(LINES) == [[second, price[second]], [third, price[third]]]
    sell(page, shop)
    phone.set_offline(False)

    page.wait_for_function(
        "() => !posmodel.models['pos.order'].some((order) => order.isUnsyncedPaid)"
    )
    sold = guide.call("pos.order.line", "search_read", [], ["product_id", "price_unit"])
    codes = {
        row["id"]: row["barcode"]
        for row in guide.call(
            "product.product",
            "search_read",
            [("id", "in", [line["product_id"][0] for line in sold])],
            ["barcode"],
        )
    }
    assert {codes[line["product_id"][0]]: line["price_unit"] for line in sold} == price


def test_200_goods_cost_what_they_would_cost_by_odoos_own_way(server, phone):
    page = phone.new_page()
    server.sign_in(page, GUIDE, Shop(server.rpc(GUIDE)).till_path)
    page.wait_for_function("() => window.posmodel?.goods")
    page.wait_for_function(IS_WHOLE)
    count, ours, natively = page.evaluate(PRICES, 200)
    assert count == 200
    assert ours == natively


def test_a_price_that_changes_reaches_a_phone_that_asks(server, phone):
    guide = server.rpc(GUIDE)
    page = phone.new_page()
    server.sign_in(page, GUIDE, Shop(guide).till_path)
    page.wait_for_function("() => window.posmodel?.goods")
    page.wait_for_function(IS_WHOLE)
    [style] = guide.call(
        "product.template",
        "search_read",
        [("available_in_pos", "=", True), ("style_number", "=", "ST0004444")],
        ["id"],
    )
    server.rpc("admin").call("product.template", "write", [style["id"]], {"list_price": 31337})
    told = []
    page.on("request", lambda request: told.append(request.post_data))
    page.evaluate("() => posmodel.goods.refreshCatalogue()")
    assert page.evaluate(f"() => posmodel.goods.style({style['id']}).list_price") == 31337
    assert [body for body in told if body and "ask=" in body] == [
        body for body in told if body and "ask=changes" in body
    ]


def prices_on_the_server(rpc, codes):
    """By bar code, the price of its own in the till's price list, else the usual one."""
    rows = rpc.call(
        "product.product",
        "search_read",
        [("barcode", "in", codes)],
        ["barcode", "lst_price", "product_tmpl_id"],
    )
    styles = [row["product_tmpl_id"][0] for row in rows]
    rules = rpc.call(
        "product.pricelist.item",
        "search_read",
        [("product_tmpl_id", "in", styles)],
        ["product_tmpl_id", "fixed_price"],
    )
    own = {rule["product_tmpl_id"][0]: rule["fixed_price"] for rule in rules}
    return {row["barcode"]: own.get(row["product_tmpl_id"][0], row["lst_price"]) for row in rows}


def sell(page, shop):
    page.evaluate("() => posmodel.pay()")
    page.locator(".paymentmethod", has_text=shop.cash).first.tap()
    page.tap(".payment-screen .validation-button.next")
    page.locator(".o_sale_done").wait_for()
    page.evaluate("() => { posmodel.addNewOrder(); posmodel.openSellingGoods(); }")
    page.locator(".o_goods_browser").wait_for()
