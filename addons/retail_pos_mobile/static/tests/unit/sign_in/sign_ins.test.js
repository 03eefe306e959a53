/* global Sha1 */

import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { takeTypedPin } from "@retail_pos_mobile/app/sign_in/typed_pin";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

/** A shared till whose server knows one PIN. */
async function sharedTill(
    answer = (employeeId, pin) => (pin === "2222" ? { proof: "p-2222" } : {})
) {
    const store = await setupPosEnv();
    store.config.module_pos_hr = true;
    sessionStorage.removeItem(store.signIns.key);
    const asked = [];
    store.signIns.check = async (employeeId, pin) => {
        asked.push([employeeId, pin]);
        return answer(employeeId, pin);
    };
    const employee = store.models["hr.employee"].getFirst();
    employee._pin = Sha1.hash("2222");
    return { store, employee, asked };
}

test("a PIN that was typed is taken once, by whom it belongs to", () => {
    const employee = { _pin: Sha1.hash("2222") };
    Sha1.hash("1111");
    expect(takeTypedPin(employee)).toBe("");
    Sha1.hash("2222");
    expect(takeTypedPin({ _pin: false })).toBe("");
    Sha1.hash("2222");
    expect(takeTypedPin(employee)).toBe("2222");
    expect(takeTypedPin(employee)).toBe("");
});
test("who enters the PIN proves it to the server, and what is asked then carries the proof", async () => {
    const { store, employee, asked } = await sharedTill();
    Sha1.hash("2222");
    store.setCashier(employee);
    expect(await store.whoIsAtTill()).toEqual([employee.id, "p-2222"]);
    expect(asked).toEqual([[employee.id, "2222"]]);
});
test("after a reload the phone still has the proof, and asks for no PIN", async () => {
    const { store, employee, asked } = await sharedTill();
    Sha1.hash("2222");
    store.setCashier(employee);
    await store.signIns.isReady;
    store._signIns = null;
    store.setCashier(employee);
    expect(store.signIns.proofOf(employee.id)).toBe("p-2222");
    expect(asked).toHaveLength(1);
});
test("without a connection the till goes on, without a proof", async () => {
    const { store, employee } = await sharedTill(() => {
        throw new Error("offline");
    });
    Sha1.hash("2222");
    store.setCashier(employee);
    expect(store.getCashier()).toBe(employee);
    expect(await store.whoIsAtTill()).toEqual([employee.id, false]);
});
test("a sale carries the proof of its cashier", async () => {
    const { store, employee } = await sharedTill();
    Sha1.hash("2222");
    store.setCashier(employee);
    await store.signIns.isReady;
    const order = await getFilledOrder(store);
    order.employee_id = employee;
    patchWithCleanup(store, { syncAllOrders: async () => [] });
    const validation = new OrderPaymentValidation({ pos: store, orderUuid: order.uuid });
    patchWithCleanup(validation, { afterOrderValidation: async () => {} });
    await validation.finalizeValidation();
    expect(order.cashier_proof).toBe("p-2222");
});
test("at a till of one's own nobody is asked for anything", async () => {
    const { store } = await sharedTill();
    store.config.module_pos_hr = false;
    expect(await store.whoIsAtTill()).toEqual([]);
});
