import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { copies } from "@retail_pos_mobile/app/outbox/copies";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

test("what Odoo queues in memory is kept on the phone until it is sent", async () => {
    const store = await setupPosEnv();
    const { data } = store;
    const [partner] = store.models["res.partner"].getAll();
    let isCut = true;
    patchWithCleanup(data.orm, {
        async write() {
            if (isCut) {
                throw new ConnectionLostError("/");
            }
        },
    });
    const values = { comment: "Left handed" };
    await data.execute({
        ...{ type: "write", model: "res.partner", ids: [partner.id], values, queue: true },
    });
    await data.keepWrites();
    const [kept] = await copies().get(data.writesKey);
    expect(kept.args[0]).toMatchObject({ type: "write", values: { comment: "Left handed" } });

    isCut = false;
    await data.syncData();
    await data.keepWrites();
    expect(await copies().get(data.writesKey)).toEqual([]);
});
test("who took over without a connection waits in the outbox, not in memory", async () => {
    const store = await setupPosEnv();
    store.data.network.offline = true;
    store.config.module_pos_hr = true;
    const sent = [];
    patchWithCleanup(store.outbox, {
        async send(deed) {
            sent.push(deed);
        },
    });
    const employee = store.models["hr.employee"].getFirst();
    store.setCashier(employee);
    expect(store.employeeBuffer).toEqual([]);
    expect(sent.map(({ values }) => values.employee_id)).toEqual([employee.id]);
    store.data.network.offline = false;
});
