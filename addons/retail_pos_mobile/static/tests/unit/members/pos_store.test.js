import { animationFrame, expect, test, waitUntil } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { Deferred } from "@web/core/utils/concurrency";

definePosModels();

const PERSON = { name: "Li Lei", phone: "138 0013 8000", sex: "male", birthday: false };
const MEMBER_ID = 4;

/** A till of a store; the server says what `answers` says by method, or cannot be reached. */
const setupStore = async (answers = {}) => {
    const store = await setupPosEnv();
    Object.assign(store.config, { _is_store: true, _store_tz: "Asia/Shanghai" });
    const calls = [];
    const { call } = store.data;
    patchWithCleanup(store.data, {
        async call(model, method, args) {
            if (!method.startsWith("retail_")) {
                return call.apply(store.data, arguments);
            }
            calls.push([method, ...args]);
            if (!(method in answers)) {
                throw new ConnectionLostError(method);
            }
            return answers[method];
        },
    });
    store.outbox.deliver = async () => {
        throw new ConnectionLostError("deliver");
    };
    const member = store.models["res.partner"].get(MEMBER_ID);
    return { store, calls, member, order: store.addNewOrder() };
};
const answer = (id, ...partners) => ({ ids: id ? [id] : [], models: { "res.partner": partners } });

