import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts, queryText } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { FlagsScreen } from "@retail_pos_mobile/app/me/flags_screen/flags_screen";
import { meTiles } from "@retail_pos_mobile/app/shell/sections";
import { mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

const FLAG = {
    id: 7,
    kind: "Price without a Rule",
    rule: "C2",
    decision: "Booked as the customer paid.",
    reason: "Sold at 3.00, no rule gives this price.",
    sale: "Shop/0042",
    date: "2026-11-22",
    product: "Shirt",
    guide: "Li Lei",
    amount: 97,
    was_offline: true,
};

const setupScreen = async (answer) => {
    const store = await setupPosEnv();
    patchWithCleanup(store.data, { call: async () => answer });
    await mountWithCleanup(FlagsScreen);
    await animationFrame();
    return store;
};

test("M-S2: a manager sees what was decided, and why when he taps it", async () => {
    await setupScreen({ count: 3, flags: [FLAG] });
    expect(queryText(".o_flag_decision")).toBe("Booked as the customer paid.");
    expect(".o_flag_why").toHaveCount(0);
    await click(".o_flag");
    await animationFrame();
    expect(queryText(".o_flag_why")).toInclude("no rule gives this price");
    expect(queryText(".o_flag_why")).toInclude("C2");
    expect(queryText(".o_flags_more")).toInclude("1 of 3");
});
test("a store whose sales all fitted says so, and the tile counts what is to review", async () => {
    const store = await setupScreen({ count: 0, flags: [] });
    expect(queryAllTexts(".o_flag")).toEqual([]);
    const tile = meTiles.get("flags");
    store.config._is_manager = false;
    expect(tile.isVisible(store)).toBe(false);
    store.config._is_manager = true;
    expect(tile.isVisible(store)).toBe(true);
    expect(tile.badge({ me: { data: { flags: 4 } } })).toBe(4);
    expect(tile.badge({})).toBe(0);
});
