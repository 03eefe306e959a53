import { browser } from "@web/core/browser/browser";

const ROUNDS = 600_000;
const DAYS = 7;
const MAX_TRIES = 5;
const DAY_MS = 86_400_000;

const encode = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
const decode = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

/**
 * What lets a PIN or password be checked without a connection: a slow, salted hash that this phone makes
 * itself when the server has found it right. It is good for a week, and gone after five wrong tries.
 */
export class KeptPins {
    /** @param {string} key under which this phone keeps them */
    constructor(key) {
        this.key = key;
    }
    get canDerive() {
        return Boolean(globalThis.crypto?.subtle);
    }
    get all() {
        return JSON.parse(browser.localStorage.getItem(this.key) || "{}");
    }
    /** @returns {boolean} whether WHO could be let in without a connection */
    knows(who) {
        const kept = this.all[who];
        return Boolean(kept) && kept.until > Date.now() && kept.wrong < MAX_TRIES;
    }
    put(who, kept) {
        const all = { ...this.all, [who]: kept || undefined }; // JSON leaves out what is undefined
        browser.localStorage.setItem(this.key, JSON.stringify(all));
    }
    async keep(who, pin) {
        if (!this.canDerive) {
            return; // No secure page: then there is no signing in offline
        }
        const salt = crypto.getRandomValues(new Uint8Array(16));
        const hash = encode(await this.derive(pin, salt));
        this.put(who, {
            salt: encode(salt),
            hash,
            until: Date.now() + DAYS * DAY_MS,
            wrong: 0,
        });
    }
    forget(who) {
        this.put(who, null);
    }
    /** @returns {Promise<boolean|undefined>} whether it is the PIN; undefined if nobody can tell here */
    async isRight(who, pin) {
        if (!this.knows(who)) {
            return undefined;
        }
        const kept = this.all[who];
        // Counted before it is known: closing the page in between saves no try
        this.put(who, { ...kept, wrong: kept.wrong + 1 });
        const isRight = encode(await this.derive(pin, decode(kept.salt))) === kept.hash;
        if (isRight) {
            this.put(who, kept);
        }
        return isRight;
    }
    async derive(pin, salt) {
        const { subtle } = crypto;
        const bytes = new TextEncoder().encode(pin);
        const key = await subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveBits"]);
        return subtle.deriveBits(
            { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS },
            key,
            256
        );
    }
}
