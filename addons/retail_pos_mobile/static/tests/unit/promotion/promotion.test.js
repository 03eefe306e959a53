import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { addProductLineToOrder } from "@pos_loyalty/../tests/unit/utils";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

let nextId = 900;

/** A till with an empty sale; what Odoo works out by itself is left out. */
async function setupSale() {
    const store = await setupPosEnv();
    for (const program of store.models["loyalty.program"].getAll()) {
        program.delete();
    }
    store.config._store_tz = "Asia/Shanghai";
    store.config._no_promotion_product_ids = [];
    return { store, models: store.models, order: store.addNewOrder() };
}

function addProgram(models, promotion, values = {}) {
    const id = nextId++;
    const program = models["loyalty.program"].create({
        id,
        name: `Promotion ${id}`,
        program_type: "promotion",
        trigger: "auto",
        applies_on: "current",
        pricelist_ids: [],
        ...values,
    });
    models["loyalty.reward"].create({
        id,
        program_id: program,
        reward_type: "discount",
        discount_mode: "per_order",
        discount: 1,
        required_points: 1,
        discount_line_product_id: models["product.product"].get(5),
    });
    program._promotion = { id, kind: "threshold", sequence: 1, claim: false, ...promotion };
    return program;
}

const less50 = { tiers: [{ min_amount: 40000, amount: 5000 }] };

async function addGoods(store, order, price, qty = 1, values = {}) {
    const line = await addProductLineToOrder(store, order, { price_unit: price, qty, ...values });
    line.tax_ids = [["clear"]];
    return line;
}

const shown = (order) =>
    order.promotionLines.map((line) => [line.full_product_name, line.prices.total_included]);

