import { expect, test } from "@odoo/hoot";
import { click, edit, queryAllTexts, queryText, select } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { RiskLock } from "@retail_risk/app/risk_lock/risk_lock";
import {
    makeServerError,
    mountWithCleanup,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { MainComponentsContainer } from "@web/core/main_components_container";
import { ConnectionLostError } from "@web/core/network/rpc";

definePosModels();

const KEY = "test_risk_lock";
const LOCK = {
    why: "Refunds Repeated on One Device",
    managers: [
        { id: 7, name: "Chen Jing" },
        { id: 8, name: "Li Lei" },
    ],
};
const PULSE = { build: odoo.retail_build, promotions: "1" };

/** A locked till; `answer` is what the server says to a PIN, or throws. */
const setupTill = async ({ lock = LOCK, page = "ProductScreen", answer } = {}) => {
    const store = await setupPosEnv();
    const asked = [];
    patchWithCleanup(store.env.services.orm, {
        silent: {
            async call(model, method, args) {
                asked.push([model, method, args]);
                return answer();
            },
        },
    });
    store.router.state.current = page;
    store.riskLock.take(lock);
    await mountWithCleanup(MainComponentsContainer);
    await animationFrame();
    return { store, asked };
};
const type = async (pin) => {
    await click("input[aria-label=PIN]");
    await edit(pin);
    await animationFrame();
    await click("button[type=submit]");
    await animationFrame();
};

test("S6.3.6: a lock stays over a reload, until the server says that it is lifted", () => {
    new RiskLock(KEY).take(LOCK);
    const reloaded = new RiskLock(KEY);
    expect(reloaded.lock).toEqual(LOCK);
    reloaded.take(undefined); // a server that knows no locks says nothing of this one
    expect(reloaded.covers("ProductScreen")).toBe(true);
    reloaded.take(false);
    expect(reloaded.covers("ProductScreen")).toBe(false);
    expect(new RiskLock(KEY).lock).toBe(null);
});
test("a lock does not come between a customer and the end of a payment", async () => {
    const { store } = await setupTill({ page: "PaymentScreen" });
    expect(".o_risk_lock").toHaveCount(0);
    store.router.state.current = "ReceiptScreen";
    await animationFrame();
    expect(".o_risk_lock").toHaveCount(1);
});
test("S6.3.6: a locked till says why, and who may open it", async () => {
    await setupTill();
    expect(queryText(".o_risk_lock_why")).toBe("Refunds Repeated on One Device");
    expect(queryAllTexts(".o_risk_lock option")).toEqual(["Chen Jing", "Li Lei"]);
});
test("where no manager has a PIN it says what helps", async () => {
    await setupTill({ lock: { ...LOCK, managers: [] } });
    expect(".o_lock_form").toHaveCount(0);
    expect(queryText(".o_risk_lock")).toInclude("unlocks it on his own phone");
});
test("S6.3.6: the PIN of the chosen manager opens it, a wrong one does not", async () => {
    let answer = { error: "This PIN is wrong." };
    const { store, asked } = await setupTill({ answer: () => answer });
    await click(".o_risk_lock select");
    await select("8");
    await type("0000");
    expect(queryText(".o_lock_error")).toBe("This PIN is wrong.");
    expect(".o_risk_lock").toHaveCount(1);
    answer = { is_open: true };
    await type("4711");
    expect(".o_risk_lock").toHaveCount(0);
    expect(store.riskLock.lock).toBe(null);
    const [model, method, args] = asked.at(-1);
    expect([model, method]).toEqual(["retail.risk.alert", "unlock_by_pin"]);
    expect(args).toEqual([store.config.id, 8, "4711"]);
});
test("without a connection, and where the server refuses, it stays locked and says why", async () => {
    let failure = new ConnectionLostError();
    const { store } = await setupTill({
        answer: () => {
            throw failure;
        },
    });
    await type("4711");
    expect(queryText(".o_lock_error")).toInclude("Only the server can unlock this till");
    failure = makeServerError({ message: "This employee does not unlock this till." });
    await type("4711");
    expect(queryText(".o_lock_error")).toBe("This employee does not unlock this till.");
    expect(store.riskLock.covers("ProductScreen")).toBe(true);
});
test("S6.3.6: what a manager does on his own phone reaches the till by its pulse", async () => {
    const { store } = await setupTill({ lock: false });
    expect(".o_risk_lock").toHaveCount(0);
    await store.takePulse({ ...PULSE, risk_lock: LOCK });
    await animationFrame();
    expect(".o_risk_lock").toHaveCount(1);
    await store.takePulse({ ...PULSE, risk_lock: false });
    await animationFrame();
    expect(".o_risk_lock").toHaveCount(0);
});
test("keys and taps do not get past the lock", async () => {
    await setupTill();
    const beside = document.createElement("input");
    document.querySelector(".o_risk_lock").before(beside);
    const isTaken = (target) =>
        target.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true }));
    expect(isTaken(beside)).toBe(false);
    expect(isTaken(document.querySelector(".o_risk_lock input"))).toBe(true);
});
