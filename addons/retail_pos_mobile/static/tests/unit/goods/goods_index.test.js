import { describe, expect, test } from "@odoo/hoot";
import { GoodsIndex, compareSizes } from "@retail_pos_mobile/app/goods/lib/goods_index";
import { hashOf } from "@retail_pos_mobile/app/goods/lib/goods_texts";
import { RowsById } from "@retail_pos_mobile/app/goods/lib/rows_by_id";

describe.current.tags("headless");

const variant = (id, colour, size, code) => ({ id, colour, size, codes: [code] });

const JACKET = {
    id: 1,
    name: "Trail Jacket",
    words: ["jiake jk"],
    codes: ["JK-2031"],
    brand: "Alpine",
    category: "Jackets",
    year: "2026",
    season: "Winter",
    price: 599,
    variants: [
        variant(11, "Black", "S", "6900000000011"),
        variant(12, "Black", "M", "6900000000012"),
        variant(13, "Navy", "M", "6900000000013"),
    ],
};
const COAT = {
    id: 2,
    name: "Navy Coat",
    words: ["chongfengyi cfy"],
    codes: ["CT-1"],
    brand: "Boreal",
    category: "Jackets",
    year: "2025",
    season: "Winter",
    price: 899,
    variants: [variant(21, "Navy", "L", "6900000000021")],
};
const SOCK = {
    id: 3,
    name: "Sock",
    words: [""],
    brand: "Alpine",
    category: "Accessories",
    year: "2026",
    season: "",
    price: 29,
    variants: [variant(31, "", "", false)],
};
const ROWS = [JACKET, COAT, SOCK];
const index = new GoodsIndex(ROWS, { size: compareSizes });

const find = (search, isHere) => index.find(search, isHere).ids;
const counts = (search, facet, isHere) =>
    Object.fromEntries(
        index.find(search, isHere).counts[facet].map(({ value, count }) => [value, count])
    );

