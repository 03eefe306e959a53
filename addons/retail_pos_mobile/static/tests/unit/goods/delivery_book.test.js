import { expect, test } from "@odoo/hoot";
import { DeliveryBook } from "@retail_pos_mobile/app/goods/delivery_screen/delivery_book";
import { browser } from "@web/core/browser/browser";

const JACKET = { id: 1, product_id: 11, name: "Jacket", expected: 5 };
const CAP = { id: 2, product_id: 12, name: "Cap", expected: 3 };
const ROWS = [JACKET, CAP];
const SOCK = { product_id: 13, name: "Sock" };

test("what is missing, too much and not on the list is told apart", () => {
    const book = new DeliveryBook("delivery_test_1");
    book.set(JACKET, 7);
    book.set(CAP, 1);
    book.setExtra(SOCK, 2);
    expect(book.pieces(ROWS)).toBe(10);
    expect(book.missing(ROWS)).toBe(2);
    expect(book.surplus(ROWS)).toBe(4);
    book.setExtra(SOCK, 0);
    expect(book.extraRows).toEqual([]);
    expect(book.surplus(ROWS)).toBe(2);
});

test("a blind count knows of nothing missing or too much", () => {
    const book = new DeliveryBook("delivery_test_2");
    const blind = { ...JACKET, expected: null };
    book.set(blind, 7);
    expect(book.missing([blind])).toBe(0);
    expect(book.surplus([blind])).toBe(0);
});

test("counts, damages and pictures outlive a reload", () => {
    const book = new DeliveryBook("delivery_test_3");
    book.set(JACKET, 4);
    book.setDamage(JACKET, { quantity: 1, reason: "wet", note: "", pictures: ["data:x"] });
    const again = new DeliveryBook("delivery_test_3");
    expect(again.countOf(JACKET)).toBe(4);
    expect(again.damageOf(JACKET).pictures).toEqual(["data:x"]);
    again.setDamage(JACKET, { quantity: 0 });
    expect(again.damageOf(JACKET)).toBe(undefined);
    again.forget();
    expect(new DeliveryBook("delivery_test_3").countOf(JACKET)).toBe(0);
});

test("what cannot be read is counted anew", () => {
    browser.localStorage.setItem("delivery_test_4", "{broken");
    expect(new DeliveryBook("delivery_test_4").countOf(JACKET)).toBe(0);
});
