const TABLE = "entries";

const done = (request) =>
    new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });

/**
 * The entries of an outbox in an IndexedDB of its own, in the order in which they were added.
 *
 * Neither Odoo's class nor the till's does: theirs delete everything on a new version, and count a
 * record as written before its transaction is.
 */
export class OutboxStore {
    constructor(name) {
        this.name = name;
    }
    open() {
        this.opened ||= this._open().catch((error) => {
            this.opened = null;
            throw error;
        });
        return this.opened;
    }
    _open() {
        const request = indexedDB.open(this.name, 1);
        request.onupgradeneeded = () =>
            request.result.createObjectStore(TABLE, { keyPath: "id", autoIncrement: true });
        return done(request);
    }
    async all() {
        const transaction = (await this.open()).transaction(TABLE);
        return done(transaction.objectStore(TABLE).getAll());
    }
    /** @returns {Promise<number>} the id of the entry, once it is on the disk */
    async put(entry) {
        return this._write((table) => table.put(entry));
    }
    async remove(id) {
        await this._write((table) => table.delete(id));
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
