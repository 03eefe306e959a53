import { expect, test } from "@odoo/hoot";
import { click, edit, queryAllTexts, queryText } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { DevicesScreen } from "@retail_pos_mobile/app/me/devices_screen/devices_screen";
import { meTiles } from "@retail_pos_mobile/app/shell/sections";
import {
    makeServerError,
    mountWithCleanup,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";

definePosModels();

const CODE = "ABCD-EFGH-JKLM-NPQ2";
const WELL = {
    is_away: false,
    state: "ready",
    says: "Ready",
    advice: "",
    tills: "",
    version: "1.0.0",
};
const BRIDGE = { ...WELL, model: "retail.bridge", id: 1, kind: "bridge", name: "Front", faults: 0 };
const PRINTER = {
    ...WELL,
    ...{ model: "retail.printer", id: 2, kind: "printer", name: "Counter", faults: 2 },
    ...{ is_away: true, says: "Out of Paper", advice: "Put in paper." },
};
const SCANNER = {
    ...WELL,
    model: "retail.peripheral",
    id: 3,
    kind: "scanner",
    name: "hand",
    faults: 0,
};
const TOLD = {
    ...{ machine: "pi-counter", address: "192.168.1.9:8282", asked_from: "192.0.2.7" },
    ...{ version: "1.0.0", printers: ["Counter"], devices: [], tills: [] },
};

const setupScreen = async (answers = {}, devices = [BRIDGE, PRINTER, SCANNER]) => {
    const store = await setupPosEnv();
    const asked = [];
    patchWithCleanup(store.data, {
        async call(model, method, [_config, ...values]) {
            if (model === "retail.device.page" && method !== "read_devices") {
                asked.push([method, ...values]);
            }
            const answer = method === "read_devices" ? { store: "S1", devices } : answers[method];
            return typeof answer === "function" ? answer(...values) : answer;
        },
    });
    await mountWithCleanup(DevicesScreen);
    await animationFrame();
    return { store, asked };
};
const open = async (number) => {
    await click(`.o_device:eq(${number})`);
    await animationFrame();
};
const type = async (code) => {
    await click(".o_device_type");
    await animationFrame();
    await click(".o_device_typed");
    await edit(code);
    await click(".o_page_action button[type=submit]");
    await animationFrame();
};

test("a manager sees each device, its state and what to do; a guide has no such page", async () => {
    const { store } = await setupScreen();
    const rows = queryAllTexts(".o_device");
    expect(rows[0]).toInclude("Front");
    expect(rows[1]).toInclude("Out of Paper");
    expect(rows[1]).toInclude("2 faults");
    await open(1);
    expect(queryText(".o_device_more")).toInclude("Put in paper.");
    store.config._is_manager = false;
    expect(meTiles.get("devices").isVisible(store)).toBe(false);
    store.config._is_manager = true;
    expect(meTiles.get("devices").isVisible(store)).toBe(true);
});
test("a manager pairs what a code shows once he has seen what it is", async () => {
    const { store, asked } = await setupScreen({
        read_pairing: () => ({ ...TOLD, tills: [{ id: store_id(), name: "Till", store: "S1" }] }),
        pair: { id: 9, name: "Front desk" },
    });
    function store_id() {
        return odoo.pos_config_id || 1;
    }
    await type(CODE.toLowerCase());
    expect(asked.at(-1)).toEqual(["read_pairing", CODE]);
    for (const text of ["pi-counter", "192.168.1.9:8282", "192.0.2.7", "Counter"]) {
        expect(queryText(".o_pair_told")).toInclude(text);
    }
    await click(".o_pair_name");
    await edit("Front desk");
    await click(".o_pair_confirm");
    await animationFrame();
    expect(asked.at(-1).slice(0, 3)).toEqual(["pair", CODE, "Front desk"]);
    expect(asked.at(-1)[3]).toBe(store_id());
    expect(".o_pair").toHaveCount(0);
    expect(store.config.id).toBe(store_id());
});
test("what is no code is not asked for, and what the server refuses is told", async () => {
    const { asked } = await setupScreen({
        read_pairing: () => {
            throw makeServerError({ message: "This code was used already." });
        },
    });
    await type("https://evil.example/");
    expect(asked).toEqual([]);
    await click(".o_device_typed");
    await edit(CODE);
    await click(".o_page_action button[type=submit]");
    await animationFrame();
    expect(".o_pair").toHaveCount(0);
    expect(asked).toEqual([["read_pairing", CODE]]);
});
test("the code of a printer adds it at the bridge of the store", async () => {
    const { asked } = await setupScreen({
        ask_bridge: 7,
        read_errand: { state: "done", result: { name: "printer-1" } },
    });
    await type("RETAIL-PRINTER:192.168.1.50:9100");
    await advanceTime(1000);
    const values = { host: "192.168.1.50", port: 9100, title: "192.168.1.50" };
    expect(asked).toEqual([
        ["ask_bridge", BRIDGE.id, "add_printer", values],
        ["read_errand", 7],
    ]);
});
test("a log is asked for and waited for; a bridge that is silent does not keep one waiting", async () => {
    let state = "given";
    const { asked } = await setupScreen({
        ask_bridge: 7,
        read_errand: () => ({ state, result: { log: "12:00 Counter: Ready" } }),
    });
    await open(0);
    await click(".o_device_log_button");
    await advanceTime(1000);
    expect(".o_device_log").toHaveCount(0);
    state = "done";
    await advanceTime(1000);
    await animationFrame();
    expect(queryText(".o_device_log")).toBe("12:00 Counter: Ready");
    state = "lost";
    await click(".o_device_restart");
    await advanceTime(1000);
    await animationFrame();
    expect(asked.filter(([method]) => method === "ask_bridge")).toEqual([
        ["ask_bridge", BRIDGE.id, "log", {}],
        ["ask_bridge", BRIDGE.id, "restart", {}],
    ]);
    expect(".o_device_restart").toBeEnabled();
});
test("what a search finds is added by a tap", async () => {
    const found = {
        printers: [{ host: "192.168.1.51", port: 9100, model: "TM-T88" }],
        scanners: [],
    };
    const { asked } = await setupScreen({
        ask_bridge: 7,
        read_errand: { state: "done", result: found },
    });
    await open(0);
    await click(".o_device_search");
    await advanceTime(1000);
    await animationFrame();
    await click(".o_device_found");
    await advanceTime(1000);
    const asking = asked.filter(([method]) => method === "ask_bridge");
    expect(asking.at(-1)).toEqual([
        ...["ask_bridge", BRIDGE.id, "add_printer"],
        { host: "192.168.1.51", port: 9100, title: "TM-T88" },
    ]);
});
test("a test page, a scanner for this till, and its code", async () => {
    const { asked } = await setupScreen({ assignment_code: "RETAIL-TILL:1:2:abc" });
    await open(1);
    await click(".o_device_test");
    await open(2);
    await click(".o_device_till");
    await animationFrame();
    await click(".o_device_assign");
    await animationFrame();
    expect(asked).toEqual([
        ["test_print", PRINTER.id],
        ["set_till", SCANNER.id, true],
        ["assignment_code"],
    ]);
    expect(queryText(".o_device_secret code")).toBe("RETAIL-TILL:1:2:abc");
});
