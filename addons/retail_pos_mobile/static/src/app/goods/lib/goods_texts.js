import { RowsById } from "@retail_pos_mobile/app/goods/lib/rows_by_id";
import { normalize } from "@web/core/l10n/utils";

const BETWEEN = "\u0001"; // rows, in the texts that are searched
const REMEMBERED = 20; // words that are in none

// How a word was found in a row, from the worst to the best
export const NOWHERE = 0;
export const SOMEWHERE = 1;
export const IN_NAME = 2;
export const BEGINS_NAME = 3;
export const IS_CODE = 4;

/** @returns {string[]} what was typed, word by word, as it is looked for */
export function wordsOf(text) {
    return normalize(text || "")
        .split(/\s+/)
        .filter(Boolean);
}

/**
 * What there is to find goods by: one text of all names, one of further words, one of codes, so that a
 * word is looked for by the browser's own search. Where a row begins is a number in an array.
 */
export class GoodsTexts {
    constructor() {
        this.names = BETWEEN;
        this.words = BETWEEN;
        this.codes = "\n";
        for (const [name, Numbers] of Object.entries(COLUMNS)) {
            this[name] = new Numbers();
        }
        this.entries = new RowsById(); // by a number of the code, see hashOf
        this._absent = { names: [], words: [], codes: [] };
    }
    /** The texts that `kept`, the `toJSON` of others, describes. */
    static from(kept) {
        const texts = new GoodsTexts();
        const { entries, ...others } = kept;
        return Object.assign(texts, others, {
            _absent: texts._absent,
            entries: RowsById.from(entries),
        });
    }
    toJSON() {
        return { ...this, _absent: undefined, entries: this.entries.pairs };
    }
    get count() {
        return this.nameStart.length;
    }

    /**
     * @param {Object[]} rows `text`: name and further words, a line each, or what `textOf` had of another;
     *  `isNormal` in the latter case; `codes`: [code, variant id or 0][]
     */
    add(rows) {
        if (!rows.length) {
            return;
        }
        this._absent = { names: [], words: [], codes: [] };
        const added = Object.fromEntries(Object.keys(COLUMNS).map((name) => [name, []]));
        const texts = rows.map(({ text }) => text);
        // All at once: to normalize each by itself takes most of the time of a catalogue
        const normal = rows[0].isNormal ? texts : normalize(texts.join(BETWEEN)).split(BETWEEN);
        const [names, words, codes, hashes] = [[], [], [], []];
        const at = { name: this.names.length, word: this.words.length, code: this.codes.length };
        rows.forEach((row, place) => {
            const [name, ...others] = normal[place].split("\n");
            const other = others.join("\n");
            names.push(name, BETWEEN);
            words.push(other, BETWEEN);
            added.nameStart.push(at.name);
            added.wordStart.push(at.word);
            added.firstCode.push(this.codeStart.length + added.codeStart.length);
            at.name += name.length + 1;
            at.word += other.length + 1;
            for (const [code, variantId] of row.codes) {
                const lower = code.toLowerCase();
                codes.push(lower, "\n");
                hashes.push(hashOf(lower));
                added.codeStart.push(at.code);
                added.codeRow.push(this.count + place);
                added.codeVariant.push(variantId);
                at.code += lower.length + 1;
            }
        });
        this.names += names.join("");
        this.words += words.join("");
        this.codes += codes.join("");
        this.entries = this.entries.with(hashes);
        for (const name of Object.keys(COLUMNS)) {
            this[name] = joined(this[name], added[name]);
        }
    }

    nameOf(row) {
        return this.names.slice(
            this.nameStart[row],
            (this.nameStart[row + 1] ?? this.names.length) - 1
        );
    }
    wordsOf(row) {
        return this.words.slice(
            this.wordStart[row],
            (this.wordStart[row + 1] ?? this.words.length) - 1
        );
    }
    /** What `add` takes of a row. */
    textOf(row) {
        return `${this.nameOf(row)}\n${this.wordsOf(row)}`;
    }
    codesOf(row) {
        const end = this.firstCode[row + 1] ?? this.codeStart.length;
        const found = [];
        for (let entry = this.firstCode[row]; entry < end; entry++) {
            const stop = this.codeStart[entry + 1] ?? this.codes.length;
            found.push([
                this.codes.slice(this.codeStart[entry], stop - 1),
                this.codeVariant[entry],
            ]);
        }
        return found;
    }
    has(row, word) {
        return (
            this.nameOf(row).includes(word) ||
            this.wordsOf(row).includes(word) ||
            this.codesOf(row).some(([code]) => code.includes(word))
        );
    }

