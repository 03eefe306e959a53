import { expect, test } from "@odoo/hoot";
import { askText, readAsk, verify } from "@retail_pos_mobile/app/approvals/lib/signed_approval";

// Signing itself is shown by a real browser, in tests/journeys/test_approvals.py: there is no WebCrypto here
const KEY = "4f2aa1de-5b1c-4c0e-9a3d-0d6f7a1b2c3d";
const NOW = 1_800_000_000_000;
const ISSUED = NOW / 1000;
const WANTED = {
    configId: 3,
    key: KEY,
    userId: 7,
    needs: [{ operation: "discount", amount: 40, label: "Jacket" }],
};
const MANAGER = { id: 5, name: "Chen", key: "", operations: ["discount", "price"] };

function token(changes = {}) {
    const told = {
        ...{ k: 5, n: KEY, c: 3, o: KEY, u: 7, p: { discount: 40 }, i: ISSUED, e: ISSUED + 600 },
        ...changes,
    };
    return `RA1.${btoa(JSON.stringify(told)).replaceAll("=", "")}.AAAA`;
}

test("what a guide's phone shows is what the manager's reads, in any script", () => {
    const asked = readAsk(askText({ ...WANTED, who: "Wang", reason: "箱子破了" }));
    expect(asked).toEqual({
        c: 3,
        o: KEY,
        u: 7,
        g: "Wang",
        r: "箱子破了",
        p: { discount: 40 },
        l: "Jacket",
    });
    for (const text of ["", "hello", "RA1.e30.x", "RQ1.!!", "RQ1.e30"]) {
        expect(readAsk(text)).toBe(null);
    }
});
test("what does not count, and why", async () => {
    const check = (text, keys = [MANAGER], now = NOW) => verify(text, WANTED, keys, now, {});
    expect(await check("hello")).toBe("form");
    expect(await check(token(), [])).toBe("key");
    expect(await check(token(), [{ ...MANAGER, operations: ["price"] }])).toBe("key");
    for (const other of [{ o: "another" }, { c: 4 }, { u: 8 }]) {
        expect(await check(token(other))).toBe("order");
    }
    expect(await check(token({ p: { discount: 39 } }))).toBe("amount");
    expect(await check(token({ p: { price: 40 } }))).toBe("amount");
    expect(await check(token({ e: ISSUED + 10_000 }))).toBe("time");
    expect(await check(token(), [MANAGER], NOW + 26 * 60_000)).toBe("time");
    expect(await check(token(), [MANAGER], NOW - 16 * 60_000)).toBe("time");
    expect(await check(token())).toBe("signature");
});
