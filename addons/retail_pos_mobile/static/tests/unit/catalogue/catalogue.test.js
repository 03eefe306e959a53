import { beforeEach, expect, test } from "@odoo/hoot";
import { advanceTime, tick } from "@odoo/hoot-mock";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { Catalogue } from "@retail_pos_mobile/app/catalogue/catalogue";
import { applyChanges } from "@retail_pos_mobile/app/catalogue/changes";
import { CatalogueStore } from "@retail_pos_mobile/app/catalogue/lib/catalogue_store";
import { Pieces } from "@retail_pos_mobile/app/catalogue/lib/pieces";
import { Block } from "@retail_pos_mobile/app/catalogue/lib/block";
import { Goods } from "@retail_pos_mobile/app/goods/goods";
import { GoodsIndex } from "@retail_pos_mobile/app/goods/lib/goods_index";
import { browser } from "@web/core/browser/browser";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();
beforeEach(() => browser.localStorage.clear());

const FIRST = 500000;
const NATIVE = 900000; // the same goods, loaded by Odoo's own way
const variantOf = (styleId) => styleId + 100000;
const ruleOf = (styleId) => styleId + 200000;
const codeOf = (styleId) => `69${styleId}`;

/** Styles of one variant as the server sends them; every third has a price of its own in a price list. */
const recordsOf = (models, numbers, { first = FIRST, ...change } = {}) => {
    const sample = models["product.template"].find((style) => style.available_in_pos).raw;
    const sampleVariant = models["product.product"].find(
        (variant) => variant.raw.product_tmpl_id === sample.id
    ).raw;
    const pricelistId = models["product.pricelist"].getFirst().id;
    const plain = (raw) => JSON.parse(JSON.stringify(raw));
    const ids = numbers.map((number) => first + number);
    const numberOf = (id) => id - first;
    return {
        "product.template": ids.map((id) => ({
            ...plain(sample),
            id,
            name: `Goods ${id}`,
            list_price: numberOf(id) * 7,
            product_variant_ids: [variantOf(id)],
            attribute_line_ids: [],
            ...UNKNOWN,
            pos_sequence: id,
            is_favorite: false,
            is_storable: false,
            active: true,
            ...change,
        })),
        "product.product": ids.map((id) => ({
            ...plain(sampleVariant),
            id: variantOf(id),
            product_tmpl_id: id,
            display_name: `Goods ${id}`,
            lst_price: change.list_price ?? numberOf(id) * 7,
            barcode: codeOf(id),
            default_code: false,
            product_template_attribute_value_ids: [],
            product_template_variant_value_ids: [],
        })),
        "product.pricelist.item": ids
            .filter((id) => numberOf(id) % 3 === 0)
            .map((id) => ({
                id: ruleOf(id),
                product_tmpl_id: id,
                product_id: false,
                pricelist_id: pricelistId,
                compute_price: "fixed",
                fixed_price: numberOf(id) + 0.5,
                min_quantity: 0,
                base: "list_price",
            })),
    };
};
// What Odoo's sample goods lack
const UNKNOWN = Object.fromEntries(
    ["name_pinyin", "style_number", "product_brand_id", "season_id", "collection_year"].map(
        (name) => [name, false]
    )
);
const OWNERS = {
    "product.template": ({ id }) => id,
    "product.product": ({ product_tmpl_id }) => product_tmpl_id,
    "product.pricelist.item": ({ product_tmpl_id }) => product_tmpl_id,
};
/** The same as a piece in columns. */
const tablesOf = (records) => {
    const empty = { count: 0, columns: {} };
    const tables = { "product.uom": empty, "product.template.attribute.value": empty };
    for (const [model, rows] of Object.entries(records)) {
        const names = Object.keys(rows[0] || {});
        tables[model] = {
            count: rows.length,
            columns: {
                ...Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])),
                _style: rows.map(OWNERS[model]),
            },
        };
    }
    return tables;
};
/** Pieces as the server sends them, a line each. */
const bytesOf = (pieces) =>
    new TextEncoder().encode(pieces.map((tables) => JSON.stringify(tables)).join("\n"));
