import { expect, test } from "@odoo/hoot";
import { reactive, toRaw } from "@odoo/owl";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { PosOrderAccounting } from "@point_of_sale/app/models/accounting/pos_order_accounting";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

/** A cart, and how often all of its lines were worked out since. */
const setupCounted = async () => {
    const store = await setupPosEnv();
    const order = await getFilledOrder(store);
    const counted = { times: 0 };
    patchWithCleanup(PosOrderAccounting.prototype, {
        _constructPriceData() {
            counted.times++;
            return super._constructPriceData(...arguments);
        },
    });
    return { order, counted };
};

test("A-P1: a cart works its prices out once after any number of changes, when they are looked at", async () => {
    const { order, counted } = await setupCounted();
    const [line] = order.lines;
    const before = order.priceIncl;
    counted.times = 0;
    for (const quantity of [2, 3, 4, 5]) {
        line.setQuantity(quantity);
    }
    expect(counted.times).toBe(0);
    expect(order.priceIncl).not.toBe(before);
    const total = order.lines.reduce((sum, each) => sum + each.priceIncl, 0);
    expect(order.currency.round(total)).toBe(order.currency.round(order.priceIncl));
    expect(counted.times).toBe(1);
});
test("A-P1: a line asks no price of other goods, to see whether they are the same", async () => {
    const { order } = await setupCounted();
    const [line, other] = order.lines;
    let asked = 0;
    for (const { product_id } of order.lines) {
        patchWithCleanup(product_id.product_tmpl_id, { getPrice: () => ++asked });
    }
    expect(line.product_id.id).not.toBe(other.product_id.id);
    expect(line.canBeMergedWith(other)).toBe(false);
    expect(asked).toBe(0);
    line.canBeMergedWith(line);
    expect(asked).toBe(1);
});
test("a discount shows what it takes off, and none takes nothing off", async () => {
    const { order } = await setupCounted();
    const [line] = order.lines;
    const full = line.displayPrice;
    expect(line.prices.discount_amount).toBe(0);
    expect(line.displayPriceNoDiscount).toBe(full);
    line.setDiscount(50);
    expect(line.displayPriceNoDiscount).toBe(full);
    expect(line.displayPrice).toBe(order.currency.round(full / 2));
    line.setDiscount(0);
    expect(line.displayPrice).toBe(full);
});
test("the log gets the total of a cart, not all that hangs on it", async () => {
    const { order } = await setupCounted();
    const logged = JSON.parse(JSON.stringify(order.prices));
    expect(logged).toEqual({ lines: order.lines.length, total: order.priceIncl });
});
test("A-P1: whoever looks at a price watches no line, only that the prices were forgotten", async () => {
    const { order } = await setupCounted();
    const [line] = order.lines;
    line.setQuantity(2); // forgotten
    let changes = 0;
    const watched = reactive(order, () => changes++);
    const before = watched.priceIncl;
    const plain = ({ record, product_id, tax_ids }) =>
        [record, product_id, ...tax_ids].every((each) => each === toRaw(each));
    expect(order.prices.baseLines.every(plain)).toBe(true);
    line.customer_note = "gift";
    expect(changes).toBe(0);
    line.setQuantity(3);
    expect(changes).toBeGreaterThan(0);
    expect(watched.priceIncl).not.toBe(before);
});
test("A-P1: a line looks its prices up where the cart keeps them, and keeps none itself", async () => {
    const { order } = await setupCounted();
    const [line] = order.lines;
    const isKept = (record, name) => `__lazy_${name}` in toRaw(record);
    expect(isKept(order, "prices")).toBe(true);
    for (const name of ["prices", "priceIncl", "displayPrice", "currencyDisplayPrice"]) {
        expect(isKept(line, name)).toBe(false);
    }
    const shown = line.currencyDisplayPrice;
    line.setQuantity(line.qty + 1);
    expect(line.currencyDisplayPrice).not.toBe(shown);
});