test("each promotion is a line of the cart with its name, and what is saved is told", async () => {
    const { store, models, order } = await setupSale();
    const program = addProgram(models, less50);
    await addGoods(store, order, 599);
    store.updateRewards();
    expect(shown(order)).toEqual([[program.name, -50]]);
    expect(order.priceIncl).toBe(549);
    expect(order.totalSaved).toBe(50);
    expect(order.promotion_moment).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/);
});
test("a promotion follows the cart, and is not made anew while nothing changes", async () => {
    const { store, models, order } = await setupSale();
    addProgram(models, less50);
    const line = await addGoods(store, order, 599);
    order.applyPromotions();
    const given = order.promotionLines[0];
    expect(order.applyPromotions()).toBe(false);
    expect(order.promotionLines).toEqual([given]);
    line.setUnitPrice(399);
    expect(order.applyPromotions()).toBe(true);
    expect(order.promotionLines).toEqual([]);
});
test("a line for each tax, so that each is worked out on what was paid", async () => {
    const { store, models, order } = await setupSale();
    addProgram(models, less50);
    const [tax] = models["account.tax"].getAll();
    const [taxed] = [await addGoods(store, order, 300), await addGoods(store, order, 200)];
    tax.price_include = true;
    taxed.tax_ids = [["link", tax]];
    order.applyPromotions();
    expect(order.promotionLines.map((line) => line.tax_ids.map(({ id }) => id))).toEqual([
        [tax.id],
        [],
    ]);
    expect(order.promotionLines.map((line) => line.price_unit)).toEqual([-30, -20]);
});
test("a promotion that the cashier removed stays away until it is claimed again", async () => {
    const { store, models, order } = await setupSale();
    const program = addProgram(models, less50);
    await addGoods(store, order, 599);
    order.applyPromotions();
    order.uiState.disabledRewards.add(program.reward_ids[0].id);
    order.applyPromotions();
    expect(order.promotionLines).toEqual([]);
    const [claimable] = order.getClaimableRewards();
    expect(claimable.reward.id).toBe(program.reward_ids[0].id);
    expect(order._applyReward(claimable.reward, claimable.coupon_id)).toBe(true);
    expect(order.totalSaved).toBe(50);
});
test("Odoo works none of these out a second time", async () => {
    const { store, models, order } = await setupSale();
    const program = addProgram(models, less50);
    await addGoods(store, order, 599);
    order.applyPromotions();
    await store.orderUpdateLoyaltyPrograms();
    expect(order._programIsApplicable(program)).toBe(false);
    expect(order.uiState.couponPointChanges).toEqual({});
    expect(order.getClaimableRewards(false, false, true)).toEqual([]);
    order._updateRewardLines();
    expect(order.totalSaved).toBe(50);
    expect(order._get_reward_lines()).toEqual([]);
});
test("members have the member discount as soon as they are on the sale", async () => {
    const { store, models, order } = await setupSale();
    addProgram(models, { members_only: true, tiers: [{ percent: 10 }] });
    await addGoods(store, order, 100);
    order.applyPromotions();
    expect(order.totalSaved).toBe(0);
    const partner = models["res.partner"].get(1);
    partner.is_member = true;
    store.setPartnerToCurrentOrder(partner);
    expect(order.totalSaved).toBe(10);
});
test("points are spent when asked for, from the member's card", async () => {
    const { store, models, order } = await setupSale();
    const program = addProgram(
        models,
        { kind: "points", claim: true, block_points: 100, block_value: 1000 },
        { program_type: "loyalty", applies_on: "both" }
    );
    const partner = models["res.partner"].get(1);
    const card = models["loyalty.card"].create({
        id: 901,
        program_id: program,
        partner_id: partner,
        points: 250,
    });
    order.setPartner(partner);
    await addGoods(store, order, 100);
    order.applyPromotions();
    expect(order.totalSaved).toBe(0);
    const [claimable] = order.getClaimableRewards();
    order._applyReward(claimable.reward, claimable.coupon_id);
    expect(order.totalSaved).toBe(20);
    expect(order.promotionLines[0].coupon_id.id).toBe(card.id);
    expect(order.promotionLines[0].points_cost).toBe(200);
    order.setPartner(false);
    order.applyPromotions();
    expect(order.totalSaved).toBe(0);
});
test("a coupon that the phone knows works offline, one of another member does not", async () => {
    const { store, models, order } = await setupSale();
    const program = addProgram(
        models,
        { claim: true, tiers: [{ amount: 2000 }] },
        { program_type: "coupons", trigger: "with_code" }
    );
    const [partner, other] = [1, 3].map((id) => models["res.partner"].get(id));
    const coupon = { program_id: program, points: 1 };
    models["loyalty.card"].create({ ...coupon, id: 902, code: "MINE", partner_id: partner });
    models["loyalty.card"].create({ ...coupon, id: 903, code: "THEIRS", partner_id: other });
    patchWithCleanup(store.data, {
        async call(model, method) {
            if (method === "get_loyalty_card_partner_by_code") {
                throw new ConnectionLostError();
            }
            return super.call(...arguments);
        },
    });
    order.setPartner(partner);
    await addGoods(store, order, 100);
    expect(await store.activateCode("THEIRS")).toMatch("another member");
    expect(await store.activateCode("NOBODY'S")).toMatch("not known");
    expect(order.totalSaved).toBe(0);
    expect(await store.activateCode("MINE")).toBe(true);
    expect(order.totalSaved).toBe(20);
    expect(order.promotionLines[0].coupon_id.id).toBe(902);
});
test("returned goods give back what promotions had given on them, to the cent", async () => {
    const { store, models, order } = await setupSale();
    const program = addProgram(models, less50);
    const sold = await addGoods(store, order, 100, 3);
    sold.promotion_shares = JSON.stringify([{ program: program.id, amount: 50 }]);
    order.state = "paid";
    const totals = [];
    for (let number = 0; number < 3; number++) {
        const refund = store.addNewOrder();
        await addGoods(store, refund, 100, -1, { refunded_orderline_id: sold });
        refund.applyPromotions();
        totals.push(refund.priceIncl);
    }
    expect(totals).toEqual([-83.33, -83.34, -83.33]);
});
test("points and coupons are sent with the sale", async () => {
    const { store, models, order } = await setupSale();
    const program = addProgram(
        models,
        { claim: true, tiers: [{ amount: 2000 }] },
        { program_type: "coupons", trigger: "with_code" }
    );
    const coupon = models["loyalty.card"].create({
        id: 904,
        code: "C",
        program_id: program,
        points: 1,
    });
    await addGoods(store, order, 100);
    order._code_activated_coupon_ids = [["link", coupon]];
    order.applyPromotions();
    expect(order.serializeForORM({ keepCommands: true }).coupon_data).toBe(undefined);
    order.state = "paid";
    await store.preSyncAllOrders([order]);
    const data = order.serializeForORM({ keepCommands: true }).coupon_data;
    expect(Object.keys(data)).toEqual(["904"]);
    expect(data["904"].points).toBe(-1);
    expect(data["904"].program_id).toBe(program.id);
});
