import { beforeEach, expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { Goods } from "@retail_pos_mobile/app/goods/goods";
import { problemsOf } from "@retail_pos_mobile/app/settle/sale_problems";
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
test("no fraction and no thousand million of a shirt, typed or weighed by a code", async () => {
    const { store, variant } = await setupGoods();
    variant.uom_id.is_pos_groupable = true;
    const order = store.addNewOrder();
    await add(store, variant, 1.5);
    await add(store, variant, 1e9);
    await store.addLineToCurrentOrder(
        { product_id: variant, product_tmpl_id: variant.product_tmpl_id },
        {
            code: {
                type: "weight",
                code: "2100001012502",
                base_code: "2100001000002",
                value: 1.25,
            },
        },
        false
    );
    expect(order.lines).toHaveLength(0);
    expect.verifySteps(["Not added", "Not added", "Not added"]);
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

/** A till whose store has 2 pieces of each variant. */
const setupShort = async ({ isStrict = false } = {}) => {
    const { store, goods, variant } = await setupGoods();
    store.config._sells_beyond_stock = !isStrict;
    patchWithCleanup(goods, { isTracked: () => true });
    goods.book.replace(summaryOf([variant.id], 2), new Set(), Date.now());
    const told = [];
    patchWithCleanup(store.notification, {
        add: (text, { title }) => told.push(`${title}: ${text}`),
    });
    return { store, goods, variant, told, order: store.addNewOrder() };
};

test("P5.1.2-1: more than is here is never sold without a word", async () => {
    const { store, goods, variant, told, order } = await setupShort();
    await add(store, variant, 2);
    expect(told).toEqual([]);
    expect(goods.shortageOf(variant, order)).toBe(null);
    await add(store, variant, 1);
    expect(told).toEqual([`${goods.fullName(variant)}: 2 here, 3 in the sale`]);
    expect(goods.shortagesOf(order)).toEqual([{ variant, here: 2, wanted: 3 }]);
    expect(problemsOf(order, goods).map(({ blocks }) => blocks)).toEqual([false]);
});
test("where a store sells no more than is here, the till refuses it", async () => {
    const { store, goods, variant, order } = await setupShort({ isStrict: true });
    await add(store, variant, 2);
    expect(await add(store, variant, 1)).toBe(undefined);
    expect.verifySteps([goods.fullName(variant)]);
    expect(order.lines.map(({ qty }) => qty)).toEqual([2]);
    order.lines[0].setQuantity(3);
    expect(problemsOf(order, goods).map(({ blocks }) => blocks)).toEqual([true]);
});
test("what another store holds, and what comes back, is not missed here", async () => {
    const { store, goods, variant, order } = await setupShort();
    await add(store, variant, -5);
    order.lines[0].delete();
    await add(store, variant, 5);
    order.lines[0].fulfilment_uuid = "held";
    expect(goods.shortageOf(variant, order)).toBe(null);
    expect(goods.shortageOf(variant, order, 3)).toEqual({ here: 2, wanted: 3 });
});
test("a stock that nobody told is no reason to warn", async () => {
    const { store, variant, order } = await setupShort();
    const unknown = new Goods(store);
    patchWithCleanup(unknown, { isTracked: () => true });
    unknown.book.at = null;
    expect(unknown.shortageOf(variant, order, 99)).toBe(null);
});
