import { describe, expect, test } from "@odoo/hoot";
import {
    isSaleNumber,
    newSaleNumber,
    parseShort,
    shortForm,
} from "@retail_pos_mobile/app/receipts/sale_number";

const MOMENT = 1_795_305_600_000;

describe.current.tags("headless");

test("A-P1: a hundred thousand tills in one millisecond draw different numbers", () => {
    const numbers = new Set(Array.from({ length: 100_000 }, () => newSaleNumber(MOMENT)));
    expect(numbers.size).toBe(100_000);
    expect([...numbers].every(isSaleNumber)).toBe(true);
});
test("A-P1: their order is that of time", () => {
    const moments = [0, 1, 31, 32, 1023, MOMENT - 1, MOMENT, MOMENT + 1, 2 ** 48 - 1];
    const numbers = moments.map((moment) => newSaleNumber(moment));
    expect([...numbers].sort()).toEqual(numbers);
});
test("the short form is the server's", () => {
    // As in lib/sale_number.py
    expect(shortForm("01KT0000000123456789ABCDEF", "UTC")).toBe("260531-789AB-CDEFG");
    expect(shortForm("01M82MZC000000000000000000", "Asia/Shanghai")).toBe("261123-00000-0000C");
});
test("what was typed is read generously, and a slip is noticed", () => {
    expect(parseShort(" 260531 789ab-cdefg ")).toBe("260531-789AB-CDEFG");
    expect(parseShort("26O53l-789AB-CDEFG")).toBe("260531-789AB-CDEFG");
    for (const wrong of ["260531-789AB-CDEFH", "260531-798AB-CDEFG", "26-1-000001", "", null]) {
        expect(parseShort(wrong)).toBe("");
    }
});
test("no other text passes for a number", () => {
    for (const wrong of ["", null, "8".repeat(26), "01kt0000000123456789abcdef", "I".repeat(26)]) {
        expect(isSaleNumber(wrong)).toBe(false);
    }
});
