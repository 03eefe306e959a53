const LINE = 10; // the byte of "\n"
const decoder = new TextDecoder();

/**
 * Texts of the server, some dozens of styles each, as the bytes that came: of a hundred thousand products
 * they are a few arrays for the browser, which takes them from the disk and lets them go in no time.
 */
export class Pieces {
    constructor(arrays = []) {
        this.arrays = [];
        this.places = []; // by piece: [array, from, to]
        arrays.forEach((bytes) => this.add(bytes));
    }
    get count() {
        return this.places.length;
    }
    /**
     * @param {Uint8Array} bytes lines of JSON
     * @returns {number} the first of the pieces that are new
     */
    add(bytes) {
        const first = this.count;
        this.arrays.push(bytes);
        for (let from = 0; from < bytes.length;) {
            const end = bytes.indexOf(LINE, from);
            const to = end < 0 ? bytes.length : end;
            if (to > from) {
                this.places.push([bytes, from, to]);
            }
            from = to + 1;
        }
        return first;
    }
    /** @returns {Object} by model, the table of a piece */
    read(number) {
        const [bytes, from, to] = this.places[number];
        return JSON.parse(decoder.decode(bytes.subarray(from, to)));
    }
}
