import { Component, xml } from "@odoo/owl";
import { expect, test } from "@odoo/hoot";
import { animationFrame, press, queryFirst } from "@odoo/hoot-dom";
import { advanceTime } from "@odoo/hoot-mock";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { PartnerList } from "@point_of_sale/app/screens/partner_list/partner_list";
import { contains, mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

/** The list of customers with one of whom the till knows masks; the server answers with `found`. */
const openList = async () => {
    const store = await setupPosEnv();
    const member = store.models["res.partner"].get(3);
    Object.assign(member, { name: "John Doe", phone: "98****9899", email: "j***@doe.com" });
    const found = [];
    patchWithCleanup(store.data, { callRelated: async () => ({ "res.partner": found }) });
    class Nothing extends Component {
        static template = xml`<div/>`;
        static props = {};
    }
    await mountWithCleanup(Nothing);
    store.dialog.add(PartnerList, { partner: null, getPayload() {} });
    await animationFrame();
    if (!queryFirst(".modal-header input")) {
        await contains(".modal-header button:has(.fa-search)").click(); // on a phone
    }
    return { member, found };
};
const type = async (query) => {
    await contains(".modal-header input").edit(query, { confirm: false });
    await advanceTime(100);
    await animationFrame();
};
const JOHN = ".partner-list .partner-info:contains(John Doe)";

test("a whole number finds whom it may belong to, also without a connection", async () => {
    await openList();
    await type("98 9898 9899");
    expect(JOHN).toHaveCount(1);
    await type("98 9898 9898");
    expect(JOHN).toHaveCount(0);
});
test("whom the server found by what is masked is shown, for this query", async () => {
    const { member, found } = await openList();
    await type("john@doe.com");
    expect(JOHN).toHaveCount(0);
    found.push(member);
    await press("Enter");
    await animationFrame();
    expect(JOHN).toHaveCount(1);
    await type("jane@doe.com");
    expect(JOHN).toHaveCount(0);
});
