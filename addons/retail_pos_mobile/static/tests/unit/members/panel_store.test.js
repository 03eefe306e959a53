import { describe, expect, test } from "@odoo/hoot";
import { PanelStore } from "@retail_pos_mobile/app/members/panel_store";
import { browser } from "@web/core/browser/browser";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

describe.current.tags("headless");

test("the last panel of a member is kept with its time", () => {
    const store = new PanelStore();
    store.put(7, { name: "old" }, 1);
    store.put(8, { name: "other" }, 2);
    store.put(7, { name: "new" }, 3);
    expect(store.get(7)).toEqual({ id: 7, at: 3, panel: { name: "new" } });
    expect(store.all().length).toBe(2);
    expect(store.get(9)).toBe(undefined);
});
test("the phone keeps those that were looked at last", () => {
    const store = new PanelStore();
    for (let id = 1; id <= 40; id++) {
        store.put(id, {});
    }
    expect(store.all().length).toBe(30);
    expect(store.get(10)).toBe(undefined);
    expect(store.get(11).id).toBe(11);
});
test("a phone that cannot keep panels, or keeps rubbish, goes without", () => {
    const store = new PanelStore();
    browser.localStorage.setItem("retail_member_panels", "{rubbish");
    expect(store.all()).toEqual([]);
    patchWithCleanup(browser.localStorage, {
        setItem() {
            throw new DOMException("full", "QuotaExceededError");
        },
    });
    store.put(7, {});
    expect(store.get(7)).toBe(undefined);
});
