import {
    currentName,
    done,
    inTime,
    nextName,
    openDatabase,
} from "@retail_pos_mobile/app/outbox/database";

const TABLE = "entries";
const REMEMBERED = 100; // sales that are sent; of the last few Odoo may keep a cart

/**
 * The entries of an outbox in an IndexedDB of its own, in the order in which they were added.
 *
 * Neither Odoo's class nor the till's does: theirs delete everything on a new version, and count a
 * record as written before its transaction is.
 */
export class OutboxStore {
    constructor(name) {
        this.name = name;
        this.damage = null; // why another database had to take the place of the first
    }
    open() {
        this.opened ||= this._openOrReplace().catch((error) => {
            this.opened = null;
            throw error;
        });
        return this.opened;
    }
    async _openOrReplace() {
        try {
            return await this._open(currentName(this.name));
        } catch (error) {
            this.damage = error;
            return this._open(nextName(this.name));
        }
    }
    async _open(name) {
        const database = await openDatabase(name, {
            table: TABLE,
            options: { keyPath: "id", autoIncrement: true },
            onGone: () => (this.opened = null),
        });
        // A database may open and yet not be readable
        await inTime(
            this._read(database, (table) => table.count()),
            name
        );
        return database;
    }
    async close() {
        (await this.opened)?.close();
        this.opened = null;
    }
    async all() {
        const entries = await this._read(await this.open(), (table) => table.getAll());
        return entries.filter((entry) => entry?.uuid && entry.model);
    }
    async get(id) {
        const entry = await this._read(await this.open(), (table) => table.get(id));
        return entry?.model && entry;
    }
    /** @returns {Promise<string[]>} the keys of the last sales that were sent from here */
    async sent() {
        const records = await this._read(await this.open(), (table) => table.getAll());
        const sent = records.filter((record) => record?.isSent);
        const old = sent.slice(0, -REMEMBERED);
        if (old.length) {
            await this._write((table) => old.map(({ id }) => table.delete(id)).at(-1));
        }
        return sent.map(({ uuid }) => uuid);
    }
    _read(database, request) {
        return done(request(database.transaction(TABLE).objectStore(TABLE)));
    }
    /** @returns {Promise<number>} the id of the entry, once it is on the disk */
    async put(entry) {
        return this._write((table) => table.put(entry));
    }
    async remove(id) {
        await this._write((table) => table.delete(id));
    }
    /** Remove a sale, and in the same step remember that it was one. */
    async removeSent({ id, uuid }) {
        await this._write((table) => table.put({ id, uuid, isSent: true }));
    }
    async _write(change) {
        const database = await this.open();
        return new Promise((resolve, reject) => {
            const transaction = database.transaction(TABLE, "readwrite", { durability: "strict" });
            const request = change(transaction.objectStore(TABLE));
            transaction.oncomplete = () => resolve(request.result);
            transaction.onabort = () => reject(transaction.error);
        });
    }
}
