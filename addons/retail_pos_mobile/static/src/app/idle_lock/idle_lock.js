import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { KeptPins } from "@retail_pos_mobile/app/sign_in/kept_pins";

const TOUCHES = ["pointerdown", "keydown", "wheel"];
const LOOK_MS = 5000;
const MINUTE_MS = 60_000;

/**
 * Locks a till that nobody has touched for some minutes. It stays locked over a reload, and what is in
 * the cart stays where it is.
 */
export class IdleLock {
    isLocked = false;

    /**
     * @param {string} key under which this phone keeps the state
     * @param {Object} till
     * @param {number} till.minutes
     * @param {() => { key: string, name: string }} till.who is here
     * @param {(secret: string) => Promise<Object>} till.ask the server
     * @param {() => boolean} till.isOffline
     */
    constructor(key, till) {
        this.key = key;
        this.till = till;
        this.kept = new KeptPins(`${key}_kept`);
        this.isLocked = browser.localStorage.getItem(key) === "locked";
        this.touched();
    }
    start() {
        for (const touch of TOUCHES) {
            browser.addEventListener(touch, () => this.touched(), { capture: true, passive: true });
        }
        browser.setInterval(() => this.look(), LOOK_MS);
        // A phone in a pocket runs no timers: look when it comes out
        document.addEventListener("visibilitychange", () => this.look());
    }
    touched() {
        this.lastTouch = Date.now();
    }
    /** Without a connection it locks only where somebody can open it again. */
    look() {
        const { minutes, who, isOffline } = this.till;
        if (this.isLocked || !minutes || Date.now() - this.lastTouch < minutes * MINUTE_MS) {
            return;
        }
        if (!isOffline() || this.kept.knows(who().key)) {
            this.set(true);
        }
    }
    set(isLocked) {
        this.isLocked = isLocked;
        browser.localStorage.setItem(this.key, isLocked ? "locked" : "open");
        this.touched();
    }
    /** @returns {Promise<string>} what is wrong, "" where the till is open now */
    async unlock(secret) {
        const { key } = this.till.who();
        let answer;
        try {
            answer = await this.till.ask(secret);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                return error.data?.message || error.message;
            }
            return this.unlockOffline(key, secret);
        }
        if (answer.is_open) {
            this.set(false);
            // Slow on purpose, and nobody waits for it
            this.kept.keep(key, secret).catch((error) => console.warn(error));
            return "";
        }
        return answer.error;
    }
    async unlockOffline(key, secret) {
        if (!this.kept.knows(key)) {
            return _t("There is no connection, and this phone cannot tell by itself.");
        }
        if (await this.kept.isRight(key, secret)) {
            this.set(false);
            return "";
        }
        return _t("That is neither the password nor the PIN.");
    }
}
