import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { KeptPins } from "@retail_pos_mobile/app/sign_in/kept_pins";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

/** A shared till whose server knows one PIN. */
async function sharedTill(
    answer = (employeeId, pin) => (pin === "2222" ? { proof: "p-2222" } : { error: "Wrong" })
) {
    const store = await setupPosEnv();
    store.config.module_pos_hr = true;
    sessionStorage.removeItem(store.signIns.key);
    localStorage.removeItem(store.signIns.keptPins.key);
    const asked = [];
    store.signIns.check = async (employeeId, pin) => {
        asked.push([employeeId, pin]);
        return answer(employeeId, pin);
    };
    const kept = [];
    patchWithCleanup(store.signIns.keptPins, { keep: async (...args) => kept.push(args) });
    const employee = store.models["hr.employee"].getFirst();
    return { store, employee, asked, kept };
}
const offline = () => {
    throw new ConnectionLostError("offline");
};

test("who enters the PIN proves it to the server, and what is asked then carries the proof", async () => {
    const { store, employee, asked, kept } = await sharedTill();
    expect(await store.signIns.signIn(employee.id, "2222")).toBe(undefined);
    store.setCashier(employee);
    expect(await store.whoIsAtTill()).toEqual([employee.id, "p-2222"]);
    expect(asked).toEqual([[employee.id, "2222"]]);
    expect(kept).toEqual([[employee.id, "2222"]]);
});
test("a wrong PIN is told, and nothing is kept of it", async () => {
    const { store, employee, kept } = await sharedTill();
    expect(await store.signIns.signIn(employee.id, "1111")).toBe("Wrong");
    expect(store.signIns.proofOf(employee.id)).toBe(false);
    expect(kept).toEqual([]);
});
test("after a reload the phone still has the proof, and asks for no PIN", async () => {
    const { store, employee, asked } = await sharedTill();
    await store.signIns.signIn(employee.id, "2222");
    store._signIns = null;
    store.setCashier(employee);
    expect(store.signIns.proofOf(employee.id)).toBe("p-2222");
    expect(asked).toHaveLength(1);
});
test("without a connection only who signed in here before does so, and without a proof", async () => {
    const { store, employee } = await sharedTill(offline);
    patchWithCleanup(store.signIns.keptPins, {
        isRight: async (id, pin) => (id === employee.id ? pin === "2222" : undefined),
    });
    expect(await store.signIns.signIn(employee.id, "2222")).toBe(undefined);
    expect(`${await store.signIns.signIn(employee.id, "1111")}`).toMatch("not the right PIN");
    expect(`${await store.signIns.signIn(99, "2222")}`).toMatch("within a week");
    expect(store.signIns.proofOf(employee.id)).toBe(false);
});
test("what the phone keeps of a PIN is slow, salted, good for a week and for five tries", async () => {
    localStorage.removeItem("retail_kept_pins_9");
    const pins = new KeptPins("retail_kept_pins_9");
    const derived = [];
    patchWithCleanup(pins, {
        canDerive: true,
        derive: async (pin, salt) => {
            derived.push(salt.length);
            return new TextEncoder().encode(`${pin}-${salt.join()}`);
        },
    });
    await pins.keep(4, "2222");
    await pins.keep(5, "2222");
    expect(pins.all[4].hash).not.toBe(pins.all[5].hash);
    expect(derived).toEqual([16, 16]);
    expect(await pins.isRight(4, "2222")).toBe(true);
    expect(await pins.isRight(6, "2222")).toBe(undefined);
    for (let time = 0; time < 5; time++) {
        expect(await pins.isRight(4, "1111")).toBe(false);
    }
    expect(await pins.isRight(4, "2222")).toBe(undefined);
    pins.put(5, { ...pins.all[5], until: Date.now() - 1 });
    expect(await pins.isRight(5, "2222")).toBe(undefined);
});
test("a sale carries the proof of its cashier", async () => {
    const { store, employee } = await sharedTill();
    await store.signIns.signIn(employee.id, "2222");
    store.setCashier(employee);
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
