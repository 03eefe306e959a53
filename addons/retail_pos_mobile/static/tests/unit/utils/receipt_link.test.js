import { describe, expect, test } from "@odoo/hoot";
import { newReceiptToken, tokenOfReceiptLink } from "@retail_pos_mobile/app/utils/receipt_link";

const TOKEN = "0123456789abcdef".repeat(2);

describe.current.tags("headless");

test("a token is 128 bits in hexadecimal, and another each time", () => {
    const tokens = Array.from({ length: 50 }, newReceiptToken);
    expect(new Set(tokens).size).toBe(50);
    expect(tokens.every((token) => /^[0-9a-f]{32}$/.test(token))).toBe(true);
});
test("the token of a link is found, of other codes there is none", () => {
    expect(tokenOfReceiptLink(`https://shop.example/receipt/${TOKEN}`)).toBe(TOKEN);
    expect(tokenOfReceiptLink(`https://shop.example/receipt/${TOKEN}?lang=zh_CN`)).toBe(TOKEN);
    for (const other of ["", null, "4006381333931", `https://shop.example/receipt/${TOKEN}0`]) {
        expect(tokenOfReceiptLink(other)).toBe("");
    }
});
