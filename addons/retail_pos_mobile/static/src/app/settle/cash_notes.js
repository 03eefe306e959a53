const NOTES = {
    CNY: [1, 5, 10, 20, 50, 100],
    EUR: [5, 10, 20, 50, 100, 200],
    GBP: [5, 10, 20, 50],
    HKD: [10, 20, 50, 100, 500, 1000],
    JPY: [1000, 5000, 10000],
    KRW: [1000, 5000, 10000, 50000],
    KWD: [0.25, 0.5, 1, 5, 10, 20],
    SGD: [2, 5, 10, 50, 100],
    TWD: [100, 500, 1000],
    USD: [1, 5, 10, 20, 50, 100],
};
const MAX_ROUND = 3;
const TOLERANCE = 1e-9; // 0.1 + 0.2 is no more than 0.3

/**
 * @param {string} currency ISO code
 * @param {number} due what is to be paid: notes of an unknown currency are guessed from it
 * @returns {number[]} the notes that people carry, ascending
 */
export function notesOf(currency, due) {
    if (NOTES[currency]) {
        return NOTES[currency];
    }
    const magnitude = 10 ** Math.floor(Math.log10(Math.max(due, 1)));
    return [1, 2, 5, 10].map((step) => step * magnitude);
}

/**
 * What a customer probably hands over in cash: the exact amount, then round ones.
 *
 * @param {number} due
 * @param {string} currency ISO code
 * @returns {number[]} at most four amounts, ascending; none where nothing is due
 */
export function suggestCash(due, currency) {
    if (!(due > 0)) {
        return [];
    }
    const round = notesOf(currency, due)
        .map((note) => Math.ceil(due / note - TOLERANCE) * note)
        .map((amount) => Number(amount.toFixed(6)));
    const above = [...new Set(round)].filter((amount) => amount > due).sort((a, b) => a - b);
    return [due, ...above.slice(-MAX_ROUND)];
}

/** Nobody gets back a whole note of those that he gave: such an amount is a slip of the finger. */
export function isUnlikelyCash(due, given, currency) {
    return due > 0 && given - due >= notesOf(currency, due).at(-1);
}
