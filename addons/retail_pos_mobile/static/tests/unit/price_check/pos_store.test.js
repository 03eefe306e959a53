import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";

definePosModels();

test("only the first call while the customer waits says so", async () => {
    const store = await setupPosEnv();
    const [order, other] = [store.addNewOrder(), store.addNewOrder()];
    const isLive = (orders, options) =>
        Boolean(store.getSyncAllOrdersContext(orders, options).retail_live);
    expect(isLive([order], { throw: true })).toBe(false);
    store.saleBeingFinished = order.uuid;
    expect(isLive([order])).toBe(false);
    expect(isLive([other], { throw: true })).toBe(false);
    expect(isLive([order], { throw: true })).toBe(true);
    expect(isLive([order], { throw: true })).toBe(false);
});
