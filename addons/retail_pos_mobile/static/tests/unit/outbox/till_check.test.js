import { expect, test } from "@odoo/hoot";
import { damageOf, divide, halfWritten } from "@retail_pos_mobile/app/outbox/till_check";

const EXPECTED = ["pos.config", "pos.session", "res.company", "res.users", "pos.payment.method"]
    .concat("res.currency", "product.product")
    .map((table) => ["id", table])
    .concat([["uuid", "pos.order"]]);
const whole = () => Object.fromEntries(EXPECTED.map(([key, table]) => [table, { key, count: 3 }]));
const without = (table) => {
    const found = whole();
    delete found[table];
    return found;
};
const changed = (table, values) => ({ ...whole(), [table]: { ...whole()[table], ...values } });

test("a database in order, and one that is new, are not damaged", () => {
    expect(damageOf(whole(), EXPECTED, null)).toBe("");
    expect(damageOf({}, EXPECTED, null)).toBe("");
});
test("a table that is missing, empty, half written or kept by another key is damage", () => {
    expect(damageOf(without("product.product"), EXPECTED, null)).toMatch(/is missing/);
    expect(damageOf(changed("pos.config", { count: 0 }), EXPECTED, null)).toMatch(/is empty/);
    expect(damageOf(changed("res.currency", { count: 0 }), EXPECTED, null)).toMatch(/is empty/);
    expect(damageOf(whole(), EXPECTED, { "product.product": 5 })).toMatch(/half written/);
    expect(damageOf(whole(), EXPECTED, { "product.product": 3 })).toBe("");
    expect(damageOf(changed("pos.order", { key: "id" }), EXPECTED, null)).toMatch(/kept by id/);
});
test("an empty database has not got what was to be written", () => {
    expect(halfWritten({}, { "pos.session": 1 })).toBe("pos.session");
    expect(halfWritten(whole(), { "pos.session": 3 })).toBe(undefined);
    expect(halfWritten(whole(), null)).toBe(undefined);
});
test("a shop may have no goods, and a till no session yet", () => {
    expect(damageOf(changed("product.product", { count: 0 }), EXPECTED, null)).toBe("");
    expect(damageOf(changed("pos.session", { count: 0 }), EXPECTED, null)).toBe("");
});
test("of carts, only the records that cannot be used are set aside", () => {
    const order = { id: "pos.order_1", uuid: "0123456789ab", state: "draft", lines: [1] };
    const line = { id: "x", uuid: "0123456789cd", order_id: "pos.order_1", product_id: 7 };
    const { sound, damaged } = divide({
        "pos.order": [order, { ...order, lines: null }, null],
        "pos.order.line": [line, { ...line, product_id: false }],
        "pos.payment": [],
        "product.attribute.custom.value": [{ id: 4 }, "garbage"],
    });
    expect(sound["pos.order"]).toEqual([order]);
    expect(sound["pos.order.line"]).toEqual([line]);
    expect(sound["product.attribute.custom.value"]).toEqual([{ id: 4 }]);
    expect(Object.keys(damaged)).toEqual([
        "pos.order",
        "pos.order.line",
        "product.attribute.custom.value",
    ]);
});
