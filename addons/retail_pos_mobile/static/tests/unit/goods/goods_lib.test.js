import { describe, expect, test } from "@odoo/hoot";
import { readQuantity } from "@retail_pos_mobile/app/goods/lib/quantity";
import { ScanMemory } from "@retail_pos_mobile/app/goods/lib/scan_memory";
import { StockBook } from "@retail_pos_mobile/app/goods/lib/stock_book";
import { layOutVariants } from "@retail_pos_mobile/app/goods/lib/variant_matrix";

describe.current.tags("headless");

const MINUTE = 60000;
const NONE = new Set();
const summary = (rows) => ({
    ids: rows.map(([id]) => id),
    here: rows.map(([, here]) => here),
    stores: rows.map(([, , stores]) => stores),
    central: rows.map(([, , , central]) => central),
});
const bookOf = (...rows) => {
    const book = new StockBook();
    book.replace(summary(rows), NONE, 0);
    return book;
};

describe("the stock book", () => {
    test("P5.1.2-1: tells what lies here, in other stores and in warehouses", () => {
        const book = bookOf([1, 4, 2, 30]);
        expect([book.here(1), book.stores(1), book.central(1), book.elsewhere(1)]).toEqual([
            4, 2, 30, 32,
        ]);
        expect([book.here(9), book.elsewhere(9), book.has(9)]).toEqual([0, 0, false]);
    });
    test("a store with less than nothing takes nothing from another's stock", () => {
        expect(bookOf([1, 0, -3, 5]).elsewhere(1)).toBe(5);
    });
    test("what was sold is off the stock at once, what came back is on it", () => {
        const book = bookOf([1, 4, 0, 0]);
        book.sell("a", [[1, 3]]);
        book.sell("b", [[1, -1]]);
        expect(book.here(1)).toBe(2);
    });
    test("a sale that is told twice counts once", () => {
        const book = bookOf([1, 4, 0, 0]);
        book.sell("a", [[1, 1]]);
        book.sell("a", [[1, 1]]);
        expect(book.here(1)).toBe(3);
    });
    test("a sale counts until the server's figures hold it", () => {
        const book = bookOf([1, 4, 0, 0]);
        book.sell("sent", [[1, 1]]);
        book.sell("unsent", [[1, 1]]);
        book.replace(summary([[1, 3, 0, 0]]), new Set(["unsent"]), 0);
        expect(book.here(1)).toBe(2);
        book.replace(summary([[1, 2, 0, 0]]), NONE, 0);
        expect(book.here(1)).toBe(2);
    });
    test("figures of one style leave the others, and their sales, alone", () => {
        const book = bookOf([1, 4, 0, 0], [2, 5, 0, 0]);
        book.sell("a", [
            [1, 1],
            [2, 1],
        ]);
        book.update(summary([[1, 3, 7, 0]]), NONE, [1]);
        expect([book.here(1), book.stores(1), book.here(2)]).toEqual([3, 7, 4]);
        book.update(summary([]), NONE, [2]);
        expect(book.has(2)).toBe(false);
    });
    test("it is the same after it was kept, sales and age too", () => {
        const book = bookOf([1, 4, 2, 0]);
        book.sell("a", [[1, 1]]);
        const again = new StockBook(JSON.parse(JSON.stringify(book)));
        expect([again.here(1), again.stores(1), again.age(12 * MINUTE)]).toEqual([3, 2, 12]);
    });
    test("a book that was never told knows that it does not know", () => {
        const book = new StockBook();
        expect([book.isKnown, book.age(MINUTE)]).toEqual([false, Infinity]);
        expect(bookOf().age(-MINUTE)).toBe(0);
    });
});

describe("the table of variants", () => {
    const value = (id, name, color = "") => ({ id, name, color });
    const COLOURS = { isSize: false, values: [value(1, "Black", "#000"), value(2, "Navy")] };
    const SIZES = { isSize: true, values: [value(3, "S"), value(4, "M"), value(5, "L")] };

    test("P5.1.2-3: sizes stand across, colours down, and a gap is a gap", () => {
        const table = layOutVariants(
            [COLOURS, SIZES],
            [
                { id: 10, valueIds: [1, 3] },
                { id: 11, valueIds: [1, 4] },
                { id: 12, valueIds: [4, 2] },
            ]
        );
        expect(table.columns.map(({ label }) => label)).toEqual(["S", "M"]);
        expect(table.rows.map(({ label, color, cells }) => [label, color, cells])).toEqual([
            ["Black", "#000", [10, 11]],
            ["Navy", "", [null, 12]],
        ]);
    });
    test("a style of one variant is one cell", () => {
        expect(layOutVariants([], [{ id: 7, valueIds: [] }])).toEqual({
            columns: [{ key: 0, label: "" }],
            rows: [{ key: "", label: "", color: "", cells: [7] }],
        });
    });
    test("without sizes there is one column, without colours one row", () => {
        const variants = [1, 2].map((id) => ({ id: id + 20, valueIds: [id] }));
        expect(layOutVariants([COLOURS], variants).rows.map(({ cells }) => cells)).toEqual([
            [21],
            [22],
        ]);
        const sizes = [3, 5].map((id) => ({ id: id + 20, valueIds: [id] }));
        expect(layOutVariants([SIZES], sizes).rows.map(({ cells }) => cells)).toEqual([[23, 25]]);
    });
    test("a third attribute makes rows of its own", () => {
        const fits = { isSize: false, values: [value(8, "Slim"), value(9, "Wide")] };
        const { rows } = layOutVariants(
            [COLOURS, fits, SIZES],
            [
                { id: 30, valueIds: [1, 8, 3] },
                { id: 31, valueIds: [2, 9, 3] },
            ]
        );
        expect(rows.map(({ label, cells }) => [label, cells])).toEqual([
            ["Black, Slim", [30]],
            ["Navy, Wide", [31]],
        ]);
    });
    test("a style without variants has an empty table", () => {
        expect(layOutVariants([COLOURS, SIZES], [])).toEqual({ columns: [], rows: [] });
    });
});

describe("a quantity that was typed", () => {
    for (const [typed, isPiece, expected] of [
        ["3", true, { quantity: 3 }],
        ["0", true, { quantity: 0 }],
        ["-1", true, { problem: "negative" }],
        ["1.5", true, { problem: "fraction" }],
        ["1.5", false, { quantity: 1.5 }],
        ["1000000000", true, { problem: "too_many" }],
        ["1000000000", false, { problem: "too_many" }],
        ["", true, { problem: "no_number" }],
        ["two", true, { problem: "no_number" }],
        [Infinity, true, { problem: "no_number" }],
        [NaN, true, { problem: "no_number" }],
    ]) {
        test(`“${typed}” of ${isPiece ? "shirts" : "cloth"}`, () => {
            expect(readQuantity(typed, isPiece)).toEqual(expected);
        });
    }
});

test("M-F1a: a code that is held before the camera counts once, until it was out of sight", () => {
    const memory = new ScanMemory();
    expect(memory.isNew("A", 0)).toBe(true);
    expect(memory.isNew("A", 400)).toBe(false);
    expect(memory.isNew("A", 1800)).toBe(false);
    expect(memory.isNew("B", 2000)).toBe(true);
    expect(memory.isNew("A", 2400)).toBe(true);
    expect(memory.isNew("A", 4000)).toBe(true);
});
