const BLOCKS = "blocks";
const META = "meta";
const STATE = "state";
const STOCK = "stock";
const FORMAT = 3;

/**
 * The catalogue on the phone's disk: what the server sent, as bytes, and one index of it. Without
 * the state, which is written last, there is nothing; a half-written catalogue is loaded anew.
 */
export class CatalogueStore {
    constructor(name) {
        this.name = name;
    }
    /** @returns {Promise<{state: Object, arrays: Uint8Array[], stock: Object}>} what is whole of it */
    async read() {
        const database = await this._open();
        const transaction = database.transaction([BLOCKS, META]);
        const [state, stock, arrays] = await Promise.all([
            done(transaction.objectStore(META).get(STATE)),
            done(transaction.objectStore(META).get(STOCK)),
            done(transaction.objectStore(BLOCKS).getAll()),
        ]);
        return state && state.blocks <= arrays.length
            ? { state, arrays: arrays.slice(0, state.blocks), stock }
            : { stock };
    }
    /** Begin anew with nothing. */
    async clear() {
        await this._write((transaction) => {
            transaction.objectStore(META).delete(STATE);
            transaction.objectStore(BLOCKS).clear();
        });
    }
    /**
     * @param {[number, Uint8Array][]} entries bytes by number
     * @param {Object} [state] with it the catalogue is whole, up to its number of `blocks`
     */
    async put(entries, state) {
        await this._write((transaction) => {
            for (const [number, bytes] of entries) {
                transaction.objectStore(BLOCKS).put(bytes, number);
            }
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
            const request = indexedDB.open(this.name, FORMAT);
            request.onupgradeneeded = () => {
                for (const name of request.result.objectStoreNames) {
                    request.result.deleteObjectStore(name); // of another format: loaded anew
                }
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
