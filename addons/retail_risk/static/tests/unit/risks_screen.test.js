import { expect, test } from "@odoo/hoot";
import { click, edit, queryAllTexts, queryText } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { meTiles } from "@retail_pos_mobile/app/shell/sections";
import { RisksScreen } from "@retail_risk/app/risks_screen/risks_screen";
import {
    makeServerError,
    mountWithCleanup,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";

definePosModels();

const REFUNDS = {
    id: 3,
    kind: "Refunds Repeated on One Device",
    evidence: "3 within 4 hours, told from 3 on",
    day: "2026-11-22",
    guide: "",
    till: "Till 1",
    member: "",
    is_locked: true,
    sales: [
        { number: "1122-0007", amount: -30 },
        { number: "1122-0009", amount: -90 },
    ],
};
const VOIDS = { ...REFUNDS, id: 4, kind: "Voids", guide: "Li Lei", is_locked: false, sales: [] };

/** The page of a manager; `close` is what the server does with a verdict. */
const setupScreen = async ({ alerts = [REFUNDS, VOIDS], close } = {}) => {
    const store = await setupPosEnv();
    const asked = [];
    patchWithCleanup(store.data, { call: async () => ({ count: alerts.length, alerts }) });
    patchWithCleanup(store.env.services.orm, {
        silent: {
            async call(model, method, args) {
                asked.push([model, method, args]);
                return close();
            },
        },
    });
    await mountWithCleanup(RisksScreen);
    await animationFrame();
    return { store, asked };
};
const judge = async (reason, verdict) => {
    if (reason) {
        await click("input[aria-label=Reason]");
        await edit(reason);
    }
    await click(`.o_risk_detail button:contains(${verdict})`);
    await animationFrame();
};

test("S6.3.6: an alert says what it is, about whom, and the figures against the usual", async () => {
    await setupScreen();
    const [first, second] = queryAllTexts(".o_risk");
    expect(first).toInclude("Refunds Repeated on One Device");
    expect(first).toInclude("3 within 4 hours, told from 3 on");
    expect(first).toInclude("Till 1");
    expect(first).toInclude("Till Locked");
    expect(second).toInclude("Li Lei");
    expect(second).not.toInclude("Till Locked");
});
test("S6.3.6: a tap opens the sales that are its evidence, another tap closes them", async () => {
    await setupScreen();
    expect(".o_risk_detail").toHaveCount(0);
    await click(".o_risk:first");
    await animationFrame();
    expect(queryText(".o_risk_detail")).toInclude("1122-0007");
    expect(queryText(".o_risk_detail")).toInclude("90");
    await click(".o_risk:first");
    await animationFrame();
    expect(".o_risk_detail").toHaveCount(0);
});
test("S6.3.6: a verdict and its reason close an alert", async () => {
    const { store, asked } = await setupScreen({ close: () => ({ count: 1, alerts: [VOIDS] }) });
    store.me = { data: { risks: 2 } };
    await click(".o_risk:first");
    await animationFrame();
    await judge("  ", "False Alarm");
    expect(queryText(".o_risk_detail [role=alert]")).toBe("Say why.");
    expect(asked).toEqual([]);
    await judge("Goods of one customer", "False Alarm");
    expect(asked).toEqual([
        [
            "retail.risk.alert",
            "close_on_phone",
            [store.config.id, 3, "false", "Goods of one customer"],
        ],
    ]);
    expect(queryAllTexts(".o_risk").length).toBe(1);
    expect(queryText(".o_risk")).toInclude("Voids");
    expect(".o_risk_detail").toHaveCount(0);
    expect(store.me.data.risks).toBe(1);
});
test("a verdict that the server refuses leaves the alert there, with what it said", async () => {
    await setupScreen({
        close: () => {
            throw makeServerError({ message: "Nobody judges an alert about himself." });
        },
    });
    await click(".o_risk:last");
    await animationFrame();
    await judge("It was nothing", "Unclear");
    expect(queryText(".o_risk_detail [role=alert]")).toBe("Nobody judges an alert about himself.");
    expect(queryAllTexts(".o_risk").length).toBe(2);
});
test("a store without alerts says so, and the tile is the manager's", async () => {
    const { store } = await setupScreen({ alerts: [] });
    expect(queryText(".o_kept_empty")).toBe("No alert is open in this store.");
    const tile = meTiles.get("risks");
    store.config._is_manager = false;
    expect(tile.isVisible(store)).toBe(false);
    store.config._is_manager = true;
    expect(tile.isVisible(store)).toBe(true);
    expect(tile.badge({ me: { data: { risks: 4 } } })).toBe(4);
});
