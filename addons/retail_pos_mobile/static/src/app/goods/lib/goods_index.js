import {
    BEGINS_NAME,
    GoodsTexts,
    IN_NAME,
    IS_CODE,
    NOWHERE,
    SOMEWHERE,
    joined,
    lastNotAbove,
    wordsOf,
} from "@retail_pos_mobile/app/goods/lib/goods_texts";
import { RowsById } from "@retail_pos_mobile/app/goods/lib/rows_by_id";

/** What goods are narrowed down by; all but colour and size belong to the style. */
export const FACETS = ["brand", "category", "year", "season", "colour", "size"];
const OF_STYLE = 4;
const PRICE = 1 << FACETS.length;
const STOCK = PRICE << 1;
const ALL = (STOCK << 1) - 1;
const COLOUR = 1 << FACETS.indexOf("colour");
const SIZE = 1 << FACETS.indexOf("size");
const WAYS = [IS_CODE, BEGINS_NAME, IN_NAME, SOMEWHERE];

/**
 * The catalogue of a till in a few long texts and arrays of numbers, made once and searched at each key
 * that is typed. A hundred thousand variants take some 15 MB; as objects they would take ten times that.
 *
 * A style is a row, and so is a variant; the values of a facet are numbers in `values`; names and codes are
 * in `texts`. The rows lie in the order in which they are shown, all but the latest: so `first` looks no
 * further than to what fills a page.
 *
 * `find` looks at all variants: it finds the styles and counts what each further choice would leave.
 * The count of a value leaves the choices of its own facet aside, so that "Black 12" says what one more
 * tap on Black gives. Colour, size and stock must meet in the same variant: a black jacket
 * whose only M is navy is no black M.
 */
export class GoodsIndex {
    /**
     * @param {Object[]} rows see `add`
     * @param {Object} compare by facet, how to sort its values; by name where there is none
     */
    constructor(rows = [], compare = {}) {
        this.compare = compare;
        this.values = [];
        this.valuesOf = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
        this.texts = new GoodsTexts();
        for (const [name, Numbers] of Object.entries(COLUMNS)) {
            this[name] = new Numbers();
        }
        this.rowOfStyle = new RowsById();
        this.placeOfVariant = new RowsById();
        this.dead = 0;
        this.settled = 0; // so many rows lie in the order in which they are shown
        this.add(rows);
    }

    /** The index that `kept`, the `toJSON` of another, describes. */
    static from(kept, compare) {
        const index = new GoodsIndex([], compare);
        const { valuesOf, texts, rowOfStyle, placeOfVariant, ...others } = kept;
        Object.assign(index, others, {
            texts: GoodsTexts.from(texts),
            rowOfStyle: RowsById.from(rowOfStyle),
            placeOfVariant: RowsById.from(placeOfVariant),
        });
        index._forget();
        for (const facet of FACETS) {
            index.valuesOf[facet] = new Map(valuesOf[facet]);
        }
        return index;
    }
    /** Texts and typed arrays, which a browser keeps as they are. */
    toJSON() {
        const { values, texts, dead, settled } = this;
        const columns = Object.fromEntries(Object.keys(COLUMNS).map((name) => [name, this[name]]));
        const valuesOf = Object.fromEntries(
            FACETS.map((facet) => [facet, [...this.valuesOf[facet]]])
        );
        return {
            ...{ values, valuesOf, texts: texts.toJSON(), dead, settled, ...columns },
            rowOfStyle: this.rowOfStyle.pairs,
            placeOfVariant: this.placeOfVariant.pairs,
        };
    }

    get size() {
        return this.ids.length - this.dead;
    }
    /** How many rows are of styles that were replaced or removed. */
    get waste() {
        return this.dead;
    }

