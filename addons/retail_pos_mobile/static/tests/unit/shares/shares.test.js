import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { evenShares, shifted } from "@retail_pos_mobile/app/shares/share_math";

definePosModels();

/** An order of the guide Wang Fang, in a till with another guide. */
const setupOrder = async () => {
    const store = await setupPosEnv();
    store.config._is_store = true;
    const order = await getFilledOrder(store);
    const [wang, zhao] = store.guides;
    store.setGuide(order, wang);
    return { store, order, wang, zhao };
};
const sharesOf = (order) =>
    order.sortedShares.map(({ guide_id: guide, share }) => [guide.name, share]);

test("even shares are whole percents that make a whole", () => {
    expect(evenShares(2)).toEqual([50, 50]);
    expect(evenShares(3)).toEqual([34, 33, 33]);
    for (const count of [2, 3, 4, 5, 6, 7]) {
        expect(evenShares(count).reduce((sum, part) => sum + part)).toBe(100);
    }
});
test("what one gains the main guide loses, and nobody is left with nothing", () => {
    expect(shifted({ main: 50, other: 50 }, 5)).toEqual({ main: 45, other: 55 });
    expect(shifted({ main: 5, other: 95 }, 5)).toEqual({ main: 5, other: 95 });
    expect(shifted({ main: 95, other: 5 }, -5)).toEqual({ main: 95, other: 5 });
});
test("a second guide shares the sale in equal parts, the first stays the main one", async () => {
    const { order, wang, zhao } = await setupOrder();
    order.toggleShare(zhao);
    expect(order.guide_id).toBe(wang);
    expect(sharesOf(order)).toEqual([
        ["Wang Fang", 50],
        ["Zhao Lei", 50],
    ]);
    order.shiftShare(order.shareOf(zhao), -20);
    expect(sharesOf(order)).toEqual([
        ["Wang Fang", 70],
        ["Zhao Lei", 30],
    ]);
});
test("whoever is left alone has the whole sale, without a share", async () => {
    const { order, wang, zhao } = await setupOrder();
    order.toggleShare(zhao);
    order.toggleShare(wang);
    expect(order.guide_id).toBe(zhao);
    expect(order.hasShares).toBe(false);
});
test("another guide alone takes the whole sale", async () => {
    const { store, order, zhao } = await setupOrder();
    order.toggleShare(zhao);
    store.setGuide(order, zhao);
    expect(order.hasShares).toBe(false);
    expect(order.creditedGuides).toEqual([zhao]);
});
test("clearing takes the shares along", async () => {
    const { store, order, wang, zhao } = await setupOrder();
    order.toggleShare(zhao);
    store.clearBasicInformation(order);
    expect(order.hasShares).toBe(false);
    expect(order.creditedGuides).toEqual([wang]);
});
test("shares travel with the order, and the phone keeps them with it", async () => {
    const { order, wang, zhao } = await setupOrder();
    order.toggleShare(zhao);
    const sent = order.serializeForORM({ keepCommands: true }).guide_share_ids;
    expect(sent.map(([code, , { guide_id, share }]) => [code, guide_id, share])).toEqual([
        [0, wang.id, 50],
        [0, zhao.id, 50],
    ]);
    const kept = order.guide_share_ids[0].serializeForIndexedDB();
    expect(kept.uuid).toBe(order.guide_share_ids[0].uuid);
    expect(kept.share).toBe(50);
});
