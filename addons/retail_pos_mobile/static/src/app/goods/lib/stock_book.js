/**
 * What lies here, in other stores and in warehouses, as the server told it, less what this device
 * has sold since. A sale counts until the server's figures hold it: those that were asked for when
 * the sale had reached the server.
 */
export class StockBook {
    constructor(kept = {}) {
        this.at = kept.at ?? null; // when the server told it, milliseconds
        this.rows = new Map(kept.rows || []); // variant id → [here, stores, central]
        this.sales = new Map(kept.sales || []); // order uuid → [[variant id, quantity]]
        this._tallySold();
    }

    /** What `new StockBook(kept)` needs to be the same again, for JSON. */
    toJSON() {
        return { at: this.at, rows: [...this.rows], sales: [...this.sales] };
    }

    get isKnown() {
        return this.at !== null;
    }
    has(id) {
        return this.rows.has(id);
    }
    here(id) {
        return (this.rows.get(id)?.[0] || 0) - (this.sold.get(id) || 0);
    }
    stores(id) {
        return this.rows.get(id)?.[1] || 0;
    }
    central(id) {
        return this.rows.get(id)?.[2] || 0;
    }
    elsewhere(id) {
        return Math.max(this.stores(id), 0) + Math.max(this.central(id), 0);
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
        this.rows = new Map();
        this._takeOver(summary);
        this.sales = new Map([...this.sales].filter(([uuid]) => unsent.has(uuid)));
        this._tallySold();
        this.at = now;
    }

    /** The same for some variants only: those of `asked`; what the server leaves out is no longer sold. */
    update(summary, unsent, asked) {
        for (const id of asked) {
            this.rows.delete(id);
        }
        this._takeOver(summary);
        const isAsked = new Set(asked);
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

    _takeOver({ ids, here, stores, central }) {
        ids.forEach((id, i) => this.rows.set(id, [here[i], stores[i], central[i]]));
    }
    _tallySold() {
        this.sold = new Map();
        for (const [id, quantity] of [...this.sales.values()].flat()) {
            this.sold.set(id, (this.sold.get(id) || 0) + quantity);
        }
    }
}
