import { describe, expect, test } from "@odoo/hoot";
import { isUnlikelyCash, suggestCash } from "@retail_pos_mobile/app/settle/cash_notes";

describe.current.tags("headless");

test("P5.1.3.1c: the exact amount comes first, then what notes make of it", () => {
    expect(suggestCash(318.4, "CNY")).toEqual([318.4, 320, 350, 400]);
    expect(suggestCash(37, "CNY")).toEqual([37, 40, 50, 100]);
    expect(suggestCash(599, "CNY")).toEqual([599, 600]);
    expect(suggestCash(600, "CNY")).toEqual([600]);
    expect(suggestCash(23.5, "EUR")).toEqual([23.5, 50, 100, 200]);
    expect(suggestCash(0.3, "USD")).toEqual([0.3, 20, 50, 100]);
});
test("currencies without and with three decimals", () => {
    expect(suggestCash(1980, "JPY")).toEqual([1980, 2000, 5000, 10000]);
    expect(suggestCash(1.105, "KWD")).toEqual([1.105, 5, 10, 20]);
});
test("an unknown currency gets round amounts of the same size", () => {
    expect(suggestCash(1_234_000, "VND")).toEqual([1_234_000, 2_000_000, 5_000_000, 10_000_000]);
});
test("sums of a computer are no more than those of a person", () => {
    expect(suggestCash(0.1 + 0.2, "KWD")[1]).toBe(5);
    expect(suggestCash(49.99999999999, "CNY").at(-1)).toBe(100);
});
test("nothing is suggested where nothing is due", () => {
    for (const due of [0, -5, NaN, undefined]) {
        expect(suggestCash(due, "CNY")).toEqual([]);
    }
});
test("nobody gets back a whole note of those that he gave", () => {
    expect(isUnlikelyCash(599, 700, "CNY")).toBe(true);
    expect(isUnlikelyCash(599, 599599, "CNY")).toBe(true);
    expect(isUnlikelyCash(599, 600, "CNY")).toBe(false);
    expect(isUnlikelyCash(37, 100, "CNY")).toBe(false);
    expect(isUnlikelyCash(-10, 1e9, "CNY")).toBe(false);
});
