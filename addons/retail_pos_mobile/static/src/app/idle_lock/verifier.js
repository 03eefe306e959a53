import { browser } from "@web/core/browser/browser";

const ROUNDS = 600_000;
const DAYS = 7;
const DAY_MS = 86_400_000;
const MOST_TRIES = 5;

const encode = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const decode = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/**
 * Lets a till be unlocked without a connection: a slow, salted hash of the word that the server found
 * right last, made on this phone. Good for a week, and gone after five wrong tries.
 */
export class Verifier {
    constructor(key) {
        this.key = key;
    }
    get canDerive() {
        return Boolean(globalThis.crypto?.subtle);
    }
    get kept() {
        const kept = JSON.parse(browser.localStorage.getItem(this.key) || "null");
        return kept && kept.until > Date.now() && kept.tries < MOST_TRIES ? kept : null;
    }
    /** @returns {boolean} whether WHO could be let in without a connection */
    knows(who) {
        return this.kept?.who === who;
    }
    async keep(who, secret) {
        if (!this.canDerive) {
            return; // not a secure page: then only the server can tell
        }
        const salt = crypto.getRandomValues(new Uint8Array(16));
        const hash = encode(await this.derive(secret, salt));
        const until = Date.now() + DAYS * DAY_MS;
        this.write({ who, salt: encode(salt), hash, until, tries: 0 });
    }
    async isRight(who, secret) {
        const kept = this.kept;
        if (kept?.who !== who) {
            return false;
        }
        // Counted before it is known: closing the page in between saves no try
        this.write({ ...kept, tries: kept.tries + 1 });
        const isRight = encode(await this.derive(secret, decode(kept.salt))) === kept.hash;
        if (isRight) {
            this.write({ ...kept, tries: 0 });
        }
        return isRight;
    }
    write(kept) {
        browser.localStorage.setItem(this.key, JSON.stringify(kept));
    }
    async derive(secret, salt) {
        const { subtle } = crypto;
        const bytes = new TextEncoder().encode(secret);
        const key = await subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveBits"]);
        const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
        return subtle.deriveBits(how, key, 256);
    }
}
