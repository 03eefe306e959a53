import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { PaymentScreen } from "@point_of_sale/app/screens/payment_screen/payment_screen";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { problemsOf } from "@retail_pos_mobile/app/settle/sale_problems";
import { mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { ConnectionLostError } from "@web/core/network/rpc";

definePosModels();

const setupStore = async ({ isStore = true } = {}) => {
    const store = await setupPosEnv();
    store.config._is_store = isStore;
    store.config._store_tz = "Asia/Shanghai";
    store.config.start_sheet = false;
    const order = await getFilledOrder(store);
    const method = (isCash) =>
        store.models["pos.payment.method"].find(({ is_cash_count }) => is_cash_count === isCash);
    const validation = new OrderPaymentValidation({ pos: store, orderUuid: order.uuid });
    const alerts = [];
    patchWithCleanup(store.dialog, { add: (_component, props) => alerts.push(props) });
    return { store, order, cash: method(true), card: method(false), validation, alerts };
};
const pay = (order, method, amount) => {
    const { data: line } = order.addPaymentline(method);
    line.setAmount(amount);
    line.setPaymentStatus("done");
    return line;
};

test("P5.1.3.1b: a sale that is right has no problems", async () => {
    const { order } = await setupStore();
    expect(problemsOf(order)).toEqual([]);
});
test("what another phone of the till has finished is not paid once more", async () => {
    const { store, order, cash, validation, alerts } = await setupStore();
    pay(order, cash, order.totalDue);
    order.state = "paid"; // as the till's notice to its phones leaves it
    const left = [];
    patchWithCleanup(store, { orderDone: ({ uuid }) => left.push(uuid) });
    expect(await validation.isOrderValid(true)).toBe(false);
    expect(String(alerts[0].body)).toMatch(/settled there already/);
    expect(left).toEqual([order.uuid]);
});
test("a price below cost is shown and does not stop the sale", async () => {
    const { order, cash, validation } = await setupStore();
    order.lines[0].product_id.standard_price = 10_000;
    expect(problemsOf(order).map(({ blocks }) => blocks)).toEqual([false]);
    pay(order, cash, order.totalDue);
    expect(await validation.isOrderValid(false)).toBe(true);
});
test("a thousand million pieces or a discount of 101 % stop it", async () => {
    const { order, validation, alerts } = await setupStore();
    order.lines[0].qty = 1e9;
    expect(await validation.isOrderValid(false)).toBe(false);
    order.lines[0].qty = 1;
    order.lines[1].discount = 101;
    expect(await validation.isOrderValid(true)).toBe(false);
    expect(alerts.map(({ body }) => /pieces|discount/.exec(body)[0])).toEqual([
        "pieces",
        "discount",
    ]);
});
test("1.5 of a shirt and a negative price stop it, a price of 0 is shown", async () => {
    const { order } = await setupStore();
    const [line] = order.lines;
    const problems = () => problemsOf(order).map(({ text, blocks }) => [text, blocks]);
    const name = line.getFullProductName();
    line.product_id.uom_id.is_pos_groupable = true;
    line.qty = 1.5;
    expect(problems()).toEqual([[`${name} is sold in whole pieces.`, true]]);
    line.product_id.uom_id.is_pos_groupable = false; // cloth
    expect(problems()).toEqual([]);
    line.qty = 1;
    line.price_unit = -5;
    expect(problems()).toEqual([[`${name}: a price cannot be negative.`, true]]);
    line.price_unit = 0;
    line.product_id.lst_price = 10;
    expect(problems()).toEqual([[`${name}: given away for nothing`, false]]);
    line.qty = -1;
    expect(problems()).toEqual([]);
});
test("no more than is due is taken by card", async () => {
    const { order, card, validation, alerts } = await setupStore();
    pay(order, card, order.totalDue + 5);
    expect(await validation.isOrderValid(false)).toBe(false);
    expect(alerts[0].body).toMatch(/Only cash is given back/);
});
test("P5.1.3.1c: a sale is split over two ways to pay", async () => {
    const { order, card, cash, validation } = await setupStore();
    pay(order, card, 5);
    pay(order, cash, order.totalDue - 5);
    expect(await validation.isOrderValid(false)).toBe(true);
});
test("an absurd amount of cash is asked about", async () => {
    const { store, order, cash, validation } = await setupStore();
    const answers = [false, true];
    patchWithCleanup(validation, { confirmCash: async () => answers.shift() });
    pay(order, cash, 1e9);
    expect(await validation.isOrderValid(false)).toBe(false);
    expect(await validation.isOrderValid(false)).toBe(true);
    expect(answers).toEqual([]);
    expect(store.currency.name).toBe("USD");
});
test("another till is checked by Odoo alone", async () => {
    const { order, card, validation } = await setupStore({ isStore: false });
    order.lines[0].discount = 101;
    pay(order, card, order.totalDue + 5);
    expect(await validation.isOrderValid(false)).toBe(true);
});
test("credit is asked from the server, and not guessed without it", async () => {
    const { store, order, alerts } = await setupStore();
    const later = store.models["pos.payment.method"].find(({ type }) => type === "pay_later");
    const partner = store.models["res.partner"].getFirst();
    order.partner_id = partner;
    let credit = { limited: false, owed: 0, left: 0 };
    patchWithCleanup(store.data, {
        async call(model, method) {
            expect([model, method]).toEqual(["res.partner", "retail_credit"]);
            if (!credit) {
                throw new ConnectionLostError();
            }
            return credit;
        },
    });
    const method = later || { type: "pay_later" };
    expect(await store.mayPayLater(order, method)).toBe(true);
    credit = { limited: true, owed: 100, left: 1 };
    expect(await store.mayPayLater(order, method)).toBe(false);
    credit = null;
    expect(await store.mayPayLater(order, method)).toBe(false);
    expect(alerts.length).toBe(2);
    expect(await store.mayPayLater(order, { type: "cash" })).toBe(true);
});
test("P5.1.3.1b: the payment page of a store shows member, guide and goods, another does not", async () => {
    const { store, order } = await setupStore();
    order.partner_id = store.models["res.partner"].getFirst();
    const { name } = order.partner_id;
    await mountWithCleanup(PaymentScreen, { props: { orderUuid: order.uuid } });
    expect(".o_settle_member").toHaveText(new RegExp(name));
    expect(".o_settle_guide").toHaveText(/Wang Fang|No guide/);
    expect(".o_settle_goods .o_settle_name").toHaveCount(2);
});
test("another till's payment page stays as it is", async () => {
    const { order } = await setupStore({ isStore: false });
    await mountWithCleanup(PaymentScreen, { props: { orderUuid: order.uuid } });
    expect(".payment-screen").toHaveCount(1);
    expect(".o_settle, .o_settle_check, .o_settle_voucher").toHaveCount(0);
});