    /**
     * Add styles, or replace those of the same id.
     *
     * @param {Object[]} rows `id`, `name`, `words` (further text to find the style by), `codes` (style
     *  number), `brand`, `category`, `year`, `season`, `price`, `isTracked` (it has a stock), `variants` ([{ id, codes, colour, size }]),
     *  `rank`, by which they are shown; in the order in which they come where there is none; and
     *  `piece`, a number to find more of them by
     */
    add(rows) {
        const count = this.ids.length;
        const present = this.rowOfStyle;
        const added = Object.fromEntries(Object.keys(COLUMNS).map((name) => [name, []]));
        const texts = [];
        rows.forEach((row, position) => {
            const at = count + position;
            const { id, variants, price, rank = at, piece = 0 } = row;
            this._bury(present.get(id));
            added.ids.push(id);
            added.alive.push(1);
            added.tracked.push(row.isTracked === false ? 0 : 1);
            added.prices.push(price);
            added.ranks.push(rank);
            added.pieces.push(piece);
            added.firstVariant.push(this.variantIds.length + added.variantIds.length);
            FACETS.slice(0, OF_STYLE).forEach((facet) =>
                added[facet].push(this._key(facet, row[facet]))
            );
            for (const variant of variants) {
                added.variantIds.push(variant.id);
                added.colour.push(this._key("colour", variant.colour));
                added.size_.push(this._key("size", variant.size));
            }
            texts.push(row.text === undefined ? textsOf(row) : row);
        });
        this.texts.add(texts);
        for (const name of Object.keys(COLUMNS)) {
            this[name] = joined(this[name], added[name]);
        }
        this.rowOfStyle = present.with(added.ids);
        this.placeOfVariant = this.placeOfVariant.with(added.variantIds);
        this._forget();
        this._sortValues();
        this._extendSettled();
    }
    /** Take styles out; what is not there is left alone. */
    remove(ids) {
        for (const id of ids) {
            this._bury(this.rowOfStyle.get(id));
        }
        this._order = undefined;
    }
    _bury(row) {
        if (this._isAlive(row)) {
            this.alive[row] = 0;
            this.dead++;
        }
    }
    /** How many rows lie behind those that are in order: each search looks at all of these. */
    get unsettled() {
        return this.ids.length - this.settled;
    }
    /** All that is there, in the order in which it is shown, as `add` takes it, COUNT at a time. */
    *rowsInOrder(count) {
        const { order } = this;
        for (let at = 0; at < order.length; at += count) {
            yield Array.from(order.subarray(at, at + count), (row) => this._rowAt(row));
        }
    }
    _rowAt(row) {
        const named = (facet, at) => this.values[this[COLUMN_OF[facet]][at]] || "";
        const variants = [];
        for (let at = this.firstVariant[row]; at < this._endOfVariants(row); at++) {
            const id = this.variantIds[at];
            variants.push({ id, colour: named("colour", at), size: named("size", at) });
        }
        return {
            ...Object.fromEntries(
                FACETS.slice(0, OF_STYLE).map((facet) => [facet, named(facet, row)])
            ),
            id: this.ids[row],
            price: this.prices[row],
            rank: this.ranks[row],
            piece: this.pieces[row],
            isTracked: this.tracked[row] === 1,
            variants,
            text: this.texts.textOf(row),
            isNormal: true,
            codes: this.texts.codesOf(row),
        };
    }

    has(styleId) {
        return this._isAlive(this.rowOfStyle.get(styleId));
    }
    hasVariant(variantId) {
        return this.styleOfVariant(variantId) !== undefined;
    }
    /** @returns {number|undefined} the id of the style that a variant belongs to */
    styleOfVariant(variantId) {
        const at = this.placeOfVariant.get(variantId);
        const row = at === undefined ? undefined : lastNotAbove(this.firstVariant, at);
        return this._isAlive(row) ? this.ids[row] : undefined;
    }
    /** @returns {number|undefined} the `piece` of a style */
    pieceOf(styleId) {
        const row = this.rowOfStyle.get(styleId);
        return this._isAlive(row) ? this.pieces[row] : undefined;
    }
    /** Whether goods differ in a facet. */
    isVaried(facet) {
        return this.valuesOf[facet].size > 1;
    }

