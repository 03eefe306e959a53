import { describe, expect, test } from "@odoo/hoot";
import {
    findMembers,
    isPlausiblePhone,
    maskPhone,
    normalCardNumber,
} from "@retail_pos_mobile/app/members/member_search";

const LI_LEI = { name: "李雷", name_pinyin: "lilei ll", phone: "138****4567", barcode: "0420001" };
const TOM = { name: "Tom Grün", phone: "137-1234-4567", barcode: false };
const NOBODY = { name: false, phone: false, barcode: false };
const MEMBERS = [NOBODY, LI_LEI, TOM];

const find = (query, limit = 5) => findMembers(MEMBERS, query, limit);

describe.current.tags("headless");

test("a member is found by the last digits of the phone number", () => {
    expect(find("4567")).toEqual([LI_LEI, TOM]);
    expect(find("567")).toEqual([LI_LEI, TOM]);
});
test("digits in the middle find nobody until the number is nearly whole", () => {
    expect(find("1234")).toEqual([]);
    expect(find("1234456")).toEqual([TOM]);
});
test("a number may be typed as it is spoken", () => {
    expect(find("(137) 1234-4567")).toEqual([TOM]);
});
test("of a masked number the ends count: a whole number finds whom it may belong to", () => {
    for (const number of ["138 0013 4567", "+86 138-0013-4567", "13899994567"]) {
        expect(find(number)).toEqual([LI_LEI]);
    }
    for (const number of ["13700134567", "13800134568", "38000", "84567"]) {
        expect(find(number)).toEqual([]);
    }
});
test("a member is found by the whole bar code", () => {
    expect(find("0420001")).toEqual([LI_LEI]);
    expect(find("042000")).toEqual([]);
});
test("a member is found by a part of the name, accents aside, by pinyin and initials", () => {
    for (const name of ["雷", "lilei", "Li Lei", "LL", "lei"]) {
        expect(find(name)).toEqual([LI_LEI]);
    }
    expect(find("grun")).toEqual([TOM]);
    expect(find("😀")).toEqual([]);
});
test("no more members than fit on the sheet", () => {
    expect(find("4567", 1)).toEqual([LI_LEI]);
});
test("a card number has one form, and not every code is one", () => {
    expect(["vip 1", "ｖｉｐ１", "044-000_1"].map(normalCardNumber)).toEqual([
        "VIP1",
        "VIP1",
        "044-000_1",
    ]);
    for (const other of ["", null, "-1", "a%b", "李雷", "https://x.cn/a", "1".repeat(33)]) {
        expect(normalCardNumber(other)).toBe("");
    }
});
test("what can be a phone number", () => {
    expect(["13800138000", "+86 (138) 0013-8000", "62837714"].every(isPlausiblePhone)).toBe(true);
    expect(["", "12", "1380013800a", "1".repeat(16)].some(isPlausiblePhone)).toBe(false);
});
test("a phone number is masked, without the country, once", () => {
    expect(maskPhone("+86 138 0013 4567")).toBe("138****4567");
    expect(maskPhone("138****4567")).toBe("138****4567");
    expect(maskPhone("4567")).toBe("****4567");
    expect(maskPhone(false)).toBe("");
});
