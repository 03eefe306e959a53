import { normalize } from "@web/core/l10n/utils";

/** What goods are narrowed down by; all but colour and size belong to the style. */
export const FACETS = ["brand", "category", "year", "season", "colour", "size"];
const OF_VARIANT = new Set(["colour", "size"]);
const PRICE = 1 << FACETS.length;
const STOCK = PRICE << 1;

/**
 * The catalogue of a till as plain arrays, made once and searched at each key that is typed.
 *
 * Every value of a facet is a number in `values`; a style is a row of such numbers with its text to
 * search in, a variant the same for colour and size. One walk over all variants finds the styles
 * and counts what each further choice would leave: the count of a value leaves the choices of its
 * own facet aside, so that "Black 12" says what one more tap on Black gives. Colour, size and stock
 * must meet in the same variant: a black jacket whose only M is navy is no black M.
 */
export class GoodsIndex {
    /**
     * @param {Object[]} rows in the order in which they are shown: `id`, `name`, `words` (further
     *  text to find the style by), `codes` (style number, bar codes, references), `brand`, `category`,
     *  `year`, `season`, `price`, `variants` ([{ id, codes, colour, size }])
     * @param {Object} compare by facet, how to sort its values; by name where there is none
     */
    constructor(rows, compare = {}) {
        this.values = [];
        this.valuesOf = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
        this.variantOfCode = new Map();
        this.styles = rows.map((row) => this._style(row));
        this._sortValues(compare);
    }

    get size() {
        return this.styles.length;
    }

    /**
     * @param {Object} search
     * @param {string} [search.text] every word of it must be found
     * @param {Object} [search.chosen] by facet, the values of which one must apply
     * @param {number} [search.minPrice]
     * @param {number} [search.maxPrice]
     * @param {boolean} [search.inStock]
     * @param {(variantId: number) => boolean} [isHere] whether the variant lies in this store
     * @returns {{ ids: number[], counts: Object }} styles, the best first, and by facet a list of
     *  `{ value, count, isChosen }`; `counts.inStock` is a number
     */
    find(search = {}, isHere = () => true) {
        const words = normalize(search.text || "")
            .split(/\s+/)
            .filter(Boolean);
        const chosen = this._chosen(search.chosen || {});
        const tally = new Uint32Array(this.values.length);
        const lastStyle = new Int32Array(this.values.length).fill(-1);
        const found = [];
        let inStock = 0;

        this.styles.forEach((style, position) => {
            const rank = rankOf(style, words);
            if (rank < 0) {
                return;
            }
            const missing = this._missing(style, chosen) | this._missesPrice(style, search);
            if (isSeveral(missing)) {
                return;
            }
            let isFound = false;
            let isCounted = false;
            for (const variant of style.variants) {
                const here = isHere(variant.id);
                const lacks = missing | this._missing(variant, chosen);
                const misses = lacks | (search.inStock && !here ? STOCK : 0);
                isFound = isFound || !misses;
                isCounted = isCounted || (here && !lacks);
                this._count(style, variant, misses, position, tally, lastStyle);
            }
            if (isFound) {
                found.push({ id: style.id, rank, position });
            }
            inStock += isCounted;
        });
        if (words.length) {
            found.sort((a, b) => a.rank - b.rank || a.position - b.position);
        }
        return {
            ids: found.map(({ id }) => id),
            counts: { ...this._counts(tally, search.chosen || {}), inStock },
        };
    }

    /** @returns {number|undefined} the variant whose bar code or reference is exactly this */
    variantWithCode(code) {
        const ids = this.variantOfCode.get(code.trim().toLowerCase());
        return ids?.length === 1 ? ids[0] : undefined;
    }

    _style({ id, name = "", words = [], codes = [], variants, price, ...row }) {
        const colours = new Set(variants.map(({ colour }) => colour));
        const allCodes = [...codes, ...variants.flatMap((variant) => variant.codes || [])]
            .filter(Boolean)
            .map((code) => code.toLowerCase());
        for (const variant of variants) {
            this._noteCodes(variant);
        }
        // All at once: to normalize each word by itself takes most of the time of a catalogue
        const text = normalize([name, ...words, ...colours].filter(Boolean).join("\n"));
        return {
            id,
            price,
            name: text.split("\n", 1)[0],
            text: [text, ...allCodes].join("\n"),
            codes: new Set(allCodes),
            keys: FACETS.map((facet) =>
                OF_VARIANT.has(facet) ? -1 : this._key(facet, row[facet])
            ),
            variants: variants.map((variant) => ({
                id: variant.id,
                keys: FACETS.map((facet) =>
                    OF_VARIANT.has(facet) ? this._key(facet, variant[facet]) : -1
                ),
            })),
        };
    }

    _noteCodes({ id, codes = [] }) {
        for (const code of codes.filter(Boolean)) {
            const key = code.toLowerCase();
            const ids = this.variantOfCode.get(key) || [];
            this.variantOfCode.set(key, ids.includes(id) ? ids : [...ids, id]);
        }
    }

    /** The number of a value, -1 for none. */
    _key(facet, value) {
        if (!value) {
            return -1;
        }
        const keys = this.valuesOf[facet];
        if (!keys.has(value)) {
            keys.set(value, this.values.push(value) - 1);
        }
        return keys.get(value);
    }

    _sortValues(compare) {
        for (const facet of FACETS) {
            const order = compare[facet] || ((a, b) => a.localeCompare(b));
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

    /** A bit for each facet whose choice the style, or the variant, does not meet. */
    _missing({ keys, variants }, chosen) {
        let missing = 0;
        for (let facet = 0; facet < FACETS.length; facet++) {
            const isOurs = OF_VARIANT.has(FACETS[facet]) === !variants;
            if (isOurs && chosen[facet] && !chosen[facet].has(keys[facet])) {
                missing |= 1 << facet;
            }
        }
        return missing;
    }

    _missesPrice({ price }, { minPrice, maxPrice }) {
        return price < (minPrice ?? -Infinity) || price > (maxPrice ?? Infinity) ? PRICE : 0;
    }

    /** Count the values that a variant adds: of all facets when it is found, else of the one it misses. */
    _count(style, variant, misses, position, tally, lastStyle) {
        for (let facet = 0; facet < FACETS.length; facet++) {
            if (misses && misses !== 1 << facet) {
                continue;
            }
            const key = OF_VARIANT.has(FACETS[facet]) ? variant.keys[facet] : style.keys[facet];
            if (key >= 0 && lastStyle[key] !== position) {
                lastStyle[key] = position;
                tally[key]++;
            }
        }
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

/** More than one bit is set. */
const isSeveral = (bits) => (bits & (bits - 1)) !== 0;

/** How well a style fits, 0 the best, -1 not at all: its code, the begin of its name, the name, the rest. */
function rankOf(style, words) {
    if (!words.every((word) => style.text.includes(word))) {
        return -1;
    }
    if (!words.length || words.some((word) => style.codes.has(word))) {
        return 0;
    }
    const at = style.name.indexOf(words[0]);
    return at === 0 ? 1 : at > 0 ? 2 : 3;
}

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
