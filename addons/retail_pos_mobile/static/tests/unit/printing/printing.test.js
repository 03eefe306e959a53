import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts, queryText } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { OrderReceipt } from "@point_of_sale/app/screens/receipt_screen/receipt/order_receipt";
import { PrinterService } from "@point_of_sale/app/services/printer_service";
import { PrinterDialog } from "@retail_pos_mobile/app/printing/printer_dialog";
import { Component, xml } from "@odoo/owl";
import { MainComponentsContainer } from "@web/core/main_components_container";
import { ConnectionLostError } from "@web/core/network/rpc";
import { mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

const OWN = { id: 5, name: "Counter", is_own: true, is_away: false, waiting: 0, says: "Ready" };
const BACK = { id: 6, name: "Back", is_own: false, is_away: false, waiting: 2, says: "Ready" };
const AWAY = { ...OWN, is_away: true, says: "Out of Paper", advice: "Put in paper." };

const setupTill = async ({ printers = [OWN, BACK], answer } = {}) => {
    const store = await setupPosEnv();
    store.config._is_store = true;
    const till = { printer: OWN.id };
    patchWithCleanup(store, {
        ownPrinterId: () => till.printer,
    });
    const order = await getFilledOrder(store);
    order.state = "paid";
    const sent = [];
    patchWithCleanup(store, { sendAfterSale: (of, deed) => sent.push({ ...deed, of }) });
    const asked = [];
    patchWithCleanup(store.data, {
        async call(model, method) {
            if (method !== "read_printers") {
                return undefined;
            }
            asked.push(`${model}.${method}`);
            return answer ? answer() : printers;
        },
    });
    const onPaper = [];
    patchWithCleanup(PrinterService.prototype, {
        async print(component) {
            onPaper.push(component.name);
            return true;
        },
    });
    const print = (component = OrderReceipt) => store.printer.print(component, { order });
    return { store, till, order, sent, asked, onPaper, print };
};
const choose = (dialogs) => ({
    add: (dialog, props) => dialogs.push({ dialog, props }) && (() => {}),
});

test("A-L1a: a till that got a printer knows it by the next pulse", async () => {
    const store = await setupPosEnv();
    expect(store.ownPrinterId()).toBe(false);
    const pulse = { build: odoo.retail_build, promotions: "1" };
    await store.takePulse({ ...pulse, receipt_printer_id: OWN.id });
    expect(store.ownPrinterId()).toBe(OWN.id);
    await store.takePulse({ ...pulse, receipt_printer_id: false });
    expect(store.ownPrinterId()).toBe(false);
});

test("P5.1.3.2: a till with a cloud printer hands its receipt to the queue", async () => {
    const { order, sent, onPaper, print } = await setupTill();
    expect(await print()).toEqual({ successful: true });
    expect(onPaper).toEqual([]);
    const [{ model, method, values, of }] = sent;
    expect([model, method]).toEqual(["retail.print.job", "_retail_print_receipt"]);
    expect(values).toEqual({ order_uuid: order.uuid, is_copy: false });
    expect(of).toBe(order);
});
test("a copy is told to be one", async () => {
    const { order, sent, print } = await setupTill();
    order.uiState.copiedAt = luxon.DateTime.now();
    await print();
    expect(sent[0].values.is_copy).toBe(true);
});
test("M-Q1b: a copy goes with its approval, and is counted once, by its job", async () => {
    const { store, order, sent } = await setupTill();
    order.nb_print = 1;
    order.uiState.signedApprovals = "signed.by.manager";
    await store.printReceipt({ order });
    expect(sent.map(({ method }) => method)).toEqual(["_retail_print_receipt"]);
    expect(sent[0].values.signed_approvals).toBe("signed.by.manager");
    expect(sent[0].values.printed_at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(order.uiState.isCopyCounted).toBe(false);
});
test("what is no receipt of a finished sale goes Odoo's own way, and so does a till without one", async () => {
    const { till, order, sent, onPaper, print } = await setupTill();
    class OtherPaper extends Component {
        static template = xml`<div/>`;
        static props = ["*"];
    }
    await print(OtherPaper);
    order.state = "draft";
    await print();
    order.state = "paid";
    till.printer = false;
    await print();
    expect(onPaper).toEqual(["OtherPaper", "OrderReceipt", "OrderReceipt"]);
    expect(sent).toEqual([]);
});
test("a printer that is away says so before anybody waits, and the guide takes another", async () => {
    const { store, sent, print } = await setupTill({ printers: [AWAY, BACK] });
    const dialogs = [];
    patchWithCleanup(store, { dialog: choose(dialogs) });
    const printing = print();
    await animationFrame();
    expect(sent).toEqual([]);
    const [{ dialog, props }] = dialogs;
    expect(dialog).toBe(PrinterDialog);
    props.getPayload(BACK.id);
    expect(await printing).toEqual({ successful: true });
    expect(sent[0].values.printer_id).toBe(BACK.id);
});
test("who closes the list prints nothing", async () => {
    const { store, sent, onPaper, print } = await setupTill({ printers: [AWAY, BACK] });
    patchWithCleanup(store, {
        dialog: { add: (_dialog, _props, { onClose }) => void onClose() },
    });
    expect(await print()).toBe(false);
    expect([sent, onPaper]).toEqual([[], []]);
});
test("without a connection, or an answer in time, the receipt goes to the till's printer", async () => {
    const { store, sent, asked, print } = await setupTill({
        answer: () => Promise.reject(new ConnectionLostError()),
    });
    await print();
    store.data.network.offline = true;
    await print();
    expect(asked.length).toBe(1);
    store.data.network.offline = false;
    patchWithCleanup(store.data, { call: () => new Promise(() => {}) });
    const printing = print();
    await advanceTime(1600);
    await printing;
    expect(sent.map(({ values }) => values.printer_id)).toEqual([undefined, undefined, undefined]);
});
test("a guide prints to any printer of the store", async () => {
    const { store, order, sent } = await setupTill();
    const dialogs = [];
    patchWithCleanup(store, { dialog: choose(dialogs) });
    const printing = store.printElsewhere(order);
    await animationFrame();
    dialogs[0].props.getPayload(BACK.id);
    await printing;
    expect(sent[0].values.printer_id).toBe(BACK.id);
    expect(order.uiState.printerId).toBe(undefined);
});
test("the list shows the state of each printer, that of the till first", async () => {
    const { store } = await setupTill({ printers: [AWAY, BACK] });
    await mountWithCleanup(MainComponentsContainer);
    const choosing = store.findReceiptPrinter();
    await animationFrame();
    await animationFrame();
    expect(queryText(".o_printer_advice")).toInclude("Counter: Out of Paper");
    expect(queryText(".o_printer_advice")).toInclude("Put in paper.");
    const [own, back] = queryAllTexts(".o_printer_choice");
    expect(own).toInclude("The printer of this till");
    expect(own).toInclude("Out of Paper");
    expect(back).toInclude("2 waiting");
    expect(back).not.toInclude("The printer of this till");
    await click(".o_printer_choice:eq(1)");
    expect(await choosing).toBe(BACK.id);
});

const setupScans = async () => {
    const store = await setupPosEnv();
    const read = [];
    patchWithCleanup(store.env.services, { barcode_reader: { scan: (code) => read.push(code) } });
    patchWithCleanup(store, { phoneClock: { late: 0 } });
    return { store, read };
};

test("M-F1: what the counter's scanner reads is read here, if it is young", async () => {
    const { store, read } = await setupScans();
    store.setCounterScans(true);
    store.takeScan({ code: "26001", at: Date.now() });
    store.takeScan({ code: "26002", at: Date.now() - 11_000 });
    expect(read).toEqual(["26001"]);
});
test("a phone that was not told to leaves it to the counter", async () => {
    const { store, read } = await setupScans();
    patchWithCleanup(store, { ui: { isSmall: true } });
    store.takeScan({ code: "26001", at: Date.now() });
    expect(read).toEqual([]);
    store.setCounterScans(true);
    store.takeScan({ code: "26002", at: Date.now() });
    store.setCounterScans(false);
    store.takeScan({ code: "26003", at: Date.now() });
    expect(read).toEqual(["26002"]);
});
