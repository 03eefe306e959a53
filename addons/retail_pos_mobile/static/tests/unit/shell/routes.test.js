import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";

definePosModels();

test("the address of a page leads to that page, whichever was registered first", async () => {
    const { router } = await setupPosEnv();
    for (const [name, { route }] of Object.entries(router.registeredRoutes)) {
        const path = route.replace(/\{int:\w+\}/g, "7").replace(/\{string:\w+\}/g, "x");
        const matching = Object.entries(router.registeredRoutes)
            .filter(([, { regex }]) => regex.test(path))
            .map(([found]) => found);
        expect(matching).toEqual([name]);
    }
});