    /**
     * The rows from one to another, in their order, in which a word is found in one of four ways; a row
     * may come in several.
     *
     * @param {number} way IS_CODE: a whole code is the word; BEGINS_NAME; IN_NAME; SOMEWHERE: else
     */
    rowsWith(way, word, from, to) {
        switch (way) {
            case IS_CODE:
                return this._rowsOfCode(word, from, to);
            case BEGINS_NAME:
                return this._rowsIn("names", this.nameStart, word, from, to, BETWEEN);
            case IN_NAME:
                return this._rowsIn("names", this.nameStart, word, from, to);
            default:
                return ascending(
                    this._rowsIn("words", this.wordStart, word, from, to),
                    this._rowsInCodes(word, from, to)
                );
        }
    }
    /**
     * The rows of one of the texts in which a word stands, behind LEAD. What is nowhere in it is looked
     * for once: with each further letter it is nowhere still.
     */
    *_rowsIn(name, starts, word, from, to, lead = "") {
        const text = this[name];
        const absent = this._absent[name];
        const wanted = lead + word;
        if (from >= to || absent.some((each) => wanted.includes(each))) {
            return;
        }
        for (let row = from; row < to; row++) {
            const at = text.indexOf(wanted, starts[row] - lead.length);
            if (at < 0) {
                if (row === 0) {
                    absent.unshift(wanted);
                    absent.splice(REMEMBERED);
                }
                return;
            }
            row = lastNotAbove(starts, at + lead.length, row);
            if (row < to) {
                yield row;
            }
        }
    }
    *_rowsOfCode(word, from, to) {
        for (const entry of this.entriesOf(word)) {
            const row = this.codeRow[entry];
            if (row >= from && row < to) {
                yield row;
            }
        }
    }
    *_rowsInCodes(word, from, to) {
        const first = this.firstCode[from] ?? this.codeStart.length;
        const last = this.firstCode[to] ?? this.codeStart.length;
        for (const entry of this._rowsIn("codes", this.codeStart, word, first, last)) {
            yield this.codeRow[entry];
        }
    }
    /** @returns {number[]} the entries of a code, in the order of their rows */
    entriesOf(code) {
        const line = `${code}\n`;
        return this.entries
            .all(hashOf(code))
            .filter((entry) => this.codes.startsWith(line, this.codeStart[entry]));
    }
    /** @returns {Uint8Array} by row, how a word is found best */
    fits(word) {
        const fits = new Uint8Array(this.count);
        for (const way of [SOMEWHERE, IN_NAME, BEGINS_NAME, IS_CODE]) {
            for (const row of this.rowsWith(way, word, 0, this.count)) {
                fits[row] = way;
            }
        }
        return fits;
    }
}

const COLUMNS = {
    ...{ nameStart: Int32Array, wordStart: Int32Array, firstCode: Int32Array }, // by row
    ...{ codeStart: Int32Array, codeRow: Int32Array, codeVariant: Int32Array }, // by code
};

/** A number of 31 bits for a text; several texts may have the same. */
export function hashOf(text) {
    let hash = 0;
    for (let at = 0; at < text.length; at++) {
        hash = (hash * 31 + text.charCodeAt(at)) | 0;
    }
    return hash & 0x7fffffff;
}

/** Two ascending rows of numbers as one, each number once. */
function* ascending(one, other) {
    let a = one.next();
    let b = other.next();
    while (!a.done || !b.done) {
        const next = b.done || a.value <= b.value ? a.value : b.value;
        yield next;
        while (!a.done && a.value === next) {
            a = one.next();
        }
        while (!b.done && b.value === next) {
            b = other.next();
        }
    }
}

export function joined(numbers, added) {
    if (!added.length) {
        return numbers;
    }
    const both = new numbers.constructor(numbers.length + added.length);
    both.set(numbers);
    both.set(added, numbers.length);
    return both;
}

/** The position of the last of sorted NUMBERS that is not above LIMIT, from FROM on. */
export function lastNotAbove(numbers, limit, from = 0) {
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
