import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { browser } from "@web/core/browser/browser";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

const OLD = { build: "1", promotions: "old" };
const NEW = { build: "1", promotions: "new" };

/** A till whose promotions are the old ones; the server tells of the new ones as `told` says. */
async function setupTill(told) {
    const store = await setupPosEnv();
    store.models["pos.order"].getAll().forEach((order) => order.delete());
    const asked = [];
    const written = [];
    const deleted = [];
    patchWithCleanup(store.env.services.orm, {
        async call(model, method, args) {
            if (method !== "retail_promotions") {
                return super.call(...arguments);
            }
            asked.push(args);
            return told(store.models);
        },
    });
    store.data.indexedDB = { delete: (...args) => deleted.push(args) };
    patchWithCleanup(store.data, {
        synchronizeServerDataInIndexedDB: async (records) => written.push(Object.keys(records)),
    });
    patchWithCleanup(store, { reloadData: () => expect.step("everything is loaded anew") });
    await store.takePulse(OLD);
    return { store, asked, written, deleted };
}
const renameFirst = (models) => {
    const [first, ...others] = models["loyalty.program"].getAll();
    return {
        ...{ promotions: "new", marks: { [first.id]: "b" }, special: [7] },
        ids: {
            "loyalty.program": [first.id],
            "loyalty.rule": models["loyalty.rule"].map(({ id }) => id),
            "loyalty.reward": models["loyalty.reward"]
                .filter(({ raw }) => !others.some(({ id }) => id === raw.program_id))
                .map(({ id }) => id),
        },
        records: { "loyalty.program": [{ ...first.raw, name: "Two for one", _promotion: false }] },
    };
};

test("P4.1.1 of promotions only what changed is fetched, and what ended goes", async () => {
    const { store, asked, written, deleted } = await setupTill(renameFirst);
    const programs = store.models["loyalty.program"];
    const [first, ended] = programs.map(({ id }) => id);
    await store.takePulse(NEW);
    expect(programs.map(({ id, name }) => [id, name])).toEqual([[first, "Two for one"]]);
    expect(store.config._pos_special_products_ids).toInclude(7);
    expect(written[0]).toEqual(["pos.config", "loyalty.program"]);
    expect(deleted[0][1]).toInclude(ended);
    expect(store.news.promotions).toBe(false);

    await store.takePulse({ build: "1", promotions: "newest" });
    expect(asked.map(([, known]) => known)).toEqual([{}, { [first]: "b" }]);
    expect.verifySteps([]);
});
test("while somebody is served the promotions stay what they are until a tap after the sale", async () => {
    const { store, asked } = await setupTill(renameFirst);
    const order = await getFilledOrder(store);
    await store.takePulse(NEW);
    expect([asked.length, store.news.promotions]).toEqual([0, true]);
    await store.bringUpToDate();
    expect(asked.length).toBe(0);
    order.state = "cancel";
    await store.bringUpToDate();
    expect([asked.length, store.news.promotions]).toEqual([1, false]);
    expect.verifySteps([]);
});
test("what could not be written is fetched again", async () => {
    const { store, asked } = await setupTill(renameFirst);
    patchWithCleanup(store.data, {
        synchronizeServerDataInIndexedDB: () => Promise.reject(new Error("full")),
    });
    await expect(store.takePulse(NEW)).rejects.toThrow("full");
    expect(store.news.promotions).toBe(true);
    expect(browser.localStorage.getItem(store.data.promotionMarksKey)).toBe(null);
    await expect(store.takePulse(NEW)).rejects.toThrow("full");
    expect(asked.length).toBe(2);
});
