import { expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

test("one item, two items, and what a promotion takes off is none, what comes back is told", async () => {
    const store = await setupPosEnv();
    const order = await getFilledOrder(store);
    const [first, second] = order.lines;
    const screen = await mountWithCleanup(ProductScreen, { props: { orderUuid: order.uuid } });
    first.setQuantity(2);
    second.setQuantity(1);
    expect(screen.itemsText).toBe("3 items");
    second.is_reward_line = true;
    expect(screen.itemsText).toBe("2 items");
    first.setQuantity(1);
    expect(screen.itemsText).toBe("1 item");
    second.is_reward_line = false;
    second.setQuantity(-2);
    expect(screen.itemsText).toBe("1 item, 2 back");
});
test("A-P1: the pieces of each style are counted while the page is drawn, as Odoo counts them after it", async () => {
    const store = await setupPosEnv();
    const order = await getFilledOrder(store);
    const [first, second] = order.lines;
    const screen = await mountWithCleanup(ProductScreen, { props: { orderUuid: order.uuid } });
    first.setQuantity(2);
    const style = first.product_id.product_tmpl_id.id;
    expect(screen.piecesInCart[style]).toBe(2);
    expect(screen.state.quantityByProductTmplId[style]).not.toBe(2); // that comes a drawing later
    await animationFrame();
    expect({ ...screen.state.quantityByProductTmplId }).toEqual(screen.piecesInCart);
    second.combo_parent_id = first;
    expect(screen.piecesInCart[second.product_id.product_tmpl_id.id]).toBe(0);
});
