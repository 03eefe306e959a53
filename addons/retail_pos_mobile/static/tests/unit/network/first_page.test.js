import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { browser } from "@web/core/browser/browser";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

/** What a till of a store begins with on a phone that was here before, with these differences. */
function firstPageOf(
    store,
    { wasHere = true, isStore = true, hasPins = false, from = "LoginScreen" }
) {
    Object.assign(store.config, { _is_store: isStore, module_pos_hr: hasPins });
    store.router.state.current = from;
    store.resetCashier();
    const serviceWorker = { controller: wasHere ? {} : null };
    patchWithCleanup(browser, { navigator: { serviceWorker } });
    return store.firstPage.page;
}

test("A-P0: a phone that was here before begins with the goods, as who is signed in", async () => {
    const store = await setupPosEnv();
    expect(firstPageOf(store, {})).toBe("ProductScreen");
    expect(store.getCashier()).toBe(store.user);
});
test("A-P0: the first visit, a till with PINs, one of no store, and one that rested begin as Odoo's do", async () => {
    const store = await setupPosEnv();
    for (const other of [
        { wasHere: false },
        { hasPins: true },
        { isStore: false },
        { from: "SaverScreen" },
    ]) {
        expect(firstPageOf(store, other)).toBe("LoginScreen");
    }
});
test("A-P0: the first page waits for what other phones have open once, not twice", async () => {
    const store = await setupPosEnv();
    const { deviceSync } = store;
    let answer;
    const read = () => new Promise((resolve) => (answer = resolve));
    patchWithCleanup(deviceSync, { readDataFromServer: read });
    await store.afterProcessServerData();
    expect(typeof answer).toBe("function"); // asked for, and not waited for
    expect(deviceSync.readDataFromServer).toBe(read);
    answer();
});
test("A-P0: the receipt's logo is fetched behind the first page", async () => {
    const store = await setupPosEnv();
    const fetched = new Promise(() => {});
    patchWithCleanup(browser, { fetch: () => fetched });
    await store.config.cacheReceiptLogo();
    expect(store.config.receiptLogoUrl).toMatch(/res.company/);
});