test("P5.1.2-1: nothing typed and nothing chosen shows all goods as they are ordered", () => {
    expect(find()).toEqual([1, 2, 3]);
});
test("P5.1.2-1: goods are found by name, style number, bar code, full pinyin and initials", () => {
    for (const text of ["trail", "JK-2031", "2031", "6900000000013", "jiake", "jk", "  Trail  "]) {
        expect(find({ text })).toEqual([1]);
    }
    expect(find({ text: "cfy" })).toEqual([2]);
    expect(find({ text: "nothing" })).toEqual([]);
});
test("every word that is typed must be found, wherever it stands", () => {
    expect(find({ text: "jacket black" })).toEqual([1]);
    expect(find({ text: "coat black" })).toEqual([]);
});
test("a code comes first, then names that begin so, then names that hold it, then the rest", () => {
    const named = (id, name, codes = []) => ({ ...SOCK, id, name, codes, variants: [] });
    const goods = new GoodsIndex(
        [
            { ...JACKET, id: 4, name: "Shirt" },
            named(1, "Old Navy"),
            named(2, "Navy Cap"),
            named(3, "Belt", ["navy"]),
        ].map((row) => ({ ...row, variants: row.variants.length ? row.variants : SOCK.variants }))
    );
    expect(goods.find({ text: "navy" }).ids).toEqual([3, 2, 1, 4]);
});
test("accents and wide letters are typed without", () => {
    const goods = new GoodsIndex([{ ...SOCK, name: "Ｃrème" }]);
    expect(goods.find({ text: "creme" }).ids).toEqual([3]);
});
test("P5.1.2-1: one of several values of a facet is enough, but each facet must be met", () => {
    expect(find({ chosen: { brand: ["Alpine"] } })).toEqual([1, 3]);
    expect(find({ chosen: { brand: ["Alpine", "Boreal"] } })).toEqual([1, 2, 3]);
    expect(find({ chosen: { brand: ["Alpine"], category: ["Jackets"] } })).toEqual([1]);
    expect(find({ chosen: { year: ["2025"], season: ["Winter"] } })).toEqual([2]);
});
test("colour, size and stock must meet in one variant", () => {
    expect(find({ chosen: { colour: ["Black"], size: ["M"] } })).toEqual([1]);
    expect(find({ chosen: { colour: ["Navy"], size: ["S"] } })).toEqual([]);
    const onlyNavyIsHere = (id) => id === 13;
    expect(find({ inStock: true }, onlyNavyIsHere)).toEqual([1]);
    expect(find({ inStock: true, chosen: { colour: ["Black"] } }, onlyNavyIsHere)).toEqual([]);
});
test("the price is bounded on either side, bounds included", () => {
    expect(find({ minPrice: 599 })).toEqual([1, 2]);
    expect(find({ maxPrice: 599 })).toEqual([1, 3]);
    expect(find({ minPrice: 30, maxPrice: 600 })).toEqual([1]);
    expect(find({ minPrice: null, maxPrice: null })).toEqual([1, 2, 3]);
    expect(find({ minPrice: 900, maxPrice: 100 })).toEqual([]);
});
test("a count tells what one more choice would leave", () => {
    expect(counts({}, "brand")).toEqual({ Alpine: 2, Boreal: 1 });
    // The choice of a facet does not narrow that facet itself
    const chosen = { brand: ["Alpine"] };
    expect(counts({ chosen }, "brand")).toEqual({ Alpine: 2, Boreal: 1 });
    expect(counts({ chosen }, "category")).toEqual({ Accessories: 1, Jackets: 1 });
    expect(counts({ text: "coat" }, "brand")).toEqual({ Boreal: 1 });
});
test("a style counts once for each colour and size, however many variants have it", () => {
    expect(counts({}, "colour")).toEqual({ Black: 1, Navy: 2 });
    expect(counts({ chosen: { size: ["M"] } }, "colour")).toEqual({ Black: 1, Navy: 1 });
    expect(counts({ chosen: { colour: ["Black"] } }, "size")).toEqual({ S: 1, M: 1 });
});
test("what is chosen stays to be seen when nothing is left of it", () => {
    const { counts: found } = index.find({ text: "sock", chosen: { brand: ["Boreal"] } });
    expect(found.brand).toEqual([
        { value: "Alpine", count: 1, isChosen: false },
        { value: "Boreal", count: 0, isChosen: true },
    ]);
});
test("the count of what is in stock heeds all other choices, chosen or not", () => {
    const here = (id) => id === 12 || id === 31;
    expect(index.find({}, here).counts.inStock).toBe(2);
    expect(index.find({ inStock: true }, here).counts.inStock).toBe(2);
    expect(index.find({ chosen: { size: ["S"] } }, here).counts.inStock).toBe(0);
});
test("a code that was typed in full is one variant, unless two have it", () => {
    expect(index.variantWithCode(" 6900000000012 ")).toBe(12);
    expect(index.variantWithCode("690000000001")).toBe(undefined);
    const twins = new GoodsIndex([
        { ...JACKET, variants: [variant(1, "", "", "A1"), variant(2, "", "", "A1")] },
    ]);
    expect(twins.variantWithCode("a1")).toBe(undefined);
});
test("a value that nobody has, and a catalogue without goods, leave nothing", () => {
    expect(find({ chosen: { brand: ["Gone"] } })).toEqual([]);
    const empty = new GoodsIndex([]);
    expect(empty.find({ text: "a", chosen: { brand: ["A"] } })).toEqual({
        ids: [],
        counts: { brand: [], category: [], year: [], season: [], colour: [], size: [], inStock: 0 },
    });
});
test("sizes stand as they hang on the rack", () => {
    const sizes = ["XL", "42", "M", "One size", "36", "XS", "38.5", "2XL", "S", "L"];
    expect(sizes.sort(compareSizes)).toEqual([
        "XS",
        "S",
        "M",
        "L",
        "XL",
        "2XL",
        "36",
        "38.5",
        "42",
        "One size",
    ]);
});

