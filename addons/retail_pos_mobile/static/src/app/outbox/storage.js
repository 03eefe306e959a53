import { reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";

const NEARLY_FULL = 0.9;

/**
 * How this phone keeps data: whether the browser promised to keep them, how much room there is, and
 * whether something could not be written.
 */
class Storage {
    isPersistent = null; // null: the browser does not tell
    usage = 0; // bytes
    quota = 0;
    trouble = ""; // why something could not be written, as the browser says it

    /** Ask the browser not to delete anything when the phone runs low. */
    async start() {
        const { storage } = browser.navigator;
        try {
            this.isPersistent = (await storage?.persist?.()) ?? null;
        } catch {
            this.isPersistent = null; // a browser that has no such promise to give
        }
        await this.measure();
    }
    async measure() {
        try {
            const { usage = 0, quota = 0 } = (await browser.navigator.storage.estimate()) || {};
            Object.assign(this, { usage, quota });
        } catch {
            Object.assign(this, { usage: 0, quota: 0 });
        }
    }
    get isNearlyFull() {
        return this.quota > 0 && this.usage > this.quota * NEARLY_FULL;
    }
    get isTrouble() {
        return Boolean(this.trouble) || this.isNearlyFull;
    }
    report(error) {
        console.warn("This phone could not keep something", error);
        this.trouble = error?.message || error?.name || String(error);
        this.measure();
    }
}

export const storage = reactive(new Storage());

const MEGABYTE = 1024 * 1024;

/** @returns {string} what the user should know of the room on this phone, and do about it */
export function describeStorage(storage) {
    if (storage.trouble) {
        return _t("This phone could not keep something (%s). Free some room, and send now.", [
            storage.trouble,
        ]);
    }
    if (storage.isNearlyFull) {
        return _t(
            "This phone has hardly any room left for the till. Free some room, and send now."
        );
    }
    const used = Math.ceil(storage.usage / MEGABYTE);
    if (storage.isPersistent) {
        return _t("Kept safe by the browser · %s MB used", used);
    }
    return _t(
        "The browser may clear it when the phone is full: install the app · %s MB used",
        used
    );
}
