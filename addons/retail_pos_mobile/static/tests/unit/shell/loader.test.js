import { expect, test } from "@odoo/hoot";
import { queryFirst } from "@odoo/hoot-dom";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { Loader } from "@point_of_sale/app/components/loader/loader";
import { mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

async function wayOfTaps(isShown) {
    await setupPosEnv();
    patchWithCleanup(Loader, { props: { loader: Object } }); // its own are too strict for "no error"
    await mountWithCleanup(Loader, { props: { loader: { isShown, error: null } } });
    return getComputedStyle(queryFirst(".pos-loader")).pointerEvents;
}

test("A-P0: the loading page takes all taps until the till is ready", async () => {
    expect(await wayOfTaps(true)).toBe("auto");
});
test("A-P0: the loading page lets a tap through as soon as the till is ready", async () => {
    expect(await wayOfTaps(false)).toBe("none");
});
