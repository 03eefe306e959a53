import { beforeEach, expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { Goods } from "@retail_pos_mobile/app/goods/goods";
import { browser } from "@web/core/browser/browser";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();
beforeEach(() => browser.localStorage.clear());

const summaryOf = (ids, here = 5) => ({
    ids,
    here: ids.map(() => here),
    stores: ids.map(() => 0),
    central: ids.map(() => 0),
});

/** A till of a store whose goods the server lists, the first variant only where it is not gone. */
const setupGoods = async ({ isGone = false } = {}) => {
    const store = await setupPosEnv();
    const goods = new Goods(store);
    store.goods = goods;
    const variants = store.models["product.product"].filter(
        (variant) => variant.product_tmpl_id.available_in_pos
    );
    const ids = variants.map(({ id }) => id);
    goods.knownIds = new Set(ids);
    goods.book.replace(summaryOf(isGone ? ids.slice(1) : ids), new Set(), Date.now());
    patchWithCleanup(store.dialog, { add: (_, { title }) => expect.step(`${title}`) });
    return { store, goods, variant: variants[0] };
};
const add = (store, variant, qty) =>
    store.addLineToCurrentOrder(
        { product_id: variant, product_tmpl_id: variant.product_tmpl_id, qty },
        {},
        false
    );

test("what was archived meanwhile is refused, and the sale stays as it was", async () => {
    const { store, variant } = await setupGoods({ isGone: true });
    const order = store.addNewOrder();
    expect(await add(store, variant, 1)).toBe(undefined);
    expect(order.lines).toHaveLength(0);
    expect.verifySteps(["No longer sold"]);
});
test("what was archived meanwhile still comes back", async () => {
    const { store, variant } = await setupGoods({ isGone: true });
    const order = store.addNewOrder();
    await add(store, variant, -1);
    expect(order.lines).toHaveLength(1);
});
test("what the till learned of after it asked the server is no archived product", async () => {
    const { goods, variant } = await setupGoods();
    goods.knownIds.delete(variant.id);
    goods.book.replace(summaryOf([]), new Set(), Date.now());
    expect(goods.isNoLongerSold(variant)).toBe(false);
});
test("several variants go into the sale at once", async () => {
    const { store, variant } = await setupGoods();
    const order = store.addNewOrder();
    expect(await store.addVariants(new Map([[variant, 3]]))).toBe(3);
    expect(order.lines.map(({ qty }) => qty)).toEqual([3]);
});
test("P5.1.2-1: a sale is off the stock at once, and stays off after a reload offline", async () => {
    const { store, goods, variant } = await setupGoods();
    patchWithCleanup(goods, { isTracked: () => true });
    const order = store.addNewOrder();
    await add(store, variant, 2);
    goods.sell(order);
    expect(goods.book.here(variant.id)).toBe(3);
    expect(new Goods(store).book.here(variant.id)).toBe(3);
});
test("the server is asked for all words, in each field that the phone searches", async () => {
    const { goods } = await setupGoods();
    const domain = goods.serverDomain("jacket  yrf");
    for (const word of ["jacket", "yrf"]) {
        for (const field of [
            "name",
            "style_number",
            "name_pinyin",
            "product_variant_ids.default_code",
            "product_variant_ids.barcode",
        ]) {
            expect(domain).toInclude([field, "ilike", word]);
        }
    }
    expect(domain.filter((term) => term === "|")).toHaveLength(8);
});
