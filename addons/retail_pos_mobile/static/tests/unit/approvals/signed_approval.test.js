import { expect, test } from "@odoo/hoot";
import {
    askText,
    makeKey,
    publicText,
    readAsk,
    sign,
    verify,
} from "@retail_pos_mobile/app/approvals/lib/signed_approval";

const KEY = "4f2aa1de-5b1c-4c0e-9a3d-0d6f7a1b2c3d";
const NOW = 1_800_000_000_000;
const WANTED = {
    configId: 3,
    key: KEY,
    userId: 7,
    needs: [{ operation: "discount", amount: 40, label: "Jacket" }],
};

async function phones() {
    const pair = await makeKey();
    const manager = {
        id: 5,
        name: "Chen",
        key: await publicText(pair.publicKey),
        operations: ["discount", "price"],
    };
    const asked = readAsk(askText({ ...WANTED, who: "Wang", reason: "箱子破了" }));
    return { pair, manager, asked };
}

test("what a guide's phone shows is what the manager's reads, in any script", async () => {
    const { asked } = await phones();
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
test("the private key cannot leave the phone", async () => {
    const { pair } = await phones();
    expect(pair.privateKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey("pkcs8", pair.privateKey)).rejects.toThrow();
});
test("what the manager signed counts on the guide's phone", async () => {
    const { pair, manager, asked } = await phones();
    const signed = await sign(asked, 5, pair.privateKey, NOW);
    expect(await verify(signed, WANTED, [manager], NOW)).toEqual({
        by: "Chen",
        amounts: { discount: 40 },
    });
    expect(await sign(asked, 5, pair.privateKey, NOW)).not.toBe(signed);
});
test("what does not count, and why", async () => {
    const { pair, manager, asked } = await phones();
    const signed = await sign(asked, 5, pair.privateKey, NOW);
    const [mark, payload, signature] = signed.split(".");
    const other = await makeKey();
    const check = (text, wanted = {}, keys = [manager], now = NOW) =>
        verify(text, { ...WANTED, ...wanted }, keys, now);
    expect(await check("hello")).toBe("form");
    expect(await check(signed, {}, [])).toBe("key");
    expect(await check(signed, {}, [{ ...manager, operations: ["price"] }])).toBe("key");
    expect(await check(signed, { key: "another" })).toBe("order");
    expect(await check(signed, { configId: 4 })).toBe("order");
    expect(await check(signed, { userId: 8 })).toBe("order");
    expect(await check(signed, { needs: [{ operation: "discount", amount: 41 }] })).toBe("amount");
    expect(await check(signed, { needs: [{ operation: "price", amount: 1 }] })).toBe("amount");
    expect(await check(signed, {}, [manager], NOW + 26 * 60_000)).toBe("time");
    expect(await check(signed, {}, [manager], NOW - 16 * 60_000)).toBe("time");
    expect(await check(await sign(asked, 5, other.privateKey, NOW))).toBe("signature");
    expect(await check(`${mark}.${payload}.${signature.slice(0, -8)}AAAAAAAA`)).toBe("signature");
    expect(await check(signed, {}, [{ ...manager, key: "no key" }])).toBe("signature");
});