test("P5.1.1.1b a scanned card puts its member on the sale, offline too, and tells what is wrong", async () => {
    const { store, member, order } = await setupStore();
    const told = [];
    patchWithCleanup(store.notification, { add: (text) => told.push(String(text)) });
    expect(await store.chooseMemberByCard("vip1")).toBe(true);
    expect(order.partner_id).toBe(member);
    expect(told).toEqual([]);
    expect(await store.chooseMemberByCard("OLD1")).toBe(true);
    expect(told).toEqual(["Card OLD1 was replaced by a new one."]);
    expect(await store.chooseMemberByCard("NOBODY")).toBe(false);
    expect(await store.chooseMemberByCard("no card at all!")).toBe(false);
});
test("a member is found on the device by card first, with level and without notice", async () => {
    const { store, member } = await setupStore();
    expect(store.findMembersOnDevice("vip1", 5)).toEqual([member]);
    expect(member.memberLevel.name).toBe("Gold");
    expect(member.memberNotice).toBe("");
    member.memberCard.state = "frozen";
    expect(member.memberLevel).toBe(undefined);
    expect(member.memberNotice).toBe("Card VIP1 is frozen: no member price, no points.");
});
test("a card that only the server knows is asked for there", async () => {
    const { store, calls, order } = await setupStore({
        retail_card_for_till: {
            ids: [3],
            models: {
                "res.partner": [],
                "retail.member.card": [{ id: 9, number: "NEW9", member_id: 3, state: "active" }],
            },
        },
        retail_member_for_till: answer(3),
    });
    expect(await store.findCard("NEW9", { onDevice: true })).toBe(undefined);
    expect(await store.chooseMemberByCard("NEW9")).toBe(true);
    expect(order.partner_id.id).toBe(3);
    expect(calls[0]).toEqual(["retail_card_for_till", 1, "NEW9"]);
});
test("a member who was merged meanwhile gives way to the survivor, an archived one goes", async () => {
    const merged = await setupStore({ retail_member_for_till: answer(3) });
    await merged.store.chooseMember(merged.member);
    expect(merged.order.partner_id.id).toBe(3);
});
test("a member who was archived meanwhile leaves the sale", async () => {
    const { store, member, order } = await setupStore({ retail_member_for_till: answer(false) });
    await store.chooseMember(member);
    expect(order.partner_id).toBe(undefined);
});
test("a return stays with the member who bought", async () => {
    const { store, member } = await setupStore();
    const order = await getFilledOrder(store);
    order.setPartner(store.models["res.partner"].get(3));
    patchWithCleanup(order, { getHasRefundLines: () => true });
    await store.chooseMember(member);
    expect(order.partner_id.id).toBe(3);
});
test("P5.1.1.1b a member added offline is on the sale at once and goes to the server as a key", async () => {
    const { store, order } = await setupStore();
    const { member } = await store.addMember(PERSON);
    expect(store.outbox.waiting[0].values).toMatchObject(PERSON);
    const { uuid } = store.outbox.waiting[0];
    await store.chooseMember(member);
    expect(order.partner_id.name).toBe("Li Lei");
    expect(order.partner_id.phone).toBe("138****8000");
    const sent = order.serializeForORM();
    expect(sent.member_uuid).toBe(uuid);
    expect("partner_id" in sent).toBe(false);
    order.setPartner(false);
    expect(order.serializeForORM().member_uuid).toBe(false);
});
test("a member whom the server has is on the phone's disk before anybody is told of him", async () => {
    const { store } = await setupStore({ retail_member_for_till: answer(MEMBER_ID) });
    store.outbox.deliver = async () => ({ state: "done", result: { id: MEMBER_ID } });
    const written = new Deferred();
    patchWithCleanup(store.data, { synchronizeServerDataInIndexedDB: () => written });
    const steps = [];
    const adding = store.addMember(PERSON).then(({ member }) => steps.push(member.id));
    await waitUntil(() => !store.outbox.entries.length);
    await animationFrame();
    steps.push("written");
    written.resolve();
    await adding;
    expect(steps).toEqual(["written", MEMBER_ID]);
});
test("after a reload the member who waits is back on his sale", async () => {
    const { store, order } = await setupStore();
    const { member } = await store.addMember(PERSON);
    order.setPartner(member);
    const { id } = member;
    member.delete();
    await store.restoreAddedMembers();
    expect(store.models["res.partner"].get(id).name).toBe("Li Lei");
});
test("when the server knows the member he takes the place of the one who waited", async () => {
    const { store, order } = await setupStore({ retail_member_for_till: answer(3) });
    const { member } = await store.addMember(PERSON);
    const { id } = member;
    await store.chooseMember(member);
    store.outbox.deliver = async () => ({ state: "done", result: { id: 3, joined: true } });
    const [entry] = store.outbox.waiting;
    await store.outbox.flush();
    await store.replaceAddedMember(entry.uuid, 3);
    expect(order.partner_id.id).toBe(3);
    expect(order.member_uuid).toBe(false);
    expect(store.models["res.partner"].get(id)).toBe(undefined);
});
test("what the server refuses is told on the form and kept nowhere", async () => {
    const { store } = await setupStore();
    store.outbox.deliver = async () => ({ state: "refused", error: "No such number" });
    expect(await store.addMember(PERSON)).toEqual({ error: "No such number" });
    expect(store.outbox.entries).toEqual([]);
});
test("a member goes out before the sales that name him", async () => {
    const { store } = await setupStore();
    await store.addMember(PERSON);
    const sent = [];
    store.outbox.deliver = async ({ method }) => {
        sent.push(method);
        return { state: "done", result: { id: 3 } };
    };
    patchWithCleanup(store.data, {
        async call(model, method) {
            sent.push(method);
            throw new ConnectionLostError(method);
        },
    });
    await store.syncAllOrders({ orders: [await getFilledOrder(store)] });
    expect(sent.indexOf("_retail_add_member_from_phone")).toBe(0);
});
test("the panel is the server's, without a connection the last one", async () => {
    const answers = { retail_member_panel: { name: "Li Lei", purchases: [] } };
    const { store, member } = await setupStore(answers);
    const online = await store.readMemberPanel(member);
    expect(online.isOld).toBe(false);
    delete answers.retail_member_panel;
    expect(await store.readMemberPanel(member)).toEqual({
        panel: online.panel,
        at: store.memberPanels.get(MEMBER_ID).at,
        isOld: true,
    });
    expect(await store.readMemberPanel(store.models["res.partner"].get(3))).toBe(null);
});
test("without a connection the picker says how many members are on this phone", async () => {
    const { store, member } = await setupStore();
    member.is_member = true;
    expect(store.membersHere).toBe("");
    store.data.network.offline = true;
    expect(String(store.membersHere)).toMatch(/members, 1 are on this phone/);
});
