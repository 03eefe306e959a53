import { describe, expect, test } from "@odoo/hoot";
import { findMembers, maskPhone, memberDomain } from "@retail_pos_mobile/app/utils/member_search";

const LI_LEI = { name: "李雷", phone: "+86 138 0013 4567", barcode: "0420001" };
const TOM = { name: "Tom Grün", phone: "137-1234-4567", barcode: false };
const NOBODY = { name: false, phone: false, barcode: false };
const MEMBERS = [NOBODY, LI_LEI, TOM];

const find = (query, limit = 5) => findMembers(MEMBERS, query, limit);

describe.current.tags("headless");

test("a member is found by the last digits of the phone number", () => {
    expect(find("4567")).toEqual([LI_LEI, TOM]);
    expect(find("34567")).toEqual([LI_LEI]);
});
test("digits in the middle find nobody until the number is nearly whole", () => {
    expect(find("0013")).toEqual([]);
    expect(find("8001345")).toEqual([LI_LEI]);
});
test("a number may be typed as it is spoken", () => {
    expect(find("138 0013 4567")).toEqual([LI_LEI]);
    expect(find("(137) 1234-4567")).toEqual([TOM]);
});
test("a member is found by the whole card number", () => {
    expect(find("0420001")).toEqual([LI_LEI]);
    expect(find("042000")).toEqual([]);
});
test("a member is found by a part of the name, accents aside", () => {
    expect(find("雷")).toEqual([LI_LEI]);
    expect(find("grun")).toEqual([TOM]);
});
test("no more members than fit on the sheet", () => {
    expect(find("4567", 1)).toEqual([LI_LEI]);
});
test("the server looks for the same", () => {
    expect(memberDomain("4567")).toEqual([
        "|",
        ["phone", "=like", "%4567"],
        ["barcode", "=", "4567"],
    ]);
    expect(memberDomain("138 0013")).toEqual([
        "|",
        ["phone_mobile_search", "ilike", "1380013"],
        ["barcode", "=", "1380013"],
    ]);
    expect(memberDomain("雷")).toEqual([["name", "ilike", "雷"]]);
});
test("a phone number is masked, without the country", () => {
    expect(maskPhone("+86 138 0013 4567")).toBe("138****4567");
    expect(maskPhone("13800134567")).toBe("138****4567");
    expect(maskPhone("4567")).toBe("****4567");
    expect(maskPhone(false)).toBe("");
});
