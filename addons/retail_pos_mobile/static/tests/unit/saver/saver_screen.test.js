import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { SaverScreen } from "@point_of_sale/app/screens/saver_screen/saver_screen";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

async function mountSaver(values) {
    const store = await setupPosEnv();
    Object.assign(store.config, values);
    await mountWithCleanup(SaverScreen, {});
}

test("a resting till shows the shop's logo", async () => {
    await mountSaver({ _is_store: true, _has_logo: true, _store_name: "Lake Store" });
    expect("img.o_saver_logo").toHaveCount(1);
    expect(".pos-logo").toHaveCount(0);
});
test("a shop without a logo shows its name", async () => {
    await mountSaver({ _is_store: true, _has_logo: false, _store_name: "Lake Store" });
    expect(".o_saver_store").toHaveText("Lake Store");
    expect(".pos-logo").toHaveCount(0);
});
test("a till that is no store's shows what Odoo shows", async () => {
    await mountSaver({ _is_store: false });
    expect(".pos-logo").toHaveCount(1);
});
