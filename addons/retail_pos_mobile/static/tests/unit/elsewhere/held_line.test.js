import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

/** A sale whose first line is held elsewhere; `released` collects the holds that were let go. */
async function setup() {
    const store = await setupPosEnv();
    const released = [];
    patchWithCleanup(store.elsewhere, { release: async (uuid) => released.push(uuid) });
    const order = await getFilledOrder(store);
    const [held, other] = order.lines;
    held.fulfilment_uuid = "hold-1";
    return { store, order, held, other, released };
}

test("a held line stays by itself", async () => {
    const { held, other } = await setup();
    expect(held.canBeMergedWith(held)).toBe(false);
    expect(other.canBeMergedWith(held)).toBe(false);
});
test("its quantity is what is held, or none", async () => {
    const { held } = await setup();
    const { qty } = held;
    const answer = held.setQuantity(qty + 1);
    expect(answer.body).toMatch(`Exactly ${qty} are held`);
    expect(held.qty).toBe(qty);
    expect(held.setQuantity(String(qty))).toBe(true);
    expect(held.setQuantity(0)).toBe(true);
});
test("a held line that is removed lets its goods go", async () => {
    const { order, held, other, released } = await setup();
    order.removeOrderline(other);
    expect(released).toEqual([]);
    order.removeOrderline(held);
    expect(released).toEqual(["hold-1"]);
});
test("a sale that is deleted lets its goods go, a paid one does not", async () => {
    const { store, order, released } = await setup();
    order.state = "paid";
    await store._onBeforeDeleteOrder(order);
    expect(released).toEqual([]);
    order.state = "draft";
    await store._onBeforeDeleteOrder(order);
    expect(released).toEqual(["hold-1"]);
});
test("the code is read out in two parts", async () => {
    const { order } = await setup();
    expect(order.pickupCodeText).toBe("");
    order.pickup_code = "012345";
    expect(order.pickupCodeText).toBe("012 345");
});
