import { currentName, done, nextName, openDatabase } from "@retail_pos_mobile/app/outbox/database";

const TABLE = "copies";

/**
 * What else a phone must not lose, by key, in a database of its own: the carts in progress, as Odoo
 * keeps them too, and what was set aside because a till could not start with it.
 */
export class Copies {
    constructor(name) {
        this.name = name;
    }
    open() {
        this.opened ||= this._openOrReplace().catch((error) => {
            this.opened = null;
            throw error;
        });
        return this.opened;
    }
    _openOrReplace() {
        return this._open(currentName(this.name)).catch(() => this._open(nextName(this.name)));
    }
    _open(name) {
        return openDatabase(name, { table: TABLE, onGone: () => (this.opened = null) });
    }
    /** @returns {Promise<any>} undefined where there is none, or it cannot be read */
    async get(key) {
        try {
            const transaction = (await this.open()).transaction(TABLE);
            return await done(transaction.objectStore(TABLE).get(key));
        } catch (error) {
            console.warn("A copy cannot be read", key, error);
        }
    }
    async put(key, value) {
        const transaction = (await this.open()).transaction(TABLE, "readwrite");
        return done(transaction.objectStore(TABLE).put(value, key));
    }
}

let ofThisPhone;
/** @returns {Copies} those of the database at hand, which is known once the page has started */
export const copies = () => (ofThisPhone ||= new Copies(`retail-copies-${odoo.info?.db}`));
