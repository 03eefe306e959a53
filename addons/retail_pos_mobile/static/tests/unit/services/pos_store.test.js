import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

/** A till of a store; `asked` collects the orders for which the start sheet opened. */
const setupStore = async ({ startSheet = true, confirms = true } = {}) => {
    const store = await setupPosEnv();
    store.config.module_pos_hr = false;
    store.config._is_store = true;
    store.config._store_tz = "Asia/Shanghai";
    store.config.start_sheet = startSheet;
    store.config.business_date_days_back = 0;
    const asked = [];
    patchWithCleanup(store, {
        async openStartSheet(order) {
            asked.push(order);
            return confirms;
        },
    });
    return { store, asked };
};

test("the guides are the store's, by name", async () => {
    const { store } = await setupStore();
    expect(store.guides.map((guide) => guide.name)).toEqual(["Wang Fang", "Zhao Lei"]);
});
test("the first guide is the user, the next sale remembers the guide", async () => {
    const { store } = await setupStore();
    const first = store.addNewOrder();
    expect(first.guide_id.name).toBe("Wang Fang");
    store.setGuide(first, store.guides[1]);
    expect(store.addNewOrder().guide_id.name).toBe("Zhao Lei");
});
test("a new sale shows the sheet, one with goods or with a date does not", async () => {
    const { store, asked } = await setupStore();
    const order = store.addNewOrder();
    await store.showStartSheetIfNew(order);
    expect(asked).toEqual([order]);
    order.business_date = store.config.storeToday();
    await store.showStartSheetIfNew(order);
    await store.showStartSheetIfNew(await getFilledOrder(store));
    expect(asked.length).toBe(1);
});
test("a till that is no store's asks nothing", async () => {
    const { store, asked } = await setupStore();
    store.config._is_store = false;
    const order = await getFilledOrder(store);
    await store.showStartSheetIfNew(store.addNewOrder());
    expect(await store.ensureBasicInformation(order)).toBe(true);
    expect(asked).toEqual([]);
    expect(order.business_date).toBe(undefined);
});
test("a sale is not paid before the guide confirmed its date", async () => {
    const { store, asked } = await setupStore({ confirms: false });
    const order = await getFilledOrder(store);
    expect(await store.ensureBasicInformation(order)).toBe(false);
    expect(asked).toEqual([order]);
});
test("midnight makes the confirmed date invalid", async () => {
    const { store, asked } = await setupStore();
    const order = await getFilledOrder(store);
    order.business_date = store.config.storeToday();
    expect(await store.ensureBasicInformation(order)).toBe(true);
    expect(asked).toEqual([]);
    order.business_date = store.config.storeToday().minus({ days: 1 });
    await store.ensureBasicInformation(order);
    expect(asked).toEqual([order]);
});
test("a quick sale counts to today", async () => {
    const { store, asked } = await setupStore({ startSheet: false });
    const order = await getFilledOrder(store);
    expect(await store.ensureBasicInformation(order)).toBe(true);
    expect(asked).toEqual([]);
    expect(order.business_date.toISODate()).toBe(store.config.storeToday().toISODate());
});
test("P5.1.1.2: clearing begins the basic information anew and keeps the cart", async () => {
    const { store } = await setupStore();
    const order = await getFilledOrder(store);
    order.setPartner(store.models["res.partner"].getFirst());
    store.setGuide(order, store.guides[1]);
    order.business_date = store.config.storeToday();
    order.setRemark("Gift box");
    store.clearBasicInformation(order);
    expect([order.partner_id, order.business_date]).toEqual([undefined, undefined]);
    expect(order.guide_id.name).toBe("Wang Fang"); // who is signed in at the till
    expect(order.general_customer_note).toBe("");
    expect(order.lines.length).toBe(2);
    expect(order.serializeForORM().business_date).toBe(false);
});
test("P5.1.1.1c: where the company demands a guide, a sale for nobody is asked about", async () => {
    const { store, asked } = await setupStore({ startSheet: false, confirms: false });
    const order = await getFilledOrder(store);
    order.guide_id = undefined;
    expect(await store.ensureBasicInformation(order)).toBe(true);
    store.config._guide_required = true;
    expect(await store.ensureBasicInformation(order)).toBe(false);
    expect(asked).toEqual([order]);
    store.setGuide(order, store.guides[0]);
    expect(await store.ensureBasicInformation(order)).toBe(true);
});
test("a store where no guide works sells all the same", async () => {
    const { store } = await setupStore({ startSheet: false });
    store.config._guide_required = true;
    const order = await getFilledOrder(store);
    order.guide_id = undefined;
    const employees = store.models["hr.employee.public"];
    employees.deleteMany(employees.getAll());
    expect(store.lacksGuide(order)).toBe(false);
});
test("the remark outlives an emptied cart", async () => {
    const { store } = await setupStore();
    const order = await getFilledOrder(store);
    order.setRemark("Gift box");
    [...order.lines].forEach((line) => order.removeOrderline(line));
    expect(order.lines.length).toBe(0);
    expect(order.general_customer_note).toBe("Gift box");
});
test("without a connection the phone knows no more loyalty cards", async () => {
    const { store } = await setupStore();
    const answerWith = (error) =>
        patchWithCleanup(store.data, {
            async searchRead() {
                throw error;
            },
        });
    answerWith(new ConnectionLostError());
    expect(await store.fetchCoupons([])).toEqual([]);
    answerWith(new Error("the server refused"));
    await expect(store.fetchCoupons([])).rejects.toThrow("the server refused");
});
