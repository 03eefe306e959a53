import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { stillNeeded } from "@retail_pos_mobile/app/approvals/lib/needs";
import { needsOfError } from "@retail_pos_mobile/app/approvals/order_payment_validation";
import { RPCError } from "@web/core/network/rpc";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

const RULE = { limit: 0, reason: true };

async function till(policy = { discount: { limit: 10, reason: true }, price: RULE, void: RULE }) {
    const store = await setupPosEnv();
    store.config._is_store = true;
    store.config._approval_policy = policy;
    const order = await getFilledOrder(store);
    const asked = [];
    let answer = {};
    patchWithCleanup(store, {
        openApprovalSheet: async (values) => {
            asked.push(values);
            return answer;
        },
    });
    return { store, order, asked, say: (value) => (answer = value) };
}
const operations = (needs) => needs.map(({ operation }) => operation);

test("a discount up to the limit needs nobody, one beyond it does", async () => {
    const { store, order } = await till();
    const [line] = order.lines;
    line.setDiscount(10);
    expect(store.needsOfOrder(order)).toEqual([]);
    line.setDiscount(20);
    const [need] = store.needsOfOrder(order);
    expect(need.operation).toBe("discount");
    expect(need.amount).toBe(order.currency.round(line.price_unit * line.qty * 0.2));
    expect(need.label).toBe(`${line.getFullProductName()} −20%`);
});
test("a typed price needs somebody, whichever way it goes", async () => {
    const { store, order } = await till();
    const [line] = order.lines;
    const price = line.price_unit;
    for (const typed of [price - 1, price + 1]) {
        line.price_type = "manual";
        line.setUnitPrice(typed);
        expect(operations(store.needsOfOrder(order))).toEqual(["price"]);
    }
});
test("without rules, and at a till that is no store's, nothing is asked", async () => {
    const { store, order } = await till({});
    order.lines[0].setDiscount(90);
    expect(store.needsOfOrder(order)).toEqual([]);
    store.config._approval_policy = { discount: RULE };
    store.config._is_store = false;
    expect(store.needsOfOrder(order)).toEqual([]);
});
test("what is approved is asked once, and again for more", async () => {
    const { store, order, asked } = await till();
    order.lines[0].setDiscount(20);
    expect(await store.approveOrder(order)).toBe(true);
    expect(await store.approveOrder(order)).toBe(true);
    expect(asked).toHaveLength(1);
    order.lines[0].setDiscount(50);
    await store.approveOrder(order);
    expect(asked).toHaveLength(2);
    expect(stillNeeded([{ operation: "drawer", amount: 0 }], {})).toHaveLength(1);
});
test("the sheet that is closed keeps from paying, and the sale carries what was signed", async () => {
    const { store, order, say } = await till();
    order.lines[0].setDiscount(20);
    say(undefined);
    expect(await store.approveOrder(order)).toBe(false);
    const validation = new OrderPaymentValidation({ pos: store, orderUuid: order.uuid });
    expect(await validation.askBeforeValidation()).toBe(false);
    say({ signed: "RA1.a.b" });
    expect(await validation.askBeforeValidation()).toBe(true);
    expect(order.signed_approvals).toBe("RA1.a.b");
});
test("a cart for which money was taken loses no line alone", async () => {
    const { store, order, asked } = await till();
    expect(await store.approveVoid(order, [...order.lines])).toBe(true);
    order.nb_print = 1;
    expect(await store.approveVoid(order, [...order.lines])).toBe(true);
    expect(asked[0].needs[0].operation).toBe("void");
});
test("a deed that is no sale gets a key of its own", async () => {
    const { store, say } = await till({ drawer: RULE });
    const deed = await store.approveDeed("drawer");
    expect(deed.approval_key).toMatch(/^[0-9a-f-]{36}$/);
    say(undefined);
    expect(await store.approveDeed("drawer")).toBe(null);
    store.config._approval_policy = {};
    expect(await store.approveDeed("drawer")).toEqual({});
});
test("what the server wants approved is read from its refusal", () => {
    const error = new RPCError("no");
    error.data = {
        name: "odoo.addons.retail_pos_mobile.models.approval.retail_approval.ApprovalNeeded",
        context: { retail_approval: { needs: { below_cost: 5 } } },
    };
    expect(needsOfError(error)).toEqual([{ operation: "below_cost", amount: 5, label: "" }]);
    error.data.name = "odoo.exceptions.UserError";
    expect(needsOfError(error)).toEqual([]);
    expect(needsOfError(new Error("no"))).toEqual([]);
});