const setupStore = async () => {
    const store = await setupPosEnv();
    for (const model of ["product.brand", "retail.season"]) {
        store.models[model] ||= store.models["pos.bill"]; // any that goods do not refer to
    }
    return store;
};
/** A till whose goods 0 to 199 are in columns. */
const setupLarge = async () => {
    const store = await setupStore();
    const catalogue = new Catalogue(store.config.id, "test");
    patchWithCleanup(catalogue, { _keepState: async () => {}, keepStock: async () => {} });
    store.data.catalogue = catalogue;
    const goods = (store.goods = new Goods(store));
    const numbers = Array.from({ length: 200 }, (_, number) => number);
    for (let at = 0; at < numbers.length; at += 40) {
        const tables = tablesOf(recordsOf(store.models, numbers.slice(at, at + 40)));
        catalogue._add(bytesOf([tables]), goods._rowsOfBlocks());
    }
    Object.assign(catalogue, { stamp: "2026-01-01 00:00:00", key: "key" });
    return { store, goods, catalogue, numbers };
};

test("a block unpacks what is the same for all, what is one of few, and what differs", () => {
    const block = new Block({
        "product.template": {
            count: 2,
            columns: { id: [1, 2], active: { all: true }, kind: { of: ["a"], at: [0, 0] } },
        },
        "product.product": {
            count: 2,
            columns: { id: [5, 6], _style: [2, 2], tags: { all: [9] } },
        },
    });
    expect(block.recordsOf(1)).toEqual({
        "product.template": [{ id: 1, active: true, kind: "a" }],
        "product.product": [],
    });
    const [first, second] = block.recordsOf(2)["product.product"];
    first.tags.push(7);
    expect(second.tags).toEqual([9]);
});
test("A-K1: what is in columns is found by name and by code, without a record", async () => {
    const { store, goods } = await setupLarge();
    expect(goods.isLarge).toBe(true);
    expect(goods.find({ text: `Goods ${FIRST + 42}` }).ids[0]).toBe(FIRST + 42);
    expect(goods.find({ text: codeOf(FIRST + 7) }).ids).toEqual([FIRST + 7]);
    expect(goods.find({}).ids).toHaveLength(200);
    expect(goods.nameOfCode(codeOf(FIRST + 7))).toBe(`Goods ${FIRST + 7}`);
    expect(store.models["product.template"].get(FIRST + 42)).toBe(undefined);
    expect(store.models["product.template"].get(FIRST + 7)).toBe(undefined);
});
test("A-K1: a scanned code becomes a record, sold as any other", async () => {
    const { store, goods } = await setupLarge();
    const [variant] = goods.variantsWithCode(codeOf(FIRST + 12));
    expect(variant.product_tmpl_id.name).toBe(`Goods ${FIRST + 12}`);
    expect(store.models["product.product"].getBy("barcode", codeOf(FIRST + 12))).toBe(variant);
    const order = store.addNewOrder();
    await store.addLineToCurrentOrder(
        { product_id: variant, product_tmpl_id: variant.product_tmpl_id, qty: 2 },
        {},
        false
    );
    expect(order.lines.map(({ qty }) => qty)).toEqual([2]);
    expect(goods.variantsWithCode("69")).toEqual([]);
});
test("A-K1: 200 goods cost the same as if Odoo had loaded them, in each price list", async () => {
    const { store, goods, numbers } = await setupLarge();
    const pricelists = [...store.models["product.pricelist"].getAll(), false];
    const prices = (first) =>
        numbers.map((number) => {
            const style = store.models["product.template"].get(first + number);
            const [variant] = style.product_variant_ids;
            return pricelists.flatMap((pricelist) => [
                style.getPrice(pricelist, 1),
                style.getPrice(pricelist, 1, 0, false, variant),
                goods.priceOf(variant, pricelist),
            ]);
        });
    goods.stylesOf(numbers.map((number) => FIRST + number));
    store.models.connectNewData(recordsOf(store.models, numbers, { first: NATIVE }));
    expect(prices(FIRST)).toEqual(prices(NATIVE));
    expect(new Set(prices(FIRST).flat()).size).toBeGreaterThan(200);
});
test("to show goods with a price of their own leaves the sale's prices alone", async () => {
    const { store, goods } = await setupLarge();
    const order = store.addNewOrder();
    const pricelist = store.models["product.pricelist"].getFirst();
    order.setPricelist(pricelist);
    patchWithCleanup(order, { pricelist_id: pricelist });
    let changes = 0;
    store.models["pos.order.line"].addEventListener("update", () => changes++);
    const [variant] = goods.variantsWithCode(codeOf(FIRST + 1));
    await store.addLineToCurrentOrder(
        { product_id: variant, product_tmpl_id: variant.product_tmpl_id },
        {},
        false
    );
    changes = 0;
    goods.stylesOf([FIRST + 3, FIRST + 6, FIRST + 9]);
    expect(store.models["product.pricelist.item"].get(ruleOf(FIRST + 6))).not.toBe(undefined);
    expect(changes).toBe(0);
});

