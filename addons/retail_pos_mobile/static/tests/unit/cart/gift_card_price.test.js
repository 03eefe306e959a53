import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

const OF_THE_LEVEL = 1.5;

/** A product that a level of members pays less for, and the program that it belongs to. */
async function setUpSale() {
    const store = await setupPosEnv();
    const [, members] = store.models["product.pricelist"].getAll();
    const product = store.models["product.template"].get(5);
    const [variant] = product.product_variant_ids;
    const [item] = store.models["product.pricelist.item"].getAll();
    patchWithCleanup(members, { getGeneralRulesIdsByCategories: () => [item.id] });
    item.compute_price = "fixed";
    item.fixed_price = OF_THE_LEVEL;
    item.min_quantity = 0;
    const [level] = store.models["retail.member.card.type"].getAll();
    level.pricelist_id = members;
    const [program] = store.models["loyalty.program"].getAll();
    program.trigger_product_ids = [["set", variant]];
    const price = () => product.getPrice(members, 1, 0, false, variant);
    return { price, product, program, variant };
}

test("P4.1.1: a gift card costs a member what it is worth, goods what his level pays", async () => {
    const { price, program, variant } = await setUpSale();
    for (const kind of ["gift_card", "ewallet"]) {
        program.program_type = kind;
        expect(price()).toBe(variant.lst_price);
    }
    program.program_type = "promotion";
    expect(price()).toBe(OF_THE_LEVEL);
});

test("P4.1.1: what is kept in stock is goods, as on the server, though it fills a card", async () => {
    const { price, product, program, variant } = await setUpSale();
    program.program_type = "gift_card";
    product.is_storable = false;
    expect(price()).toBe(variant.lst_price);
    product.is_storable = true;
    expect(price()).toBe(OF_THE_LEVEL);
});
