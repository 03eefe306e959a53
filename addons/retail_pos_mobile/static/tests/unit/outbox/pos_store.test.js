import { describe, expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

/** A till with a finished sale, whose server answers as `answer` says. */
async function setupSale(answer) {
    const store = await setupPosEnv();
    const { outbox } = store;
    for (const { uuid } of [...outbox.entries]) {
        await outbox.withdraw(uuid);
    }
    const order = await getFilledOrder(store);
    const asked = [];
    patchWithCleanup(store.data, {
        async call(model, method, args) {
            if (method !== "sync_from_ui") {
                return super.call(...arguments);
            }
            asked.push({ sent: args[0][0], kept: await outbox.store.all() });
            return answer ? answer(() => super.call(...arguments)) : super.call(...arguments);
        },
    });
    const finish = async () => {
        order.state = "paid";
        store.addPendingOrder([order.id]);
        return store.syncAllOrders({ throw: true });
    };
    return { store, outbox, order, asked, finish };
}
const offline = () => {
    throw new ConnectionLostError("/");
};
/** A sale that was sent and answered by an error; `end` does what its page does then. */
async function setupRefusal(exceptionName) {
    const setup = await setupSale(() => {
        throw Object.assign(new RPCError("No"), { exceptionName, data: { message: "No" } });
    });
    const error = await setup.finish().catch((reason) => reason);
    const { store: pos, order } = setup;
    const validation = new OrderPaymentValidation({ pos, orderUuid: order.uuid });
    return { ...setup, end: () => validation.handleValidationError(error) };
}

describe("a finished sale", () => {
    test("is kept whole before it is sent, and forgotten when the server names it", async () => {
        const { outbox, order, asked, finish } = await setupSale();
        await finish();
        const [{ sent, kept }] = asked;
        expect(kept.map(({ uuid }) => uuid)).toEqual([order.uuid]);
        expect(kept[0].values).toEqual(JSON.parse(JSON.stringify(sent)));
        expect(kept[0].values.lines.length).toBe(2);
        expect(kept[0].amount).toBe(order.priceIncl);
        expect(outbox.entries).toEqual([]);
        expect(await outbox.store.all()).toEqual([]);
    });
    test("stays where no answer came", async () => {
        const { outbox, order, finish } = await setupSale(offline);
        await expect(finish()).rejects.toThrow(ConnectionLostError);
        expect((await outbox.store.all()).map(({ uuid }) => uuid)).toEqual([order.uuid]);
        await outbox.withdraw(order.uuid);
    });
    test("is a cart again when the server refuses it", async () => {
        const { outbox, order, end } = await setupRefusal("odoo.exceptions.UserError");
        expect(outbox.has(order.uuid)).toBe(true);
        await end().catch(() => {});
        expect(order.state).toBe("draft");
        expect(await outbox.store.all()).toEqual([]);
    });
    test("is done where the server has it, whatever it said: another copy was booked", async () => {
        const { store, outbox, order, end } = await setupRefusal("odoo.exceptions.UserError");
        patchWithCleanup(store.env.services.orm, { searchCount: async () => 1 });
        expect(await end()).not.toBeInstanceOf(RPCError);
        expect(order.state).toBe("paid");
        expect(outbox.has(order.uuid)).toBe(true);
        await outbox.withdraw(order.uuid);
    });
    test("stays in the outbox where the server broke down and may yet book it", async () => {
        const { outbox, order, end } = await setupRefusal("psycopg2.errors.SerializationFailure");
        expect(await end()).not.toBeInstanceOf(RPCError);
        expect(order.state).toBe("paid");
        expect(outbox.has(order.uuid)).toBe(true);
        await outbox.withdraw(order.uuid);
    });
    test("is not finished where nobody keeps it", async () => {
        const { store, outbox, order, finish } = await setupSale(offline);
        patchWithCleanup(outbox.store, { put: () => Promise.reject(new Error("full")) });
        const error = await finish().catch((reason) => reason);
        const validation = new OrderPaymentValidation({ pos: store, orderUuid: order.uuid });
        const answer = await validation.handleValidationError(error);
        expect(answer).toBeInstanceOf(RPCError);
        expect(order.state).toBe("draft");
    });
    test("holds against a cart that Odoo kept of it", async () => {
        const { store, outbox, order } = await setupSale();
        await outbox.keepSale({ uuid: order.uuid, values: {}, context: {}, after: [] });
        store.dropCartsOfFinishedSales();
        expect(store.models["pos.order"].getBy("uuid", order.uuid)).toBe(undefined);
        await outbox.withdraw(order.uuid);
    });
    test("holds so after it was sent, too", async () => {
        const { store, outbox, order } = await setupSale();
        const other = await getFilledOrder(store);
        outbox.sentBefore = [order.uuid];
        store.dropCartsOfFinishedSales();
        expect(store.models["pos.order"].getBy("uuid", order.uuid)).toBe(undefined);
        expect(store.models["pos.order"].getBy("uuid", other.uuid)).toBe(other);
    });
});
test("an older sale that cannot be booked does not undo the one at hand", async () => {
    const { store, outbox, order, asked, finish } = await setupSale(offline);
    await finish().catch(() => {});
    const next = await getFilledOrder(store);
    next.state = "paid";
    store.addPendingOrder([next.id]);
    order._dirty = true;
    store.orderInFinish = next;
    await store.syncAllOrders({ throw: true }).catch(() => {});
    store.orderInFinish = null;
    expect(asked.map(({ sent }) => sent.uuid)).toEqual([order.uuid, next.uuid]);
    for (const { uuid } of [...outbox.entries]) {
        await outbox.withdraw(uuid);
    }
});
test("a cart is not kept as a sale", async () => {
    const { store, outbox, order } = await setupSale();
    store.addPendingOrder([order.id]);
    await store.keepFinishedSales();
    expect(outbox.entries).toEqual([]);
});
