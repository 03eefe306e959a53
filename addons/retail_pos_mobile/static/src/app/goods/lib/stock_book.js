/**
 * What lies here, in other stores and in warehouses, as the server told it, less what this device
 * has sold since. A sale counts until the server's figures hold it: those that were asked for when
 * the sale had reached the server.
 */
export class StockBook {
    constructor(kept = {}) {
        this._take(kept);
        this.sales = new Map(kept.sales || []); // order uuid → [[variant id, quantity]]
        this._tallySold();
    }
    _take({ at = null, rows = NOTHING }) {
        this.at = at; // when the server told it, milliseconds
        this.rows = rows; // `ids` in their order, and `here`, `stores`, `central` of each
    }

    /** What `new StockBook(kept)` needs to be the same again. */
    toJSON() {
        return { ...this.told, sales: [...this.sales] };
    }
    /** That part of it that only the server changes. */
    get told() {
        return { at: this.at, rows: this.rows };
    }
    /** Take up what the server told before; what was sold since stays sold. */
    recall(told) {
        this._take(told);
    }

    get isKnown() {
        return this.at !== null;
    }
    has(id) {
        return this._rowOf(id) >= 0;
    }
    here(id) {
        return (this.rows.here[this._rowOf(id)] || 0) - (this.sold.get(id) || 0);
    }
    stores(id) {
        return this.rows.stores[this._rowOf(id)] || 0;
    }
    central(id) {
        return this.rows.central[this._rowOf(id)] || 0;
    }
    elsewhere(id) {
        return Math.max(this.stores(id), 0) + Math.max(this.central(id), 0);
    }
    _rowOf(id) {
        const { ids } = this.rows;
        let low = 0;
        let high = ids.length - 1;
        while (low <= high) {
            const middle = (low + high) >> 1;
            if (ids[middle] === id) {
                return middle;
            } else if (ids[middle] < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }
    /** @returns {number} minutes since the server told it */
    age(now) {
        return this.isKnown ? Math.max(Math.floor((now - this.at) / 60000), 0) : Infinity;
    }

    /**
     * @param {Object} summary of the server: `ids`, `here`, `stores`, `central`
     * @param {Set<string>} unsent uuids of the sales that the server did not have when it was asked
     * @param {number} now milliseconds
     */
    replace(summary, unsent, now) {
        this.rows = sorted(rowsOf(summary));
        this.sales = new Map([...this.sales].filter(([uuid]) => unsent.has(uuid)));
        this._tallySold();
        this.at = now;
    }

    /** The same for some variants only: those of `asked`; what the server leaves out is no longer sold. */
    update(summary, unsent, asked) {
        const isAsked = new Set(asked);
        this.rows = sorted([
            ...rowsOf(this.rows).filter(([id]) => !isAsked.has(id)),
            ...rowsOf(summary),
        ]);
        for (const [uuid, lines] of this.sales) {
            if (!unsent.has(uuid)) {
                this.sales.set(
                    uuid,
                    lines.filter(([id]) => !isAsked.has(id))
                );
            }
        }
        this._tallySold();
    }

    /** @param {[number, number][]} lines variant id and quantity; what comes back is negative */
    sell(uuid, lines) {
        this.sales.set(uuid, lines);
        this._tallySold();
    }

    _tallySold() {
        this.sold = new Map();
        for (const [id, quantity] of [...this.sales.values()].flat()) {
            this.sold.set(id, (this.sold.get(id) || 0) + quantity);
        }
    }
}

const NAMES = ["ids", "here", "stores", "central"];
const NOTHING = Object.fromEntries(NAMES.map((name) => [name, []]));

const rowsOf = (columns) =>
    Array.from(columns.ids, (_, row) => NAMES.map((name) => columns[name][row]));

/** Rows as columns in the order of their ids, which are looked up by halves. */
function sorted(rows) {
    rows.sort(([a], [b]) => a - b);
    return Object.fromEntries(NAMES.map((name, column) => [name, rows.map((row) => row[column])]));
}
