import { beforeEach, expect, test } from "@odoo/hoot";
import { ElsewhereDesk } from "@retail_pos_mobile/app/elsewhere/elsewhere_desk";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { ConnectionLostError } from "@web/core/network/rpc";
import { allowTranslations } from "@web/../tests/web_test_helpers";

let server, outbox, desk;

/** A server that answers as `answer` says, and an outbox that delivers to it at once. */
beforeEach(() => {
    allowTranslations();
    server = { seen: [], answer: () => ({ state: "done", result: { uuid: "held" } }) };
    const call = async (model, method, args) => {
        server.seen.push({ model, method, args });
        if (method === "get_tasks") {
            return server.tasks || { prepare: [], pickup: [], ours: [] };
        }
        return method === "get_shipments" ? server.shipments || [] : server.answer(args);
    };
    outbox = {
        entries: [],
        waiting: [],
        discarded: [],
        async send(deed) {
            const entry = { uuid: "u1", ...deed };
            this.entries.push(entry);
            return { uuid: "u1", ...(await server.answer([entry])) };
        },
        async discard(entry) {
            this.discarded.push(entry.uuid);
        },
    };
    desk = new ElsewhereDesk(call, outbox, 7);
});
const wish = { kind: "transfer", source_id: 3, product_id: 5, quantity: 1, partner_id: 9 };
const offline = () => {
    throw new ConnectionLostError("/");
};
const uuids = () =>
    server.seen.filter(({ method }) => method === "deliver").map(({ args }) => args[0].uuid);

test("M-F2c1: what this phone ships when it is online again is not to be shipped", async () => {
    server.shipments = [{ picking_id: 4 }, { picking_id: 5 }];
    await desk.refresh();
    outbox.waiting.push({ method: "_phone_ship", values: { picking_id: 4 } });
    expect(desk.toShip.map(({ picking_id }) => picking_id)).toEqual([5]);
    expect(desk.waiting).toBe(1);
});
test("a wish whose answer was lost is asked again with its key, and holds no more", async () => {
    server.answer = offline;
    await expect(desk.reserve(wish)).rejects.toThrow(ConnectionLostError);
    server.answer = () => ({ state: "done", result: { uuid: "held" } });
    await desk.reserve(wish);
    await desk.reserve(wish);
    const [first, again, second] = uuids();
    expect(again).toBe(first);
    expect(second).not.toBe(first);
});
test("holding goods does not wait in the outbox", async () => {
    server.answer = offline;
    await expect(desk.reserve(wish)).rejects.toThrow(ConnectionLostError);
    expect(outbox.entries).toEqual([]);
});
test("what the server refuses is told in its words", async () => {
    server.answer = () => ({ state: "refused", error: "Lakeside has 1 to spare, not 2." });
    const error = await desk.reserve(wish).catch((reason) => reason);
    expect(errorText(error)).toBe("Lakeside has 1 to spare, not 2.");
});
test("a refused decision does not stay in the outbox", async () => {
    server.answer = () => ({ state: "refused", error: "EW1 is “Refused” already." });
    const error = await desk.accept({ id: 1, name: "EW1" }).catch((reason) => reason);
    expect(errorText(error)).toBe("EW1 is “Refused” already.");
    expect(outbox.discarded).toEqual(["u1"]);
});
test("offline, a decision is kept and the last lists stay", async () => {
    server.tasks = { prepare: [{ id: 1 }], pickup: [], ours: [] };
    await desk.refresh();
    server.answer = () => ({ state: "waiting" });
    server.tasks = null;
    const answer = await desk.send({ id: 1, name: "EW1" });
    expect(answer.state).toBe("waiting");
    expect(outbox.entries[0].values).toEqual({ config_id: 7, id: 1 });
});
test("badges count what somebody here has to do", async () => {
    server.tasks = {
        prepare: [{ id: 1 }, { id: 2 }],
        pickup: [{ id: 3, money: "paid" }],
        ours: [
            { id: 4, money: "to_return" },
            { id: 5, money: "paid" },
        ],
    };
    server.shipments = [{ picking_id: 8 }];
    await desk.refresh();
    expect([desk.toPrepare, desk.toReturn, desk.waiting]).toEqual([2, 1, 2]);
});
test("a failed reading keeps what is known and says why", async () => {
    server.tasks = { prepare: [{ id: 1 }], pickup: [], ours: [] };
    await desk.refresh();
    const { loadedAt } = desk;
    desk.call = offline;
    await desk.refresh();
    expect(desk.toPrepare).toBe(1);
    expect(desk.loadedAt).toBe(loadedAt);
    expect(desk.error).toMatch("no connection");
});
