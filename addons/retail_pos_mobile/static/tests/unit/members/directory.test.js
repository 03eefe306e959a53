import { expect, test } from "@odoo/hoot";
import { mockFetch } from "@odoo/hoot-mock";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { PosData } from "@point_of_sale/app/services/data_service";
import { MemberBook } from "@retail_pos_mobile/app/members/directory/member_book";
import { MemberDirectory } from "@retail_pos_mobile/app/members/directory/member_directory";
import { secureUuid } from "@retail_pos_mobile/app/utils/secure_uuid";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

const NAMES = ["id", "name", "pinyin", "phone", "cards", "points"];
const columnsOf = (...rows) =>
    Object.fromEntries(NAMES.map((name, place) => [name, rows.map((row) => row[place])]));
const LI = [901, "李雷", "lilei ll", "138****8000", [[71, "M71", 1, "active"]], [[81, 1, 120]]];
const HAN = [902, "韩梅梅", "hanmeimei hmm", "139****9000", [[72, "M72", 1, "lost"]], []];
const idsOf = (rows) => rows.map(({ id }) => id);

test("members in columns are found by name, pinyin, ends of the number and card", () => {
    const book = new MemberBook();
    book.add(columnsOf(LI, HAN));
    for (const query of ["李", "lilei", "LL", "8000", "13800138000", "+86 138 0013 8000"]) {
        expect(idsOf(book.find(query, 5))).toEqual([901], { message: query });
    }
    expect(book.find("13900139999", 5)).toEqual([]);
    expect(idsOf(book.find("m", 1))).toEqual([902]);
    expect(book.holderOf("M71").name).toBe("李雷");
    expect(book.holderOf("M99")).toBe(undefined);
});
test("who changed replaces what was known of him, and who is gone is not found", () => {
    const book = new MemberBook();
    book.add(columnsOf(LI, HAN));
    book.add(columnsOf([...LI.slice(0, 4), [[73, "M73", 1, "active"]], [[81, 1, 90]]]));
    expect([book.count, book.get(901).points]).toEqual([2, [[81, 1, 90]]]);
    expect([book.holderOf("M71"), book.holderOf("M73").id]).toEqual([undefined, 901]);
    book.remove([902]);
    expect([book.count, book.find("han", 5), book.holderOf("M72")]).toEqual([1, [], undefined]);
    const again = new MemberBook();
    again.add(book.whole());
    expect(again.get(901)).toEqual(book.get(901));
});

/** A server that answers each request by the next of the answers; what it was asked. */
function answerWith(...answers) {
    const asked = [];
    mockFetch((_url, { body }) => {
        asked.push(Object.fromEntries(body));
        const answer = answers.shift();
        return new Response(JSON.stringify(answer), {
            headers: { "Content-Type": "application/json" },
        });
    });
    return asked;
}
test("A-K1 they come page by page, stay on the phone, and then only who changed comes", async () => {
    const name = `retail-members-${secureUuid()}`;
    const asked = answerWith(
        { stamp: "s1", is_all: true, columns: columnsOf(LI), next: 901 },
        { stamp: "s2", is_all: true, columns: columnsOf(HAN), next: false },
        { stamp: "s3", columns: columnsOf([...LI.slice(0, 5), [[81, 1, 90]]]), gone: [902] }
    );
    const first = new MemberDirectory(1, name);
    await first.refresh();
    expect([first.book.count, first.isAll]).toEqual([2, true]);

    const afterReload = new MemberDirectory(1, name);
    await afterReload.open();
    expect([afterReload.book.count, afterReload.at]).toEqual([2, first.at]);
    expect(await afterReload.refresh()).toEqual([901]);
    expect(asked).toEqual([{ after: "0" }, { after: "901" }, { since: "s1" }]);

    const later = new MemberDirectory(1, name);
    await later.open();
    expect([later.book.count, later.book.get(901).points]).toEqual([1, [[81, 1, 90]]]);
});
test("a load that broke off leaves none that pass for all", async () => {
    const name = `retail-members-${secureUuid()}`;
    answerWith({ stamp: "s1", is_all: true, columns: columnsOf(LI), next: 901 });
    const directory = new MemberDirectory(1, name);
    await expect(directory.refresh()).rejects.toThrow();
    expect(directory.at).toBe(null);
    const afterReload = new MemberDirectory(1, name);
    await afterReload.open();
    expect([afterReload.book.count, afterReload.at]).toEqual([0, null]);
});

async function setupOffline() {
    // Odoo notes who stands at the till, and does not wait for it
    patchWithCleanup(PosData.prototype, { ormWrite: async () => true });
    const store = await setupPosEnv();
    store.memberDirectory = new MemberDirectory(1, `retail-members-${secureUuid()}`);
    store.memberDirectory.book.add(columnsOf(LI, HAN));
    Object.assign(store.memberDirectory, { at: Date.now(), isAll: true });
    patchWithCleanup(store.data.network, { offline: true });
    return store;
}
test("P5.1.1.1b without a connection a member the till never had is found, with level and points", async () => {
    const store = await setupOffline();
    expect(store.findMembersOnDevice("lilei", 5)).toEqual([]);
    store.bringMembers("lilei", 5);
    const [member] = store.findMembersOnDevice("lilei", 5);
    expect(member.maskedPhone).toBe("138****8000");
    expect(member.memberLevel.id).toBe(1);
    expect(store.getLoyaltyCards(member).map(({ points }) => points)).toEqual([120]);
    const order = store.addNewOrder();
    await store.chooseMember(member);
    expect(order.partner_id.id).toBe(901);
    expect(order.serializeForORM().partner_id).toBe(901);
});
test("his card is scanned without a connection, and a lost one is told", async () => {
    const store = await setupOffline();
    store.addNewOrder();
    expect(await store.chooseMemberByCard("m72")).toBe(true);
    expect(store.getOrder().partner_id.memberNotice).not.toBe("");
    expect(await store.chooseMemberByCard("M99")).toBe(false);
});
test("the page says that all are here and of when the points are; else whom it has", async () => {
    const store = await setupOffline();
    expect(store.membersHere).toMatch(/all 2 members are on this phone, with their points as of/);
    store.memberDirectory.isAll = false;
    expect(store.membersHere).toMatch(/the 2 members of this store/);
    store.memberDirectory.at = null;
    expect(store.membersHere).toMatch(/those whom this till had of late/);
});
