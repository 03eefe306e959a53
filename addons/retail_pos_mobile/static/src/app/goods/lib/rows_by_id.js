const ROWS = 2 ** 21; // more rows than any phone holds; an id and a row are one number below 2^53

/** Which row has an id: sorted numbers instead of a map, which would take ten times the memory and time. */
export class RowsById {
    /** @param {Int32Array} ids by row; of two rows with the same id the latter holds */
    constructor(ids = []) {
        this.pairs = pairsOf(ids, 0);
    }
    /** The rows that `kept`, the `pairs` of others, describes. */
    static from(kept) {
        return Object.assign(new RowsById(), { pairs: kept });
    }
    /** These and the IDS of the rows behind them, which are sorted alone: to sort all takes ten times longer. */
    with(ids) {
        return RowsById.from(merged(this.pairs, pairsOf(ids, this.pairs.length)));
    }
    /** @returns {number|undefined} */
    get(id) {
        const behind = this._countBelow((id + 1) * ROWS);
        const row = behind ? this.pairs[behind - 1] - id * ROWS : -1;
        return row >= 0 ? row : undefined;
    }
    /** @returns {number[]} all rows of an id, ascending */
    all(id) {
        const own = this.pairs.subarray(
            this._countBelow(id * ROWS),
            this._countBelow((id + 1) * ROWS)
        );
        return Array.from(own, (pair) => pair - id * ROWS);
    }
    _countBelow(limit) {
        const { pairs } = this;
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
        return low;
    }
}

function pairsOf(ids, first) {
    return Float64Array.from(ids, (id, at) => id * ROWS + first + at).sort();
}

function merged(one, other) {
    const both = new Float64Array(one.length + other.length);
    let [a, b] = [0, 0];
    for (let at = 0; at < both.length; at++) {
        both[at] = b === other.length || one[a] < other[b] ? one[a++] : other[b++];
    }
    return both;
}
