import { describe, expect, test } from "@odoo/hoot";
import { filterReceipts, mergeDays } from "@retail_pos_mobile/app/receipts/kept_receipts";

describe.current.tags("headless");

const receipt = (uuid, values = {}) => ({
    uuid,
    number: `261122-${uuid}`,
    reference: "26-1-000001",
    date: "2026-11-22 06:00:00",
    business_date: "2026-11-22",
    guide_id: 7,
    member: "",
    phone: "",
    amount: 100,
    ...values,
});
const day = (...receipts) => ({ day: "2026-11-22", receipts, data: {} });
const uuids = ({ receipts }) => receipts.map(({ uuid }) => uuid);

test("a receipt that is known is replaced, the newest comes first", () => {
    const kept = day(receipt("A", { copies: 0 }), receipt("B"));
    const merged = mergeDays(
        kept,
        day(receipt("A", { copies: 1 }), receipt("C", { date: "2026-11-22 07:00:00" }))
    );
    expect(uuids(merged)).toEqual(["C", "A", "B"]);
    expect(merged.receipts[1].copies).toBe(1);
});
test("a new day begins anew", () => {
    const merged = mergeDays(day(receipt("A")), { ...day(receipt("B")), day: "2026-11-23" });
    expect(uuids(merged)).toEqual(["B"]);
    expect(uuids(mergeDays(undefined, day(receipt("B"))))).toEqual(["B"]);
});
test("records of orders are joined by their id", () => {
    const kept = { ...day(), data: { "pos.order": [{ id: 1, nb_print: 0 }, { id: 2 }] } };
    const added = { ...day(), data: { "pos.order": [{ id: 1, nb_print: 1 }], "pos.payment": [] } };
    expect(mergeDays(kept, added).data).toEqual({
        "pos.order": [{ id: 2 }, { id: 1, nb_print: 1 }],
        "pos.payment": [],
    });
});
test("the phone finds by what the server finds by", () => {
    const receipts = [
        receipt("AAAAA"),
        receipt("BBBBB", { guide_id: 8, member: "Li Lei", phone: "138****4567", amount: 500 }),
    ];
    const find = (filters) => filterReceipts(receipts, filters).map(({ uuid }) => uuid);
    expect(find({})).toEqual(["AAAAA", "BBBBB"]);
    for (const filters of [
        { guide_id: 8 },
        { member: "li l" },
        { member: "4567" },
        { amount_from: 400 },
        { amount_from: 500, amount_to: 500 },
        { number: "bbbbb" },
    ]) {
        expect(find(filters)).toEqual(["BBBBB"]);
    }
    expect(find({ amount_to: 0 })).toEqual([]);
    expect(find({ day_from: "2026-11-23" })).toEqual([]);
    expect(find({ member: "567" })).toEqual([]);
});
