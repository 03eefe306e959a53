import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { OrderReceipt } from "@point_of_sale/app/screens/receipt_screen/receipt/order_receipt";
import { receiptOf } from "@retail_pos_mobile/app/receipts/pos_store";
import { isSaleNumber, parseShort } from "@retail_pos_mobile/app/receipts/sale_number";
import { mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

const setupStore = async ({ isStore = true } = {}) => {
    const store = await setupPosEnv();
    store.config._is_store = isStore;
    store.config._store_tz = "Asia/Shanghai";
    store.config.start_sheet = false;
    const order = await getFilledOrder(store);
    const sent = [];
    patchWithCleanup(store.outbox, {
        async send(deed) {
            sent.push(deed);
            return { state: "waiting" };
        },
    });
    const kept = [];
    patchWithCleanup(store, { keepReceipts: async (day) => kept.push(day) });
    const printed = [];
    patchWithCleanup(store.printer, {
        async print(_component, props) {
            printed.push(props.order.copyMark);
            return true;
        },
    });
    return { store, order, sent, printed, kept };
};

test("A-P1: every new sale draws a number, offline too, and sends it", async () => {
    const { store, order } = await setupStore({ isStore: false });
    expect(isSaleNumber(order.sale_number)).toBe(true);
    expect(order.serializeForORM().sale_number).toBe(order.sale_number);
    expect(store.addNewOrder().sale_number).not.toBe(order.sale_number);
    expect(parseShort(order.receiptNumber)).toBe(order.receiptNumber);
});
test("the receipt of a store shows its number alone, unless invoices are asked for by another", async () => {
    const { order } = await setupStore();
    order.company.point_of_sale_use_ticket_qr_code = false;
    await mountWithCleanup(OrderReceipt, { props: { order } });
    expect(".o_receipt_number").toHaveText(`No. ${order.receiptNumber}`);
    expect(".pos-receipt-vat").toHaveCount(0); // one number is enough
    expect(".o_receipt_copy").toHaveCount(0);
});
test("the receipt of another till stays as it is", async () => {
    const { order } = await setupStore({ isStore: false });
    await mountWithCleanup(OrderReceipt, { props: { order } });
    expect(".o_receipt_number, .o_receipt_copy, .o_receipt_link").toHaveCount(0);
});
test("P5.1.3.3: the first print is the receipt, the next says it is a copy and is counted", async () => {
    const { store, order, sent, printed } = await setupStore();
    order.state = "paid";
    await store.syncAllOrders({ orders: [order] });
    await store.printReceipt({ order });
    expect([printed, sent]).toEqual([[""], []]);
    expect(order.nb_print).toBe(1);
    await store.printReceipt({ order });
    expect(printed[1]).toMatch(/^Copy · reprinted .*\d:\d\d$/);
    expect(order.copyMark).toBe("");
    expect(sent.map(({ method, values }) => [method, values.order_uuid])).toEqual([
        ["_retail_log_copy", order.uuid],
    ]);
});
test("a bill before the payment is no copy, nor is what another till prints", async () => {
    const { store, order, sent, printed } = await setupStore();
    await store.printReceipt({ order, printBillActionTriggered: true });
    order.state = "paid";
    order.nb_print = 3;
    await store.printReceipt({ order, printBillActionTriggered: true });
    store.config._is_store = false;
    await store.printReceipt({ order });
    expect([printed, sent]).toEqual([["", "", ""], []]);
});
test("the list shows a sale of this phone as the server would", async () => {
    const { order } = await setupStore();
    order.state = "paid";
    const receipt = receiptOf(order);
    expect(receipt.number).toBe(order.receiptNumber);
    expect(receipt.amount).toBe(order.priceIncl);
    expect(receipt.pieces).toBe(order.lines.reduce((total, line) => total + line.qty, 0));
    expect(receipt.waits).toBe(!order.isSynced);
});
test("a sale that the server has is kept for a phone without a connection", async () => {
    const { store, order, kept } = await setupStore();
    order.state = "paid";
    await store.syncAllOrders({ orders: [order] });
    const [{ day, receipts, data }] = kept;
    expect(day).toBe(order.receiptDay);
    expect(receipts.map(({ uuid, waits }) => [uuid, waits])).toEqual([[order.uuid, false]]);
    expect(data["pos.order"][0].sale_number).toBe(order.sale_number);
    expect(data["pos.order.line"].length).toBe(order.lines.length);
});
test("M-F3c: a customer rates once", async () => {
    const { store, order, sent } = await setupStore();
    store.rateSale(order, 5, "Kind");
    store.rateSale(order, 1, "");
    order.uiState.isRated = false; // as after a reload
    expect(store.isRated(order)).toBe(true);
    store.rateSale(order, 2, "");
    expect(store.isRated(store.addNewOrder())).toBe(false);
    expect(sent).toEqual([]); // a server without the sale would refuse it
    order.state = "paid";
    await store.syncAllOrders({ orders: [order] });
    store.postSyncAllOrders([order]);
    expect(sent.map(({ values }) => values)).toEqual([
        {
            order_uuid: order.uuid,
            receipt_token: order.receipt_token,
            rating: 5,
            feedback: "Kind",
        },
    ]);
});
