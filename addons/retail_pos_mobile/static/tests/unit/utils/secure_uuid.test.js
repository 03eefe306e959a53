import { expect, test } from "@odoo/hoot";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { uuidv4 } from "@point_of_sale/utils";

definePosModels();

const fillWith = (value) =>
    patchWithCleanup(crypto, { getRandomValues: (bytes) => bytes.fill(value) });

test("a uuid is made of the platform's random bytes, as version 4 has them", () => {
    fillWith(0xff);
    expect(uuidv4()).toBe("ffffffff-ffff-4fff-bfff-ffffffffffff");
    fillWith(0);
    expect(uuidv4()).toBe("00000000-0000-4000-8000-000000000000");
});
test("sales and lines bear such a uuid", async () => {
    const store = await setupPosEnv();
    let drawn = 0;
    patchWithCleanup(crypto, {
        getRandomValues: (bytes) => bytes.fill(++drawn),
    });
    const order = await getFilledOrder(store);
    for (const record of [order, ...order.lines]) {
        expect(record.uuid).toMatch(/^(..)\1{3}-\1{2}-4.\1-[89ab].\1-\1{6}$/);
    }
});
