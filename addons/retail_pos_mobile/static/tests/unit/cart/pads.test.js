import { expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

test("A-P1: a phone that shows the goods draws no keys of the cart; the cart has them", async () => {
    const store = await setupPosEnv();
    const order = await getFilledOrder(store);
    store.mobile_pane = "right";
    await mountWithCleanup(ProductScreen, { props: { orderUuid: order.uuid } });
    expect(".pads").toHaveCount(0);
    store.mobile_pane = "left";
    order.selectOrderline(order.lines[0]);
    await animationFrame();
    expect(".leftpane .pads .numpad").toHaveCount(1);
    expect(".leftpane .pads .pay-order-button").toHaveCount(1);
});
