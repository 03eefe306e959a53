const BLOCKS = "blocks";
const META = "meta";
const STATE = "state";
const STOCK = "stock";

/**
 * The catalogue on the phone's disk: a few thousand texts of the server and one index of them. Without
 * the state, which is written last, there is nothing; a half-written catalogue is loaded anew.
 */
export class CatalogueStore {
    constructor(name) {
        this.name = name;
    }
    /** @returns {Promise<{state: Object, texts: string[], stock: Object}>} what is whole of it */
    async read() {
        const database = await this._open();
        const transaction = database.transaction([BLOCKS, META]);
        const [state, stock, texts] = await Promise.all([
            done(transaction.objectStore(META).get(STATE)),
            done(transaction.objectStore(META).get(STOCK)),
            done(transaction.objectStore(BLOCKS).getAll()),
        ]);
        return state && state.blocks === texts.length ? { state, texts, stock } : { stock };
    }
    /** Begin anew with nothing. */
    async clear() {
        await this._write((transaction) => {
            transaction.objectStore(META).delete(STATE);
            transaction.objectStore(BLOCKS).clear();
        });
    }
    /** Add blocks from a number on; with a state, the catalogue is whole. */
    async put(from, texts, state) {
        await this._write((transaction) => {
            const blocks = transaction.objectStore(BLOCKS);
            texts.forEach((text, position) => blocks.put(text, from + position));
            if (state) {
                transaction.objectStore(META).put(state, STATE);
            }
        });
    }
    putStock(stock) {
        return this._write((transaction) => transaction.objectStore(META).put(stock, STOCK));
    }
    async _write(change) {
        const database = await this._open();
        return new Promise((resolve, reject) => {
            const transaction = database.transaction([BLOCKS, META], "readwrite");
            change(transaction);
            transaction.oncomplete = () => resolve();
            transaction.onabort = () => reject(transaction.error);
        });
    }
    _open() {
        this.opened ||= new Promise((resolve, reject) => {
            const request = indexedDB.open(this.name, 1);
            request.onupgradeneeded = () => {
                request.result.createObjectStore(BLOCKS);
                request.result.createObjectStore(META);
            };
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
        return this.opened;
    }
}

const done = (request) =>
    new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