/** Goods in the order of no rank, half of them after the index was laid in order. */
const manyGoods = () => {
    const words = ["navy", "black", "coat", "cap", "69", "jk"];
    const row = (id) => ({
        id,
        name: `${words[id % 6]} ${words[(id * 5 + 1) % 6]} ${id}`,
        words: [words[(id * 7 + 2) % 6]],
        codes: [`${words[(id * 3) % 6]}${id % 4}`],
        brand: id % 3 ? "Alpine" : "Boreal",
        category: "Goods",
        price: id * 10,
        rank: (id * 37) % 50,
        isTracked: id % 5 > 0,
        variants: [variant(id * 10, id % 2 ? "Black" : "", "", `69${id}`)],
    });
    const rows = Array.from({ length: 60 }, (_, number) => row(number + 1));
    const goods = new GoodsIndex(rows.slice(0, 30).sort((a, b) => a.rank - b.rank || byText(a, b)));
    goods.add(rows.slice(30));
    goods.remove([3, 40]);
    return goods;
};
const byText = (a, b) => (a.name < b.name ? -1 : 1);
const SEARCHES = [
    ...["", "navy", "nav", "69", "691", "jk1", "navy coat", "black 1", "cap jk", "x", "1"].map(
        (text) => ({ text })
    ),
    { text: "navy", chosen: { brand: ["Boreal"] } },
    { chosen: { colour: ["Black"] }, inStock: true },
    { text: "coat", minPrice: 100, maxPrice: 400 },
];
test("A-P1: the first of what is found are the first of all that is found, in the same order", () => {
    const goods = manyGoods();
    const isHere = (id, isTracked) => !isTracked || id % 3 > 0;
    expect(goods.unsettled).toBeGreaterThan(20);
    for (const search of SEARCHES) {
        const all = goods.find(search, isHere).ids;
        for (const count of [1, 7, Infinity]) {
            expect(goods.first(search, count, isHere)).toEqual(all.slice(0, count));
        }
    }
    expect(goods.first({ text: "navy" }, 100).length).toBeGreaterThan(10);
});
test("an index that is laid in order finds the same, and forgets what was removed", () => {
    const goods = manyGoods();
    const settled = new GoodsIndex();
    for (const rows of goods.rowsInOrder(7)) {
        settled.add(rows);
    }
    expect([settled.unsettled, settled.waste, settled.size]).toEqual([0, 0, 58]);
    for (const search of SEARCHES) {
        expect(settled.find(search)).toEqual(goods.find(search));
        expect(settled.first(search, 5)).toEqual(goods.first(search, 5));
    }
    expect(settled.variantsWithCode("6912")).toEqual([120]);
    expect(settled.variantsWithCode("693")).toEqual([]);
    expect(settled.styleOfVariant(120)).toBe(12);
});
test("what is nowhere is remembered until something comes that has it", () => {
    const goods = new GoodsIndex([JACKET]);
    expect(goods.first({ text: "soc" })).toEqual([]);
    expect(goods.first({ text: "sock" })).toEqual([]);
    goods.add([SOCK]);
    expect(goods.first({ text: "sock" })).toEqual([3]);
});
test("a row is found by its id, the latest where there are several", () => {
    const rows = new RowsById(new Int32Array([7, 2000000000, 3, 7]));
    expect([7, 2000000000, 3].map((id) => rows.get(id))).toEqual([3, 1, 2]);
    expect([0, 4, 8, 2000000001].map((id) => rows.get(id))).toEqual(Array(4).fill(undefined));
});
test("rows that come later are found as if all had come at once", () => {
    const [first, later] = [
        [7, 5, 9],
        [5, 2, 7, 11],
    ];
    const grown = new RowsById(first).with(later);
    expect([...grown.pairs]).toEqual([...new RowsById([...first, ...later]).pairs]);
    expect([5, 7, 11, 3].map((id) => grown.all(id))).toEqual([[1, 3], [0, 5], [6], []]);
});
test("P5.1.3-1: two codes of one number are still two codes, and the start of a code is none", () => {
    expect(hashOf("an")).toBe(hashOf("c0"));
    const goods = new GoodsIndex([
        { ...SOCK, codes: [], variants: [variant(31, "", "", "AN")] },
        { ...COAT, codes: [], variants: [variant(21, "", "", "C0")] },
        { ...JACKET, codes: [], variants: [variant(11, "", "", "An-7")] },
    ]);
    expect(goods.variantsWithCode("an")).toEqual([31]);
    expect(goods.variantsWithCode("c0")).toEqual([21]);
});
test("A-P1: an index that the disk kept finds what came before and what comes later", () => {
    const kept = GoodsIndex.from(structuredClone(new GoodsIndex([JACKET, COAT]).toJSON()), {});
    kept.add([{ ...COAT, price: 1 }, SOCK]);
    expect(kept.variantsWithCode("6900000000013")).toEqual([13]);
    expect(kept.first({ text: "ct-1" })).toEqual([2]);
    expect([kept.styleOfVariant(21), kept.styleOfVariant(31), kept.size]).toEqual([2, 3, 3]);
});
