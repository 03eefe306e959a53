import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { browser } from "@web/core/browser/browser";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

test("A-P1: a till asks for its models where the code or the settings are others, not at each start", async () => {
    const { data } = await setupPosEnv();
    let asked = 0;
    patchWithCleanup(data.orm, {
        call(model, method) {
            asked += method === "load_data_params";
            return super.call(...arguments);
        },
    });
    patchWithCleanup(odoo, { retail_build: "1", last_data_change: "2026-01-01 00:00:00" });
    browser.localStorage.removeItem(data.modelsMarkKey);
    const first = await data.loadFieldsAndRelations();
    expect(asked).toBe(1);
    expect(await data.loadFieldsAndRelations()).toEqual(JSON.parse(JSON.stringify(first)));
    expect(asked).toBe(1);
    patchWithCleanup(odoo, { last_data_change: "2026-01-02 00:00:00" });
    await data.loadFieldsAndRelations();
    expect(asked).toBe(2);
    patchWithCleanup(odoo, { retail_build: "2" });
    await data.loadFieldsAndRelations();
    expect(asked).toBe(3);
});