    /**
     * The first styles of what `find` finds, without a look at all the others.
     *
     * @param {Object} search as of `find`
     * @param {number} [count] how many at most
     * @param {Function} [isHere] as of `find`
     * @returns {number[]} styles, the best first
     */
    first(search = {}, count = Infinity, isHere = () => true) {
        const words = wordsOf(search.text);
        const isWanted = this._filterOf(search, isHere);
        const found = new Set();
        const { settled } = this;
        const all = this.ids.length;
        for (const candidates of words.length ? this._byFit(words) : [rangeOf]) {
            const isNew = (row) => !found.has(row) && this.alive[row] === 1 && isWanted(row);
            const rows = taken(candidates(0, settled), isNew, count - found.size);
            const latest = taken(candidates(settled, all), isNew, Infinity);
            if (latest.length) {
                rows.push(...latest);
                rows.sort((a, b) => this._compareRows(a, b));
            }
            rows.slice(0, count - found.size).forEach((row) => found.add(row));
            if (found.size >= count) {
                break;
            }
        }
        return Array.from(found, (row) => this.ids[row]);
    }
    /** The rows that have all of the words, from the best fit to the worst, each as a walk through a range. */
    _byFit(words) {
        const { texts } = this;
        const hasAll = (row) => words.every((word) => texts.has(row, word));
        return WAYS.map((way) => {
            const leading = way === IS_CODE ? words : words.slice(0, 1);
            return function* (from, to) {
                for (const word of leading) {
                    for (const row of texts.rowsWith(way, word, from, to)) {
                        if (words.length === 1 || hasAll(row)) {
                            yield row;
                        }
                    }
                }
            };
        });
    }
    /** @returns {(row: number) => boolean} whether a style meets what was chosen, in one variant at least */
    _filterOf({ chosen: choices = {}, minPrice, maxPrice, inStock }, isHere) {
        const chosen = this._chosen(choices);
        const isAnyChosen = chosen.some(Boolean);
        if (!isAnyChosen && !inStock && minPrice == null && maxPrice == null) {
            return () => true;
        }
        const [colours, sizes] = chosen.slice(OF_STYLE);
        const ofStyle = FACETS.slice(0, OF_STYLE).map((facet) => this[facet]);
        return (row) => {
            const price = this.prices[row];
            if (price < (minPrice ?? -Infinity) || price > (maxPrice ?? Infinity)) {
                return false;
            }
            if (ofStyle.some((column, facet) => chosen[facet] && !chosen[facet].has(column[row]))) {
                return false;
            }
            const isTracked = this.tracked[row] === 1;
            for (let at = this.firstVariant[row]; at < this._endOfVariants(row); at++) {
                if (
                    (!colours || colours.has(this.colour[at])) &&
                    (!sizes || sizes.has(this.size_[at])) &&
                    (!inStock || isHere(this.variantIds[at], isTracked))
                ) {
                    return true;
                }
            }
            return false;
        };
    }

    /**
     * @param {Object} search
     * @param {string} [search.text] every word of it must be found
     * @param {Object} [search.chosen] by facet, the values of which one must apply
     * @param {number} [search.minPrice]
     * @param {number} [search.maxPrice]
     * @param {boolean} [search.inStock]
     * @param {(variantId: number, isTracked: boolean) => boolean} [isHere] whether it lies in this store
     * @param {any} [stock] what tells one answer of `isHere` from the next: it is then asked only anew
     *  when that has changed
     * @returns {{ ids: number[], counts: Object }} styles, the best first, and by facet a list of
     *  `{ value, count, isChosen }`; `counts.inStock` is a number
     */
    find(search = {}, isHere = () => true, stock = undefined) {
        const words = wordsOf(search.text);
        const fits = words.length ? this._fits(words) : null;
        const chosen = this._chosen(search.chosen || {});
        const here = this._isHere(isHere, stock);
        const { minPrice, maxPrice } = search;
        const ofStyle = FACETS.slice(0, OF_STYLE).map((facet) => this[facet]);
        const wanted = search.inStock ? STOCK : 0;
        const tally = new Uint32Array(this.values.length);
        const lastRow = new Int32Array(this.values.length).fill(-1);
        const found = [];
        let inStock = 0;

        for (const row of this.order) {
            if (fits && fits[row] === NOWHERE) {
                continue;
            }
            let missing = 0;
            for (let facet = 0; facet < OF_STYLE; facet++) {
                if (chosen[facet] && !chosen[facet].has(ofStyle[facet][row])) {
                    missing |= 1 << facet;
                }
            }
            const price = this.prices[row];
            if (price < (minPrice ?? -Infinity) || price > (maxPrice ?? Infinity)) {
                missing |= PRICE;
            }
            if (isSeveral(missing)) {
                continue;
            }
            let isCounted = false;
            let met = 0; // facets of the style that count, a bit each
            const end = this._endOfVariants(row);
            for (let variant = this.firstVariant[row]; variant < end; variant++) {
                const colour = this.colour[variant];
                const size = this.size_[variant];
                let lacks = missing;
                if (chosen[4] && !chosen[4].has(colour)) {
                    lacks |= COLOUR;
                }
                if (chosen[5] && !chosen[5].has(size)) {
                    lacks |= SIZE;
                }
                const misses = here[variant] ? lacks : lacks | wanted;
                isCounted = isCounted || (here[variant] === 1 && !lacks);
                // A value counts where all is met, or all but the choice of its own facet
                if (!misses) {
                    met = ALL;
                } else if (!isSeveral(misses)) {
                    met |= misses;
                }
                if (!misses || misses === COLOUR) {
                    count(colour, row, tally, lastRow);
                }
                if (!misses || misses === SIZE) {
                    count(size, row, tally, lastRow);
                }
            }
            for (let facet = 0; met && facet < OF_STYLE; facet++) {
                if (met & (1 << facet) && ofStyle[facet][row] >= 0) {
                    tally[ofStyle[facet][row]]++;
                }
            }
            const isFound = met === ALL;
            if (isFound) {
                found.push(row);
            }
            inStock += isCounted;
        }
        return {
            ids: this._ranked(found, fits),
            counts: { ...this._counts(tally, search.chosen || {}), inStock },
        };
    }

