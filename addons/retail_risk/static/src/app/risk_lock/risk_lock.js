import { browser } from "@web/core/browser/browser";

/**
 * Whether a risk rule locked this till, why, and who may open it. It stays over a reload without a
 * connection. It never comes between a customer and the end of a payment: see `covers`.
 */
export class RiskLock {
    lock = null;

    /** @param {string} key under which this phone keeps the state */
    constructor(key) {
        this.key = key;
        this.lock = JSON.parse(browser.localStorage.getItem(key) || "null");
    }
    /** @param {Object|false|undefined} lock as the server tells it; undefined from one that knows none */
    take(lock) {
        if (lock === undefined) {
            return;
        }
        this.lock = lock || null;
        if (lock) {
            browser.localStorage.setItem(this.key, JSON.stringify(lock));
        } else {
            browser.localStorage.removeItem(this.key);
        }
    }
    /** @param {string} page that is shown; a sale that is being paid is finished first */
    covers(page) {
        return Boolean(this.lock) && page !== "PaymentScreen";
    }
}
