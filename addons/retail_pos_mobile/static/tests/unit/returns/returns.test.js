import { expect, test } from "@odoo/hoot";
import { advanceTime } from "@odoo/hoot-mock";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { saleTextOf } from "@retail_pos_mobile/app/returns/pos_store";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

const TOKEN = "0123456789abcdef".repeat(2);

const setupTill = async () => {
    const store = await setupPosEnv();
    store.config._is_store = true;
    store.config.return_approval = true;
    store.config._may_decide_returns = false;
    const told = [];
    patchWithCleanup(store.notification, { add: (message) => told.push(String(message)) });
    return { store, told };
};
/** An order with two lines that take goods back and one that sells. */
const exchangeOf = async (store) => {
    const order = await getFilledOrder(store);
    const [sold] = order.lines;
    const back = ["a", "b"].map((uuid) =>
        store.models["pos.order.line"].create({
            order_id: order,
            product_id: sold.product_id,
            qty: -1,
            price_unit: 3,
            return_line_uuid: uuid,
        })
    );
    return { order, sold, back };
};
const answerWith = (store, answer) =>
    patchWithCleanup(store.env.services.orm, {
        get silent() {
            return {
                call: async (model, method) =>
                    // The till itself asks on and on; it gets no answer
                    model === "retail.return" ? answer(method) : new Promise(() => {}),
            };
        },
    });

