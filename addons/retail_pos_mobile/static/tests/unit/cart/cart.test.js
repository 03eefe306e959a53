import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { Orderline } from "@point_of_sale/app/components/orderline/orderline";
import { addProductLineToOrder } from "@pos_loyalty/../tests/unit/utils";
import { mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

/** A sale of two pieces at 100 each by the till's price list, at 92 for members. */
async function setupMemberSale({ isMember = true } = {}) {
    const store = await setupPosEnv();
    Object.assign(store.config, { _is_store: true, _store_tz: "Asia/Shanghai" });
    const [usual, members] = store.models["product.pricelist"].getAll();
    store.config.pricelist_id = usual;
    const order = store.addNewOrder();
    order.pricelist_id = isMember ? members : usual;
    const line = await addProductLineToOrder(store, order, { qty: 2, price_unit: 1 });
    line.tax_ids = [["clear"]];
    patchWithCleanup(line.product_id.product_tmpl_id, {
        getPrice: (pricelist) => (pricelist === members ? 92 : 100),
    });
    line.price_type = "original";
    line.setQuantity(2);
    return { store, order, line };
}

test("what a refund gives back bears its minus in the cart", async () => {
    const { order, line } = await setupMemberSale({ isMember: false });
    expect(line.currencyDisplayPrice).not.toMatch(/-/);
    order.is_refund = true;
    line.setQuantity(-2);
    expect(line.signedDisplayPrice).toBe(-200);
    expect(line.currencyDisplayPrice).toMatch(/-.*200/);
});
test("P5.1.2-4: a line tells its list price beside the member's, the cart what is saved", async () => {
    const { order, line } = await setupMemberSale();
    expect([line.displayPrice, line.displayListPrice, line.memberSaved]).toEqual([184, 200, 16]);
    expect(order.totalSaved).toBe(16);
    order.setOrderPrices();
    expect(line.list_price_unit).toBe(100);
    await mountWithCleanup(Orderline, { props: { line } });
    expect(queryAllTexts(".o_line_prices > *").map((text) => text.match(/\d+/)[0])).toEqual([
        "184",
        "200",
    ]);
    expect(".orderline .o_line_container img").toHaveCount(1);
});
test("who has no card pays the list price and saves nothing", async () => {
    const { order, line } = await setupMemberSale({ isMember: false });
    expect([line.memberSaved, order.totalSaved]).toEqual([0, 0]);
    await mountWithCleanup(Orderline, { props: { line } });
    expect(".o_line_list_price").toHaveCount(0);
});
test("a discount by hand adds to what is saved, a price by hand is no member's price", async () => {
    const { order, line } = await setupMemberSale();
    line.setDiscount(10);
    expect(order.totalSaved).toBeCloseTo(16 + 18.4);
    line.setDiscount(0);
    line.price_type = "manual";
    expect(order.totalSaved).toBe(0);
});
test("a gift card pays, it saves nothing", async () => {
    const { store, order, line } = await setupMemberSale();
    const [program] = store.models["loyalty.program"].getAll();
    const [reward] = program.reward_ids;
    const voucher = await addProductLineToOrder(store, order, { productId: 5, templateId: 5 });
    Object.assign(voucher, { is_reward_line: true, price_unit: -50, qty: 1, tax_ids: [["clear"]] });
    voucher.reward_id = reward;
    program.program_type = "promotion";
    expect([voucher.isVoucher, order.totalSaved]).toEqual([false, line.memberSaved + 50]);
    program.program_type = "gift_card";
    expect([voucher.isVoucher, order.totalSaved]).toEqual([true, line.memberSaved]);
});
test("goods that come back save nobody anything", async () => {
    const { order, line } = await setupMemberSale();
    line.setDiscount(10);
    line.qty = -2;
    expect(order.totalSaved).toBe(0);
});
test("a till that is no store's shows its lines as Odoo does", async () => {
    const { store, line } = await setupMemberSale();
    store.config._is_store = false;
    await mountWithCleanup(Orderline, { props: { line } });
    expect(".o_line_list_price, .o_line_container").toHaveCount(0);
});
