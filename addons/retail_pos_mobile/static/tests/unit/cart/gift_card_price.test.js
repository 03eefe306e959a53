import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

test("P4.1.1: a gift card costs a member what it is worth, goods what his level pays", async () => {
    const store = await setupPosEnv();
    const [, members] = store.models["product.pricelist"].getAll();
    const product = store.models["product.template"].get(5);
    const [variant] = product.product_variant_ids;
    const [item] = store.models["product.pricelist.item"].getAll();
    patchWithCleanup(members, { getGeneralRulesIdsByCategories: () => [item.id] });
    item.compute_price = "fixed";
    item.fixed_price = 1.5;
    item.min_quantity = 0;
    const price = () => product.getPrice(members, 1, 0, false, variant);
    const [level] = store.models["retail.member.card.type"].getAll();
    level.pricelist_id = members;
    expect(price()).toBe(1.5);
    const [program] = store.models["loyalty.program"].getAll();
    for (const kind of ["gift_card", "ewallet"]) {
        program.program_type = kind;
        program.trigger_product_ids = [["set", variant]];
        expect(price()).toBe(variant.lst_price);
    }
    program.program_type = "promotion";
    expect(price()).toBe(1.5);
});
