import { normalize } from "@web/core/l10n/utils";

/** What goods are narrowed down by; all but colour and size belong to the style. */
export const FACETS = ["brand", "category", "year", "season", "colour", "size"];
const OF_STYLE = 4;
const PRICE = 1 << FACETS.length;
const STOCK = PRICE << 1;
const ALL = (STOCK << 1) - 1;
const COLOUR = 1 << FACETS.indexOf("colour");
const SIZE = 1 << FACETS.indexOf("size");
const BETWEEN = "\u0001"; // styles, in the text that is searched

// How a word was found in a style, from the worst to the best
const NOWHERE = 0;
const SOMEWHERE = 1;
const IN_NAME = 2;
const BEGINS_NAME = 3;
const IS_CODE = 4;
const RANKS = [-1, 3, 2, 1, 0];

/**
 * The catalogue of a till in a few long texts and arrays of numbers, made once and searched at each key
 * that is typed. A hundred thousand variants take some 15 MB; as objects they would take ten times that.
 *
 * A style is a row, and so is a variant; the values of a facet are numbers in `values`. What there is to
 * search in is one text for all styles and one for all codes, so that a word is looked for by the
 * browser's own search. One walk over all variants finds the styles and counts what each further choice
 * would leave: the count of a value leaves the choices of its own facet aside, so that "Black 12" says
 * what one more tap on Black gives. Colour, size and stock must meet in the same variant: a black jacket
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
        this.text = "";
        this.codes = "\n";
        for (const [name, Numbers] of Object.entries(COLUMNS)) {
            this[name] = new Numbers();
        }
        this.dead = 0;
        this.add(rows);
    }

    /** The index that `kept`, the `toJSON` of another, describes. */
    static from(kept, compare) {
        const index = new GoodsIndex([], compare);
        const { valuesOf, ...others } = kept;
        Object.assign(index, others, { _rowOfStyle: undefined });
        for (const facet of FACETS) {
            index.valuesOf[facet] = new Map(valuesOf[facet]);
        }
        return index;
    }
    /** Texts and typed arrays, which a browser keeps as they are. */
    toJSON() {
        const { values, text, codes, dead } = this;
        const columns = Object.fromEntries(Object.keys(COLUMNS).map((name) => [name, this[name]]));
        const valuesOf = Object.fromEntries(
            FACETS.map((facet) => [facet, [...this.valuesOf[facet]]])
        );
        return { values, valuesOf, text, codes, dead, ...columns };
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
     *  and `rank`, by which they are shown; in the order in which they come where there is none
     */
    add(rows) {
        const count = this.ids.length;
        const old = this.rowOfStyle;
        const added = Object.fromEntries(Object.keys(COLUMNS).map((name) => [name, []]));
        const texts = [];
        const codes = [];
        let codeAt = this.codes.length;
        const note = (code, row, variantId) => {
            if (code) {
                const lower = code.toLowerCase();
                codes.push(lower);
                added.codeStart.push(codeAt);
                added.codeRow.push(row);
                added.codeVariant.push(variantId);
                codeAt += lower.length + 1;
            }
        };
        rows.forEach((row, position) => {
            const at = count + position;
            const { id, name = "", words = [], variants, price, rank = at } = row;
            added.tracked.push(row.isTracked === false ? 0 : 1);
            const replaced = old.get(id);
            if (replaced !== undefined) {
                this.alive[replaced] = 0;
                this.dead++;
            }
            old.set(id, at);
            added.ids.push(id);
            added.alive.push(1);
            added.prices.push(price);
            added.ranks.push(rank);
            added.firstVariant.push(this.variantIds.length + added.variantIds.length);
            FACETS.slice(0, OF_STYLE).forEach((facet) =>
                added[facet].push(this._key(facet, row[facet]))
            );
            for (const code of row.codes || []) {
                note(code, at, 0);
            }
            const colours = new Set();
            for (const variant of variants) {
                added.variantIds.push(variant.id);
                added.colour.push(this._key("colour", variant.colour));
                added.size_.push(this._key("size", variant.size));
                colours.add(variant.colour);
                for (const code of new Set(variant.codes || [])) {
                    note(code, at, variant.id);
                }
            }
            texts.push([name, ...words, ...colours].filter(Boolean).join("\n"));
        });
        this._addTexts(texts, added);
        if (codes.length) {
            this.codes += codes.join("\n") + "\n";
        }
        for (const name of Object.keys(COLUMNS)) {
            this[name] = joined(this[name], added[name]);
        }
        this._order = undefined;
        this._rowOfVariant = undefined;
        this._here = undefined;
        this._sortValues();
    }
    /** Take styles out; what is not there is left alone. */
    remove(ids) {
        for (const id of ids) {
            const row = this.rowOfStyle.get(id);
            if (row !== undefined) {
                this.alive[row] = 0;
                this.dead++;
                this.rowOfStyle.delete(id);
            }
        }
        this._order = undefined;
        this._rowOfVariant = undefined;
    }

    has(styleId) {
        return this.rowOfStyle.has(styleId);
    }
    hasVariant(variantId) {
        return this._variantRows.has(variantId);
    }
    /** @returns {number|undefined} the id of the style that a variant belongs to */
    styleOfVariant(variantId) {
        return this.ids[this._variantRows.get(variantId)];
    }
    rankOf(styleId) {
        return this.ranks[this.rowOfStyle.get(styleId)];
    }
    get variantCount() {
        return this._variantRows.size;
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
        const words = normalize(search.text || "")
            .split(/\s+/)
            .filter(Boolean);
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
            const end = this.firstVariant[row + 1] ?? this.variantIds.length;
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
        const line = `\n${code.trim().toLowerCase()}\n`;
        if (line.length > 2) {
            for (let at = this.codes.indexOf(line); at >= 0;) {
                const entry = lastNotAbove(this.codeStart, at + 1);
                if (this.codeVariant[entry] && this.alive[this.codeRow[entry]]) {
                    found.add(this.codeVariant[entry]);
                }
                at = this.codes.indexOf(line, at + 1);
            }
        }
        return [...found];
    }

    // --- Inside ---

    /** All texts at once: to normalize each by itself takes most of the time of a catalogue. */
    _addTexts(texts, added) {
        if (!texts.length) {
            return;
        }
        let at = this.text.length;
        const normalized = normalize(texts.join(BETWEEN)).split(BETWEEN);
        for (const text of normalized) {
            const end = text.indexOf("\n");
            added.textStart.push(at);
            added.nameEnd.push(at + (end < 0 ? text.length : end));
            at += text.length + 1;
        }
        this.text += normalized.join(BETWEEN) + BETWEEN;
    }
    get rowOfStyle() {
        if (!this._rowOfStyle) {
            this._rowOfStyle = new Map();
            this.ids.forEach((id, row) => this.alive[row] && this._rowOfStyle.set(id, row));
        }
        return this._rowOfStyle;
    }
    get _variantRows() {
        if (!this._rowOfVariant) {
            this._rowOfVariant = new Map();
            for (let row = 0; row < this.ids.length; row++) {
                const end = this.firstVariant[row + 1] ?? this.variantIds.length;
                for (let at = this.firstVariant[row]; this.alive[row] && at < end; at++) {
                    this._rowOfVariant.set(this.variantIds[at], row);
                }
            }
        }
        return this._rowOfVariant;
    }
    /** The rows as they are shown; rows that came in that order cost one comparison each. */
    get order() {
        if (!this._order) {
            const { ranks, alive } = this;
            const rows = [];
            for (let row = 0; row < this.ids.length; row++) {
                if (alive[row]) {
                    rows.push(row);
                }
            }
            rows.sort((a, b) => ranks[a] - ranks[b] || this._compareNames(a, b));
            this._order = Int32Array.from(rows);
        }
        return this._order;
    }
    _compareNames(a, b) {
        const nameA = this.text.slice(this.textStart[a], this.nameEnd[a]);
        const nameB = this.text.slice(this.textStart[b], this.nameEnd[b]);
        return nameA < nameB ? -1 : nameA > nameB ? 1 : a - b;
    }
    _isHere(isHere, stock) {
        if (stock === undefined || this._stock !== stock || !this._here) {
            this._stock = stock;
            const here = (this._here = new Uint8Array(this.variantIds.length));
            for (let row = 0; row < this.ids.length; row++) {
                const end = this.firstVariant[row + 1] ?? here.length;
                for (let at = this.firstVariant[row]; at < end; at++) {
                    here[at] = isHere(this.variantIds[at], this.tracked[row] === 1) ? 1 : 0;
                }
            }
        }
        return this._here;
    }
    /** By row, how well the words are found: as the first one is, best where any is a whole code. */
    _fits(words) {
        const [first, ...others] = words.map((word) => this._lookFor(word));
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
    _lookFor(word) {
        const fits = new Uint8Array(this.ids.length);
        const { text, codes, textStart, nameEnd, codeStart } = this;
        let row = 0;
        for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, textStart[row])) {
            row = lastNotAbove(textStart, at, row);
            fits[row] =
                at === textStart[row] ? BEGINS_NAME : at < nameEnd[row] ? IN_NAME : SOMEWHERE;
            if (++row === textStart.length) {
                break;
            }
        }
        let entry = 0;
        for (let at = codes.indexOf(word); at >= 0; at = codes.indexOf(word, codeStart[entry])) {
            entry = lastNotAbove(codeStart, at, entry);
            const end = codeStart[entry + 1] ?? codes.length;
            const isWhole = at === codeStart[entry] && end - at === word.length + 1;
            const owner = this.codeRow[entry];
            fits[owner] = isWhole ? IS_CODE : Math.max(fits[owner], SOMEWHERE);
            if (++entry === codeStart.length) {
                break;
            }
        }
        return fits;
    }
    /** The ids of the rows that were found, the best first. */
    _ranked(found, fits) {
        if (!fits) {
            return found.map((row) => this.ids[row]);
        }
        const byRank = [[], [], [], []];
        for (const row of found) {
            byRank[RANKS[fits[row]]].push(this.ids[row]);
        }
        return byRank.flat();
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

// By row of a style, of a variant, of a code
const COLUMNS = {
    ...{
        ids: Int32Array,
        alive: Uint8Array,
        tracked: Uint8Array,
        prices: Float64Array,
        ranks: Float64Array,
    },
    ...{ textStart: Int32Array, nameEnd: Int32Array, firstVariant: Int32Array },
    ...{ brand: Int32Array, category: Int32Array, year: Int32Array, season: Int32Array },
    ...{ variantIds: Int32Array, colour: Int32Array, size_: Int32Array },
    ...{ codeStart: Int32Array, codeRow: Int32Array, codeVariant: Int32Array },
};

/** Count a value once for each row. */
function count(key, row, tally, lastRow) {
    if (key >= 0 && lastRow[key] !== row) {
        lastRow[key] = row;
        tally[key]++;
    }
}

function joined(numbers, added) {
    if (!added.length) {
        return numbers;
    }
    const both = new numbers.constructor(numbers.length + added.length);
    both.set(numbers);
    both.set(added, numbers.length);
    return both;
}

/** The position of the last of sorted NUMBERS that is not above LIMIT, from FROM on. */
function lastNotAbove(numbers, limit, from = 0) {
    let low = from;
    let step = 1;
    while (low + step < numbers.length && numbers[low + step] <= limit) {
        low += step;
        step *= 2;
    }
    let high = Math.min(low + step, numbers.length);
    while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (numbers[middle] <= limit) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
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
