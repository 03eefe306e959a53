import { beforeEach, expect, test } from "@odoo/hoot";
import { advanceTime } from "@odoo/hoot-mock";
import { Outbox } from "@retail_pos_mobile/app/outbox/outbox";
import { OutboxStore } from "@retail_pos_mobile/app/outbox/outbox_store";
import { allowTranslations, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { secureUuid } from "@retail_pos_mobile/app/utils/secure_uuid";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

let server, store;

/** A server that keeps what it was sent, and answers as `answer` says. */
beforeEach(() => {
    server = { seen: [], answer: ({ values }) => ({ state: "done", result: values.n }) };
    store = new OutboxStore(`outbox-${secureUuid()}`);
});
const newOutbox = () =>
    new Outbox(store, async (entry) => {
        server.seen.push(entry);
        return server.answer(entry);
    });
const deed = (n, model = "res.partner") => ({
    ...{ model, method: "_do", values: { n }, label: `Deed ${n}` },
});
const offline = () => {
    throw new ConnectionLostError("/");
};
const broken = () => {
    throw Object.assign(new RPCError("Odoo Server Error"), { data: { message: "disk full" } });
};

test("what the server confirms is done and forgotten", async () => {
    const outbox = newOutbox();
    const outcome = await outbox.send(deed(7));
    expect(outcome.state).toBe("done");
    expect(outcome.result).toBe(7);
    expect(await store.all()).toEqual([]);
    expect(outbox.entries).toEqual([]);
});
test("it is on the disk before it is sent", async () => {
    const outbox = newOutbox();
    let kept;
    server.answer = async () => {
        kept = await store.all();
        return { state: "done" };
    };
    await outbox.send(deed(1));
    expect(kept.map(({ values, label }) => [values.n, label])).toEqual([[1, "Deed 1"]]);
});
test("a page that stands still while it prints sends afterwards", async () => {
    const { locks } = browser.navigator;
    const notRunnable =
        "Failed to execute 'print' on 'Window': The provided callback is no longer runnable.";
    patchWithCleanup(browser.navigator, {
        locks: { request: () => Promise.reject(new Error(notRunnable)) },
    });
    const outbox = newOutbox();
    await outbox.keepSale(sale("printed"));
    await outbox.flush();
    expect(sentKeys()).toEqual([]);

    patchWithCleanup(browser.navigator, { locks });
    await advanceTime(5000);
    await outbox.run;
    expect(sentKeys()).toEqual(["printed"]);
});
test("without a connection it waits, outlives a reload and goes out in order, once each", async () => {
    server.answer = offline;
    const before = newOutbox();
    const outcomes = [await before.send(deed(1)), await before.send(deed(2, "pos.order"))];
    expect(outcomes.map(({ state }) => state)).toEqual(["waiting", "waiting"]);
    expect(before.waiting.length).toBe(2);

    server = { seen: [], answer: () => ({ state: "done" }) };
    const after = newOutbox();
    await after.start();
    await after.send(deed(3));
    expect(server.seen.map(({ values }) => values.n)).toEqual([1, 2, 3]);
    expect(server.seen[0].uuid).toBe(outcomes[0].uuid);
    expect(await store.all()).toEqual([]);
});
test("it tries again by itself, with the same key", async () => {
    server.answer = offline;
    const outbox = newOutbox();
    await outbox.send(deed(1));
    server.answer = () => ({ state: "done" });
    await advanceTime(1000);
    await outbox.send(deed(2));
    expect(new Set(server.seen.map(({ uuid }) => uuid)).size).toBe(2);
    expect(outbox.entries).toEqual([]);
});
test("a refusal stays to be seen, holds nothing up, and can be sent again or discarded", async () => {
    server.answer = ({ values }) =>
        values.n === 1 ? { state: "refused", error: "Not yours" } : { state: "done" };
    const outbox = newOutbox();
    expect(await outbox.send(deed(1))).toMatchObject({ state: "refused", error: "Not yours" });
    expect((await outbox.send(deed(2))).state).toBe("done");
    expect(outbox.refused.map(({ error }) => error)).toEqual(["Not yours"]);
    expect((await store.all()).map(({ state }) => state)).toEqual(["refused"]);

    await outbox.retry(outbox.refused[0]);
    await outbox.send(deed(3));
    expect(outbox.refused[0].tries).toBe(2);
    await outbox.discard(outbox.refused[0]);
    expect(await store.all()).toEqual([]);
});
test("an unexpected error holds up the same model only, and is told", async () => {
    server.answer = ({ model }) => (model === "res.partner" ? broken() : { state: "done" });
    const outbox = newOutbox();
    const outcome = await outbox.send(deed(1));
    expect(outcome).toMatchObject({ state: "waiting", error: "disk full" });
    outbox.send(deed(2));
    expect((await outbox.send(deed(3, "pos.order"))).state).toBe("done");
    expect(outbox.waiting.map(({ values }) => values.n)).toEqual([1, 2]);
});
test("a server that does not answer lets the guide go on", async () => {
    server.answer = () => new Promise(() => {});
    const outbox = newOutbox();
    const sending = outbox.send(deed(1));
    await store.all();
    await advanceTime(8000);
    expect((await sending).state).toBe("waiting");
    expect((await store.all()).length).toBe(1);
});
test("a phone that cannot keep it sends it, or says that nothing was saved", async () => {
    allowTranslations();
    store.put = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
    const outbox = newOutbox();
    expect((await outbox.send(deed(1))).state).toBe("done");
    server.answer = offline;
    await expect(outbox.send(deed(2))).rejects.toThrow(/Nothing was saved/);
});

// Sales, which Odoo sends

const sale = (uuid, after = []) => ({
    ...{ uuid, values: { uuid }, context: {}, label: uuid, amount: 9, configId: 1, after },
});
const sentKeys = () => server.seen.map(({ uuid }) => uuid);

test("a sale is on the disk until the server names it, and is kept once", async () => {
    const outbox = newOutbox();
    await outbox.keepSale(sale("a"));
    await outbox.keepSale(sale("a"));
    expect((await store.all()).map(({ uuid, kind }) => [uuid, kind])).toEqual([["a", "sale"]]);
    await outbox.confirm("b");
    expect(outbox.has("a")).toBe(true);
    await outbox.confirm("a");
    expect(await store.all()).toEqual([]);
    expect(outbox.entries).toEqual([]);
});
test("while Odoo sends, the outbox leaves sales to it, and takes what is left", async () => {
    const outbox = newOutbox();
    await outbox.keepSale(sale("lost"));
    await outbox.whileOdooSends(async () => {
        expect((await outbox.send(deed(1))).state).toBe("done");
        expect(sentKeys()).not.toInclude("lost");
    });
    await outbox.run;
    await advanceTime(1000);
    await outbox.run;
    expect(sentKeys()).toInclude("lost");
    expect(await store.all()).toEqual([]);
});
test("a sale that cannot be booked holds up what names it, and nothing else", async () => {
    server.answer = ({ uuid }) => (uuid === "bad" ? broken() : { state: "done" });
    const outbox = newOutbox();
    await outbox.keepSale(sale("bad"));
    await outbox.keepSale(sale("its return", ["bad"]));
    await outbox.keepSale(sale("good"));
    await outbox.flush();
    expect(sentKeys()).toEqual(["bad", "good"]);
    expect(outbox.waiting.map(({ uuid, error }) => [uuid, error])).toEqual([
        ["bad", "disk full"],
        ["its return", null],
    ]);
    server.answer = () => ({ state: "done" });
    await outbox.flush();
    expect(sentKeys().slice(2)).toEqual(["bad", "its return"]);
});
test("what another tab has sent is not sent again", async () => {
    const outbox = newOutbox();
    await outbox.keepSale(sale("a"));
    await store.remove(outbox.entries[0].id);
    await outbox.flush();
    expect(sentKeys()).toEqual([]);
    expect(outbox.entries).toEqual([]);
});
test("a phone that cannot keep a sale says so", async () => {
    store.put = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
    const outbox = newOutbox();
    await expect(outbox.keepSale(sale("a"))).rejects.toThrow(/full/);
    expect(outbox.has("a")).toBe(false);
});

test("the last sales that were sent are remembered, and are none of what waits", async () => {
    const outbox = newOutbox();
    await outbox.keepSale(sale("a"));
    await outbox.send(deed(1));
    await outbox.confirm("a");
    expect(await store.all()).toEqual([]);
    expect(await store.sent()).toEqual(["a"]);

    const afterReload = newOutbox();
    await afterReload.start();
    expect(afterReload.entries).toEqual([]);
    expect(afterReload.sentBefore).toEqual(["a"]);
});
test("a sale that another tab has sent is not sent again", async () => {
    const outbox = newOutbox();
    await outbox.keepSale(sale("a"));
    await store.removeSent(outbox.entries[0]);
    await outbox.sendNow();
    expect(server.seen).toEqual([]);
});
test("sales of long ago are forgotten", async () => {
    for (let n = 0; n < 103; n++) {
        await store.removeSent({ id: n + 1, uuid: `sale ${n}` });
    }
    await store.sent();
    const left = await store.sent();
    expect(left.length).toBe(100);
    expect(left[0]).toBe("sale 3");
});

// Damage

const done = (request) =>
    new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));

test("a damaged outbox is replaced, and the damaged one is left as it is", async () => {
    const broken = await done(indexedDB.open(store.name)); // without its table
    broken.close();
    await store.put({ uuid: "a", model: "pos.order" });
    expect((await store.all()).map(({ uuid }) => uuid)).toEqual(["a"]);
    expect(String(store.damage)).toMatch(/lacks its table/);
    const names = (await indexedDB.databases()).map(({ name }) => name);
    expect(names).toInclude(store.name);
    expect(names).toInclude(`${store.name}~2`);

    const afterReload = new OutboxStore(store.name);
    expect((await afterReload.all()).length).toBe(1);
    expect(afterReload.damage).toBe(null);
});
test("what is no entry is not taken for one", async () => {
    await store.put({ garbage: true });
    await store.put({ uuid: "a", model: "pos.order" });
    expect((await store.all()).map(({ uuid }) => uuid)).toEqual(["a"]);
});
test("the outbox goes on after the browser took its database away", async () => {
    await store.put({ uuid: "a", model: "pos.order" });
    await done(indexedDB.deleteDatabase(store.name));
    await store.put({ uuid: "b", model: "pos.order" });
    expect((await store.all()).map(({ uuid }) => uuid)).toEqual(["b"]);
});
