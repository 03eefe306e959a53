import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { ConnectionLostError, makeErrorFromResponse } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

definePosModels();

async function loseConnection({ isStore, times = 1 }) {
    const store = await setupPosEnv();
    store.config._is_store = isStore;
    const { dialog, notification } = store.env.services;
    patchWithCleanup(dialog, { add: () => expect.step("dialog") });
    patchWithCleanup(notification, { add: () => expect.step("notice") });
    const handler = registry.category("error_handlers").get("pos-offlineErrorHandler");
    for (let time = 0; time < times; time++) {
        expect(handler(store.env, new Error(), new ConnectionLostError())).toBe(true);
    }
    return { store, handler };
}

test("P5.1.3.1c: a lost connection opens no dialog over the finished sale, and is told once", async () => {
    await loseConnection({ isStore: true, times: 3 });
    expect.verifySteps(["notice"]);
});
test("a till that is no store's tells it as Odoo does", async () => {
    await loseConnection({ isStore: false });
    expect.verifySteps(["dialog"]);
});
test("another error is not taken for a lost connection", async () => {
    const { store, handler } = await loseConnection({ isStore: true });
    expect.verifySteps(["notice"]);
    expect(handler(store.env, new Error(), new Error("a slip"))).toBe(undefined);
});

async function failOnServer({ isStore, name }) {
    const store = await setupPosEnv();
    store.config._is_store = isStore;
    const { dialog, notification } = store.env.services;
    patchWithCleanup(dialog, { add: (_, { body }) => expect.step(`dialog: ${body}`) });
    patchWithCleanup(notification, { add: (text) => expect.step(`notice: ${text}`) });
    patchWithCleanup(odoo, { debug: "" });
    patchWithCleanup(console, { warn: () => expect.step("kept for who looks for it") });
    const data = { name, message: "a slip", debug: "Traceback" };
    const error = makeErrorFromResponse({ code: 0, message: "Odoo Server Error", data });
    const handler = registry.category("error_handlers").get("pos-rpcErrorHandler");
    expect(handler(store.env, new Error(), error)).toBe(true);
}
const FAULT = "builtins.TypeError";

test("a fault of the server is told in passing, without its name", async () => {
    await failOnServer({ isStore: true, name: FAULT });
    expect.verifySteps([
        "notice: Something went wrong on the server. Try again, and tell the head office if it stays.",
        "kept for who looks for it",
    ]);
});
test("what the server has to say to people stays a dialog", async () => {
    await failOnServer({ isStore: true, name: "odoo.exceptions.UserError" });
    expect.verifySteps(["dialog: a slip"]);
});
test("a till that is no store's tells a fault as Odoo does", async () => {
    await failOnServer({ isStore: false, name: FAULT });
    expect.verifySteps(["dialog: a slip"]);
});
