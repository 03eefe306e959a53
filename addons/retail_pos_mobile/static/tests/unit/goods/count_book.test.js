import { describe, expect, test } from "@odoo/hoot";
import { CountBook } from "@retail_pos_mobile/app/goods/count/count_book";

describe.current.tags("headless");

const JACKET = { id: 7, name: "Jacket" };
const CAP = { id: 8, name: "Cap" };

test("each scan is kept on the phone before it is sent", () => {
    const book = new CountBook("count_kept");
    book.add(JACKET, 1, Date.UTC(2026, 5, 15, 4));
    book.add(JACKET, 1, Date.UTC(2026, 5, 15, 4));
    const again = new CountBook("count_kept"); // the page was loaded anew
    expect(again.pieces).toBe(2);
    expect(again.pending.map(({ quantity }) => quantity)).toEqual([1, 1]);
    expect(again.pending[0].scanned_at).toBe("2026-06-15 04:00:00");
    expect(again.pending[0].uuid).not.toBe(again.pending[1].uuid);
});

test("what was sent is counted still, and not sent again", () => {
    const book = new CountBook("count_sent");
    book.add(JACKET, 1, 0);
    const sent = [...book.pending];
    book.add(CAP, 1, 1);
    book.sent(sent);
    expect(book.pieces).toBe(2);
    expect(new CountBook("count_sent").pending.map((scan) => scan.product_id)).toEqual([CAP.id]);
});

test("the last scan is taken back by a scan of less", () => {
    const book = new CountBook("count_undo");
    book.add(JACKET, 1, 0);
    book.add(CAP, 3, 1);
    book.undo(2);
    expect(book.rows.map(({ name, quantity }) => [name, quantity])).toEqual([
        ["Cap", 0],
        ["Jacket", 1],
    ]);
    expect(book.pending.map(({ quantity }) => quantity)).toEqual([1, 3, -3]);
    book.undo(3);
    book.undo(4); // nothing is left to take back
    expect(book.pieces).toBe(0);
    expect(book.pending.length).toBe(4);
});

test("a number that somebody types is sent as the change", () => {
    const book = new CountBook("count_typed");
    book.add(JACKET, 1, 0);
    book.set(JACKET, 12, 1);
    book.set(JACKET, 12, 2);
    expect(book.pending.map(({ quantity }) => quantity)).toEqual([1, 11]);
});
