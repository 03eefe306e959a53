import { makeKey, publicText } from "./signed_approval";

const STORE = "keys";

/** The key of this phone: made here, kept here, and known to the server by its public half alone. */
export class ManagerKey {
    /**
     * @param {string} name of the database on the phone
     * @param {Function} register tells the server: (publicKey) => id
     */
    constructor(name, register) {
        this.name = name;
        this.register = register;
    }
    open() {
        return new Promise((resolve, reject) => {
            const request = indexedDB.open(this.name, 1);
            request.onupgradeneeded = () => request.result.createObjectStore(STORE);
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
    }
    async use(mode, action) {
        const database = await this.open();
        try {
            return await new Promise((resolve, reject) => {
                const transaction = database.transaction(STORE, mode);
                const request = action(transaction.objectStore(STORE));
                transaction.oncomplete = () => resolve(request.result);
                transaction.onerror = () => reject(transaction.error);
            });
        } finally {
            database.close();
        }
    }
    read(userId) {
        return this.use("readonly", (store) => store.get(userId));
    }
    /**
     * Make a key if there is none, and let the server know it; again with each visit, which tells whether
     * it was revoked.
     *
     * @returns {Promise<{id: number, pair: CryptoKeyPair}>}
     */
    async ensure(userId) {
        const kept = await this.read(userId);
        const pair = kept?.pair || (await makeKey());
        const id = await this.register(await publicText(pair.publicKey));
        const key = { id, pair };
        await this.use("readwrite", (store) => store.put(key, userId));
        return key;
    }
    forget(userId) {
        return this.use("readwrite", (store) => store.delete(userId));
    }
}