test("a scanned code names a sale by its token, its key, or as it is", () => {
    expect(saleTextOf(`https://shop.example/receipt/${TOKEN}?lang=zh_CN`)).toBe(TOKEN);
    expect(saleTextOf("https://shop.example/pos/ticket?order_uuid=4f2a")).toBe("4f2a");
    expect(saleTextOf("261-1-000970")).toBe("261-1-000970");
});
test("what comes back stands as it was approved and goes as a whole", async () => {
    const { store } = await setupTill();
    const { order, sold, back } = await exchangeOf(store);
    back[0].setQuantity(-5);
    expect(back[0].qty).toBe(-1);
    expect(back[0].canBeMergedWith(sold)).toBe(false);
    order.removeOrderline(back[0]);
    expect(order.goodsBack).toEqual([]);
    expect(order.lines.includes(sold)).toBe(true);
});
test("what comes back earns no points", async () => {
    const { store } = await setupTill();
    const { order, sold, back } = await exchangeOf(store);
    expect(order.isLineValidForLoyaltyPoints(back[0])).toBe(false);
    expect(order.isLineValidForLoyaltyPoints(sold)).toBe(true);
});
test("the key of the return is sent with its line", async () => {
    const { store } = await setupTill();
    const { order } = await exchangeOf(store);
    const sent = order.serializeForORM().lines.map(([, , values]) => values.return_line_uuid);
    expect(sent.filter(Boolean)).toEqual(["a", "b"]);
});
test("a guide pays nothing back without an approved return, nor offline", async () => {
    const { store } = await setupTill();
    const { order, back } = await exchangeOf(store);
    const validation = new OrderPaymentValidation({ pos: store, orderUuid: order.uuid });
    expect(validation.problemOfGoodsBack).toBe("");
    store.data.network.offline = true;
    expect(String(validation.problemOfGoodsBack)).toMatch(/online only/);
    store.data.network.offline = false;
    back.forEach((line) => (line.return_line_uuid = false));
    expect(String(validation.problemOfGoodsBack)).toMatch(/approved return only/);
    store.config._may_decide_returns = true;
    expect(validation.problemOfGoodsBack).toBe("");
});
test("an exchange to which no goods were added is not paid, and the guide is told why", async () => {
    const { store, told } = await setupTill();
    const { order, sold } = await exchangeOf(store);
    patchWithCleanup(store, { preparePayback: async () => expect.step("payback"), navigate() {} });
    store.setOrder(order);
    order.lines
        .filter((line) => !line.isGoodsBack && line !== sold)
        .forEach((line) => line.delete());
    const validation = new OrderPaymentValidation({ pos: store, orderUuid: order.uuid });
    expect(validation.problemOfGoodsBack).toBe("");
    await store.pay();
    expect.verifySteps(["payback"]);
    sold.delete();
    expect(String(validation.problemOfGoodsBack)).toMatch(/Add the new goods first/);
    await store.pay();
    expect.verifySteps([]);
    expect(told[0]).toMatch(/Add the new goods first/);
});
test("an exchange that was begun on this phone is taken up again", async () => {
    const { store } = await setupTill();
    const { order } = await exchangeOf(store);
    const row = { id: 7, lines: [] };
    patchWithCleanup(store, { navigate: (page) => expect.step(page) });
    patchWithCleanup(store.dialog, { add: () => expect.step("choose") });
    store.chooseExchange(row);
    order.uiState.returnId = 7;
    store.addNewOrder();
    store.chooseExchange(row);
    expect.verifySteps(["choose", "ProductScreen"]);
    expect(store.getOrder()).toBe(order);
});
test("a lost answer is no news: the guide is told so, and what became of it shows when it is known", async () => {
    const { store, told } = await setupTill();
    let isCut = true;
    answerWith(store, (method) => {
        if (isCut) {
            throw new ConnectionLostError();
        }
        return method === "read_for_phone" ? { id: 7, type: "refund", state: "done" } : {};
    });
    patchWithCleanup(store, { navigate() {} });
    store.keepReturn({ id: 7, type: "refund", state: "approved" });
    await store.executeReturn(store.returns.rows[7]);
    expect(told[0]).toMatch(/Whether it was done shows here in a moment/);
    expect(store.returns.rows[7].state).toBe("approved");
    isCut = false;
    await advanceTime(2500);
    await advanceTime(2500);
    expect(store.returns.rows[7].state).toBe("done");
});
test("what the server refuses is told in its words", async () => {
    const { store, told } = await setupTill();
    answerWith(store, () => {
        throw Object.assign(new RPCError(), { data: { message: "RT1 was decided already" } });
    });
    expect(await store.askReturns("approve", [1])).toBe(undefined);
    expect(told).toEqual(["RT1 was decided already"]);
});
test("the only piece of a sale is chosen, and the application outlives a reload", async () => {
    const { store } = await setupTill();
    const sale = { uuid: "s", lines: [{ uuid: "l", sold: 1, left: 1, paid: 10 }] };
    answerWith(store, (method) => (method === "find_sale" ? sale : {}));
    patchWithCleanup(store, { navigate() {} });
    expect(await store.startReturn("261-1-000970")).toBe(true);
    expect(store.returns.draft.pieces).toEqual({ l: 1 });
    store.returns.draft = null;
    expect(store.takeReturnDraft().sale.uuid).toBe("s");
    store.dropReturnDraft();
    expect(store.takeReturnDraft().sale).toBe(null);
});
test("a wrong PIN is told, a right one pays back", async () => {
    const { store } = await setupTill();
    patchWithCleanup(store, { navigate() {} });
    const asked = [];
    let answer = { error: "No manager of this store has this PIN." };
    answerWith(store, (method) => {
        asked.push(method);
        return method === "approve_by_pin" ? answer : { id: 7, type: "refund" };
    });
    const row = { id: 7, type: "refund" };
    expect(await store.approveReturnByPin(row, "0000")).toBe(answer.error);
    answer = { id: 7, type: "refund", state: "approved" };
    expect(await store.approveReturnByPin(row, "4711")).toBe(undefined);
    expect(asked.filter((method) => method !== "phone_counts")).toEqual([
        "approve_by_pin",
        "approve_by_pin",
        "pay_back",
    ]);
});
/** An exchange that leaves money for the customer. */
const setupPayback = async () => {
    const { store, told } = await setupTill();
    const { order, sold } = await exchangeOf(store);
    order.uiState.returnId = 7;
    sold.setUnitPrice(1);
    order.lines
        .filter((line) => !line.isGoodsBack && line !== sold)
        .forEach((line) => line.delete());
    return { store, told, order, sold, method: store.models["pos.payment.method"].getFirst() };
};
test("money that an exchange leaves is paid by the ways that the server names", async () => {
    const { store, order, sold, method } = await setupPayback();
    answerWith(store, () => ({ payments: [{ method_id: method.id, amount: 12.5 }], cards: [] }));
    await store.preparePayback(order);
    const paid = () => order.payment_ids.map((line) => [line.payment_method_id.id, line.amount]);
    expect(paid()).toEqual([[method.id, -12.5]]);
    await store.preparePayback(order);
    expect(paid()).toEqual([[method.id, -12.5]]);
    // The guide went back to the cart, and the customer took something dearer
    sold.setUnitPrice(1000);
    await store.preparePayback(order);
    expect(paid()).toEqual([]);
    order.addPaymentline(method).data.setAmount(500);
    await store.preparePayback(order);
    expect(paid()).toEqual([[method.id, 500]]);
    sold.setUnitPrice(1);
    await store.preparePayback(order);
    expect(paid()).toEqual([[method.id, -12.5]]);
});
test("what a gift card paid goes back to it by a line, once, and is no goods", async () => {
    const { store, order, sold } = await setupPayback();
    const card = { card_id: 77, product_id: sold.product_id.id, name: "Gift card", amount: 2 };
    answerWith(store, () => ({ payments: [], cards: [card] }));
    await store.preparePayback(order);
    await store.preparePayback(order);
    const [line, ...more] = order.cardRefills;
    expect(more).toEqual([]);
    expect([line.refilled_card, line.qty, line.price_unit, line.full_product_name]).toEqual([
        77,
        1,
        2,
        "Gift card",
    ]);
    expect(order.promotionGoods.includes(line)).toBe(false);
    expect(order.isLineValidForLoyaltyPoints(line)).toBe(false);
    expect(sold.canBeMergedWith(line)).toBe(false);
    line.setQuantity(5);
    expect(line.qty).toBe(1);
});
test("an exchange whose gift card is not known at this till asks for a refund instead", async () => {
    const { store, told, order } = await setupPayback();
    const card = { card_id: 77, product_id: 987654, name: "Gift card", amount: 2 };
    answerWith(store, () => ({ payments: [], cards: [card] }));
    patchWithCleanup(store, { loadNewProducts: async () => ({}) });
    await store.preparePayback(order);
    expect(order.cardRefills).toEqual([]);
    expect(told[0]).toMatch(/ask for a refund/);
});