    /** @returns {number|undefined} the variant whose bar code or reference is exactly this */
    variantWithCode(code) {
        const ids = this.variantsWithCode(code);
        return ids.length === 1 ? ids[0] : undefined;
    }
    /** @returns {number[]} all variants with this code */
    variantsWithCode(code) {
        const found = new Set();
        const { texts } = this;
        for (const entry of texts.entriesOf(code.trim().toLowerCase())) {
            if (texts.codeVariant[entry] && this.alive[texts.codeRow[entry]]) {
                found.add(texts.codeVariant[entry]);
            }
        }
        return [...found];
    }

    // --- Inside ---

    _isAlive(row) {
        return row !== undefined && this.alive[row] === 1;
    }
    _endOfVariants(row) {
        return this.firstVariant[row + 1] ?? this.variantIds.length;
    }
    /** What is worked out of the columns when it is asked for. */
    _forget() {
        this._order = undefined;
        this._here = undefined;
    }
    /** The rows as they are shown. */
    get order() {
        if (!this._order) {
            const rows = Int32Array.from(this.ids.keys()).filter((row) => this.alive[row] === 1);
            if (this.unsettled) {
                rows.sort((a, b) => this._compareRows(a, b));
            }
            this._order = rows;
        }
        return this._order;
    }
    _compareRows(a, b) {
        if (this.ranks[a] !== this.ranks[b]) {
            return this.ranks[a] - this.ranks[b];
        }
        const [nameA, nameB] = [this.texts.nameOf(a), this.texts.nameOf(b)];
        return nameA < nameB ? -1 : nameA > nameB ? 1 : a - b;
    }
    _extendSettled() {
        while (
            this.unsettled &&
            (!this.settled || this._compareRows(this.settled - 1, this.settled) < 0)
        ) {
            this.settled++;
        }
    }
    _isHere(isHere, stock) {
        if (stock === undefined || this._stock !== stock || !this._here) {
            this._stock = stock;
            const here = (this._here = new Uint8Array(this.variantIds.length));
            for (let row = 0; row < this.ids.length; row++) {
                const end = this._endOfVariants(row);
                for (let at = this.firstVariant[row]; at < end; at++) {
                    here[at] = isHere(this.variantIds[at], this.tracked[row] === 1) ? 1 : 0;
                }
            }
        }
        return this._here;
    }
    /** By row, how well the words are found: as the first one is, best where any is a whole code. */
    _fits(words) {
        const [first, ...others] = words.map((word) => this.texts.fits(word));
        for (const fits of others) {
            for (let row = 0; row < first.length; row++) {
                first[row] =
                    fits[row] === NOWHERE || first[row] === NOWHERE
                        ? NOWHERE
                        : fits[row] === IS_CODE
                          ? IS_CODE
                          : first[row];
            }
        }
        return first;
    }
    /** The ids of the rows that were found, the best first. */
    _ranked(found, fits) {
        if (!fits) {
            return found.map((row) => this.ids[row]);
        }
        const byFit = new Map(WAYS.map((way) => [way, []]));
        for (const row of found) {
            byFit.get(fits[row]).push(this.ids[row]);
        }
        return [...byFit.values()].flat();
    }

