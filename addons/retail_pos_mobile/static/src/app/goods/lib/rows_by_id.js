const ROWS = 2 ** 21; // more rows than any phone holds; an id and a row are one number below 2^53

/** Which row has an id: sorted numbers instead of a map, which would take ten times the memory and time. */
export class RowsById {
    /** @param {Int32Array} ids by row; of two rows with the same id the latter holds */
    constructor(ids) {
        this.pairs = Float64Array.from(ids, (id, row) => id * ROWS + row).sort();
    }
    /** @returns {number|undefined} */
    get(id) {
        const { pairs } = this;
        const limit = (id + 1) * ROWS;
        let low = 0;
        let high = pairs.length;
        while (low < high) {
            const middle = (low + high) >> 1;
            if (pairs[middle] < limit) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        const row = low ? pairs[low - 1] - id * ROWS : -1;
        return row >= 0 ? row : undefined;
    }
}