const refresh = async ({ goods, catalogue }, answer) => {
    patchWithCleanup(catalogue, {
        askChanges: async () => ({ stamp: "later", blocks: [], gone: [], general: [], ...answer }),
    });
    goods.pos.config._catalogue = { is_large: true };
    await goods.refreshCatalogue();
};
test("A-K1: a new price and a new name reach the index, the record and the sale", async () => {
    const setup = await setupLarge();
    const { store, goods } = setup;
    const [variant] = goods.variantsWithCode(codeOf(FIRST + 1));
    const order = store.addNewOrder();
    await store.addLineToCurrentOrder(
        { product_id: variant, product_tmpl_id: variant.product_tmpl_id },
        {},
        false
    );
    const changed = recordsOf(store.models, [1], { list_price: 4321, name: "Renamed" });
    await refresh(setup, { blocks: [tablesOf(changed)] });
    expect(order.lines[0].price_unit).toBe(4321);
    expect(store.models["product.template"].get(FIRST + 1).name).toBe("Renamed");
    expect(goods.find({ text: "renamed" }).ids).toEqual([FIRST + 1]);
    expect(goods.find({ text: codeOf(FIRST + 1) }).ids).toEqual([FIRST + 1]);
    expect(goods.find({}).ids).toHaveLength(200);
    expect(goods.catalogue.stamp).toBe("later");
});
test("A-K1: what is gone is found no longer and refused, and a price rule that is gone counts no more", async () => {
    const setup = await setupLarge();
    const { store, goods } = setup;
    const [gone] = goods.variantsWithCode(codeOf(FIRST + 5));
    const [kept] = goods.variantsWithCode(codeOf(FIRST + 6));
    const pricelist = store.models["product.pricelist"].getFirst();
    const own = goods.priceOf(kept, pricelist);
    const changed = { ...recordsOf(store.models, [6]), "product.pricelist.item": [] };
    await refresh(setup, { blocks: [tablesOf(changed)], gone: [FIRST + 5] });
    expect(goods.isNoLongerSold(gone)).toBe(true);
    expect(goods.isNoLongerSold(kept)).toBe(false);
    expect(goods.variantsWithCode(codeOf(FIRST + 5))).toEqual([]);
    expect(goods.priceOf(kept, pricelist)).not.toBe(own);
});
test("A-K1: a rule for everything that begins or ends counts at once", async () => {
    const store = await setupPosEnv();
    const goods = (store.goods = new Goods(store));
    const pricelist = store.models["product.pricelist"].getFirst();
    const style = store.models["product.template"].find((each) => each.available_in_pos);
    const usual = style.getPrice(pricelist, 1);
    const rule = {
        id: 990001,
        pricelist_id: pricelist.id,
        compute_price: "fixed",
        fixed_price: 1234.5,
        base: "list_price",
        min_quantity: 0,
    };
    const present = store.models["product.pricelist.item"]
        .filter(({ raw }) => !raw.product_tmpl_id && !raw.product_id)
        .map(({ raw }) => JSON.parse(JSON.stringify(raw)));
    const memory = {};
    const nothing = { records: {}, gone: [] };
    applyChanges(store, { ...nothing, general: [rule] }, memory);
    expect(style.getPrice(pricelist, 1)).toBe(1234.5);
    applyChanges(store, { ...nothing, general: present }, memory);
    expect(style.getPrice(pricelist, 1)).toBe(usual);
    expect(goods.isLarge).toBe(false);
});
test("an index that was kept finds what it found before", async () => {
    const { goods, catalogue } = await setupLarge();
    const kept = structuredClone(catalogue.index.toJSON());
    const again = GoodsIndex.from(kept, {});
    expect(again.find({ text: "goods 50015" }).ids).toEqual(
        goods.find({ text: "goods 50015" }).ids
    );
    expect(again.variantsWithCode(codeOf(FIRST + 3))).toEqual([variantOf(FIRST + 3)]);
    again.remove([FIRST + 3]);
    expect(again.variantsWithCode(codeOf(FIRST + 3))).toEqual([]);
    expect([again.size, again.waste]).toEqual([199, 1]);
});
test("what the server sends lies as bytes, a piece of it is read when it is needed", () => {
    const pieces = new Pieces();
    expect(pieces.add(bytesOf([{ name: "外套" }, { name: "b" }]))).toBe(0);
    expect(pieces.add(bytesOf([{ name: "c" }]))).toBe(2);
    expect([0, 1, 2].map((number) => pieces.read(number).name)).toEqual(["外套", "b", "c"]);
    expect(new Pieces(pieces.arrays).read(2)).toEqual({ name: "c" });
    expect(new Pieces().add(new Uint8Array())).toBe(0);
});
test("the index is laid in order without what was replaced, and finds each style's piece again", async () => {
    const { store, goods, catalogue, numbers } = await setupLarge();
    const changed = tablesOf(recordsOf(store.models, [4], { name: "Renamed", pos_sequence: 1 }));
    catalogue._add(bytesOf([changed]), goods._rowsOfBlocks());
    const shown = goods.find({}).ids;
    expect([catalogue.index.unsettled, catalogue.index.waste]).toEqual([1, 1]);
    await catalogue._settle();
    expect([catalogue.index.unsettled, catalogue.index.waste]).toEqual([0, 0]);
    expect(goods.find({}).ids).toEqual(shown);
    expect(shown[0]).toBe(FIRST + 4);
    expect(goods.first({ text: codeOf(FIRST + 4) }, 5)).toEqual([FIRST + 4]);
    expect(goods.style(FIRST + 4).name).toBe("Renamed");
    expect(goods.style(FIRST + 199).name).toBe(`Goods ${FIRST + 199}`);
    expect(numbers.every((number) => catalogue.index.has(FIRST + number))).toBe(true);
});
test("a catalogue on the disk is whole up to what its state tells, and nothing without a state", async () => {
    const store = new CatalogueStore(`test-${Math.random()}`);
    await store.put([[0, new Uint8Array([1])]]);
    expect((await store.read()).state).toBe(undefined);
    await store.put([[1, new Uint8Array([2])]], { blocks: 2 });
    await store.put([[2, new Uint8Array([3])]]); // the page went before it wrote its state
    expect((await store.read()).arrays).toEqual([new Uint8Array([1]), new Uint8Array([2])]);
    await store.clear();
    expect((await store.read()).state).toBe(undefined);
});
test("A-P0: a large catalogue is read behind the first page of goods, or soon where nobody opens one", async () => {
    const { store } = await setupLarge();
    patchWithCleanup(window, { requestIdleCallback: (start) => start() });
    for (const isShown of [true, false]) {
        const goods = new Goods(store);
        patchWithCleanup(goods, { startCatalogue: () => expect.step("read") });
        goods.start();
        await tick();
        await advanceTime(1000);
        expect.verifySteps([]);
        if (isShown) {
            goods.shown();
        } else {
            await advanceTime(1500);
        }
        await tick();
        await advanceTime(200); // the page is drawn
        await tick();
        expect.verifySteps(["read"]);
    }
});