    /** The number of a value, -1 for none. */
    _key(facet, value) {
        if (!value) {
            return -1;
        }
        const keys = this.valuesOf[facet];
        if (!keys.has(value)) {
            keys.set(value, this.values.push(value) - 1);
            this._isSorted = false;
        }
        return keys.get(value);
    }

    _sortValues() {
        if (this._isSorted) {
            return;
        }
        this._isSorted = true;
        for (const facet of FACETS) {
            const order = this.compare[facet] || ((a, b) => a.localeCompare(b));
            const sorted = [...this.valuesOf[facet]].sort(([a], [b]) => order(a, b));
            this.valuesOf[facet] = new Map(sorted);
        }
    }

    /** By position of the facet, the numbers of its chosen values, or null where none is chosen. */
    _chosen(chosen) {
        return FACETS.map((facet) => {
            const values = chosen[facet] || [];
            return values.length
                ? new Set(values.map((value) => this.valuesOf[facet].get(value)))
                : null;
        });
    }

    _counts(tally, chosen) {
        return Object.fromEntries(
            FACETS.map((facet) => [
                facet,
                [...this.valuesOf[facet]]
                    .map(([value, key]) => ({
                        value,
                        count: tally[key],
                        isChosen: Boolean(chosen[facet]?.includes(value)),
                    }))
                    .filter(({ count, isChosen }) => count || isChosen),
            ])
        );
    }
}

// By row of a style, of a variant
const COLUMNS = {
    ...{
        ids: Int32Array,
        alive: Uint8Array,
        tracked: Uint8Array,
        prices: Float64Array,
        ranks: Float64Array,
        pieces: Int32Array,
        firstVariant: Int32Array,
    },
    ...{ brand: Int32Array, category: Int32Array, year: Int32Array, season: Int32Array },
    ...{ variantIds: Int32Array, colour: Int32Array, size_: Int32Array },
};
const COLUMN_OF = { ...Object.fromEntries(FACETS.map((facet) => [facet, facet])), size: "size_" };

/** What the texts have of a style. */
function textsOf({ name = "", words = [], codes = [], variants }) {
    const colours = new Set(variants.map(({ colour }) => colour));
    const ofVariants = variants.flatMap(({ id, codes: own = [] }) =>
        [...new Set(own)].map((code) => [code, id])
    );
    return {
        text: [name.replaceAll("\n", " "), ...[...words, ...colours].filter(Boolean)].join("\n"),
        codes: [...codes.map((code) => [code, 0]), ...ofVariants].filter(([code]) => code),
    };
}

/** The rows from one to another. */
function* rangeOf(from, to) {
    for (let row = from; row < to; row++) {
        yield row;
    }
}

/** The first COUNT of ROWS that are wanted, each once. */
function taken(rows, isWanted, count) {
    const found = new Set();
    for (const row of rows) {
        if (isWanted(row)) {
            found.add(row);
            if (found.size >= count) {
                break;
            }
        }
    }
    return [...found];
}

/** Count a value once for each row. */
function count(key, row, tally, lastRow) {
    if (key >= 0 && lastRow[key] !== row) {
        lastRow[key] = row;
        tally[key]++;
    }
}

/** More than one bit is set. */
const isSeveral = (bits) => (bits & (bits - 1)) !== 0;

const LETTERS = [
    "xxxs",
    "xxs",
    "xs",
    "s",
    "m",
    "l",
    "xl",
    "xxl",
    "2xl",
    "xxxl",
    "3xl",
    "4xl",
    "5xl",
];

/** Sizes as they hang on the rack: letters by size, then numbers by value, then words. */
export function compareSizes(a, b) {
    const [rankA, rankB] = [a, b].map(sizeRank);
    return rankA - rankB || a.localeCompare(b, undefined, { numeric: true });
}

function sizeRank(size) {
    const letters = LETTERS.indexOf(size.toLowerCase());
    if (letters >= 0) {
        return letters;
    }
    const number = parseFloat(size);
    return Number.isNaN(number) ? 1e6 : 100 + number;
}
