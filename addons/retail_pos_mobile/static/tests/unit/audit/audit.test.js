import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { ClosePosPopup } from "@point_of_sale/app/components/popups/closing_popup/closing_popup";
import { OrderSummary } from "@point_of_sale/app/screens/product_screen/order_summary/order_summary";
import { addProductLineToOrder } from "@pos_loyalty/../tests/unit/utils";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { ConnectionLostError } from "@web/core/network/rpc";

definePosModels();

/** A cart with two pieces on the till, and what its outbox is asked to send. */
async function setupCart() {
    const store = await setupPosEnv();
    const sent = [];
    patchWithCleanup(store.outbox, { send: async (deed) => sent.push(deed) });
    const order = store.addNewOrder();
    const line = await addProductLineToOrder(store, order, { qty: 2 });
    const told = () => sent.filter(({ model }) => model === "retail.audit.event");
    return { store, order, line, told };
}

/** The page's component without its page. */
const summaryOf = (pos) => Object.assign(Object.create(OrderSummary.prototype), { pos });

test("M-Q1a: a line that is removed by hand is told, with its cart and the phone's time", async () => {
    const { store, order, line, told } = await setupCart();
    const before = Date.now();
    const summary = summaryOf(store);
    order.selectOrderline(line);
    store.numpadMode = "quantity";
    summary._setValue("3");
    expect(told()).toEqual([]);
    summary._setValue("remove");
    const [{ method, values }] = told();
    expect(method).toBe("_note_from_phone");
    expect([values.kind, values.order_uuid, values.session_id]).toEqual([
        "void",
        order.uuid,
        store.session.id,
    ]);
    expect(values.details.qty).toBe(3);
    expect(values.at).toBeGreaterThan(before - 1);
});
test("M-Q1a: a line that is set to nothing is told once", async () => {
    const { store, order, line, told } = await setupCart();
    const summary = summaryOf(store);
    order.selectOrderline(line);
    store.numpadMode = "quantity";
    summary._setValue("0");
    summary._setValue("remove");
    expect(told().map(({ values }) => values.kind)).toEqual(["void"]);
});
test("M-Q1a: a cart with goods that is deleted is told, an empty one is not", async () => {
    const { store, order, told } = await setupCart();
    await store._onBeforeDeleteOrder(store.addNewOrder());
    expect(told()).toEqual([]);
    await store._onBeforeDeleteOrder(order);
    expect(told().map(({ values }) => [values.kind, values.details.lines])).toEqual([
        ["cancel", 1],
    ]);
});
test("M-Q1a: a drawer opened without a payment is told, one for a payment is not", async () => {
    const { store, order, told } = await setupCart();
    store.config.iface_cashdrawer = true;
    store.hardwareProxy.pos = store;
    store.orderInFinish = order;
    await store.hardwareProxy.openCashbox();
    expect(told()).toEqual([]);
    store.orderInFinish = null;
    await store.hardwareProxy.openCashbox("Cash in / out");
    expect(told().map(({ values }) => [values.kind, values.details.why])).toEqual([
        ["drawer", "Cash in / out"],
    ]);
});
test("M-Q1b: a drawer at a printer of the server is opened by it, and the phone tells nothing", async () => {
    const { store, order, told } = await setupCart();
    const calls = [];
    store.config.iface_cashdrawer = true;
    store.toldPrinterId = 7;
    store.hardwareProxy.pos = store;
    store.hardwareProxy.printer = undefined;
    patchWithCleanup(store, { approveDeed: async () => ({ approval_key: "key" }) });
    patchWithCleanup(store.data, {
        call: async (...args) => args[0] === "retail.print.job" && calls.push(args),
    });
    await store.hardwareProxy.openCashbox();
    const [[model, method, [, values]]] = calls;
    expect([model, method, values.approval_key, values.order_uuid]).toEqual([
        "retail.print.job",
        "open_drawer",
        "key",
        order.uuid,
    ]);
    expect(told()).toEqual([]);
    patchWithCleanup(store, { approveDeed: async () => null });
    await store.hardwareProxy.openCashbox();
    expect(calls).toHaveLength(1);
});
test("a drawer at a printer of the server stays shut without a connection, and the guide reads why", async () => {
    const { store, told } = await setupCart();
    const notices = [];
    store.config.iface_cashdrawer = true;
    store.toldPrinterId = 7;
    store.hardwareProxy.pos = store;
    store.hardwareProxy.printer = undefined;
    patchWithCleanup(store.data, {
        call: async (model) => {
            if (model === "retail.print.job") {
                throw new ConnectionLostError("/web/dataset/call_kw");
            }
        },
    });
    patchWithCleanup(store.notification, { add: (text) => notices.push(text.toString()) });
    await store.hardwareProxy.openCashbox();
    expect(notices).toEqual(["This drawer opens with a connection only."]);
    expect(told()).toEqual([]);
});

/** A till whose drawer hangs on a printer of the server, what is asked of it, and which approvals. */
async function setupCloudDrawer(state) {
    const store = await setupPosEnv();
    store.config.iface_cashdrawer = true;
    store.session.state = state;
    const { hardwareProxy } = store;
    hardwareProxy.pos = store;
    hardwareProxy.printer = undefined;
    const opened = [];
    const asked = [];
    patchWithCleanup(store, {
        ownPrinterId: () => 5,
        approveDeed: async (operation) => asked.push(operation) && { approval_key: "key" },
    });
    patchWithCleanup(store.data, {
        call: async (_model, method, [, values]) =>
            method === "open_drawer" && opened.push(values.details?.why || values.approval_key),
    });
    return { store, hardwareProxy, opened, asked };
}

test("P4.1.2: who counts what the till opens with has a cloud drawer opened without an approval", async () => {
    const { hardwareProxy, opened, asked } = await setupCloudDrawer("opening_control");
    await hardwareProxy.openCashbox("Cash control - opening");
    expect(opened).toEqual(["Cash control - opening"]);
    expect(asked).toEqual([]);
});
test("P4.1.2: money that is moved opens a cloud drawer by what is booked, not by what a phone says", async () => {
    const { hardwareProxy, opened, asked } = await setupCloudDrawer("opened");
    await hardwareProxy.openCashbox("Cash in / out");
    expect(opened).toEqual([]);
    expect(asked).toEqual([]);
});
test("P4.1.2: who counts at the closing opens a cloud drawer as without a sale, before the coins are shown", async () => {
    const { hardwareProxy, opened, asked } = await setupCloudDrawer("opened");
    const steps = [];
    const popup = Object.assign(Object.create(ClosePosPopup.prototype), {
        hardwareProxy,
        dialog: { add: () => steps.push(...opened, "coins") },
    });
    await popup.openDetailsPopup();
    expect(asked).toEqual(["drawer"]);
    expect(steps).toEqual(["key", "coins"]);
});
