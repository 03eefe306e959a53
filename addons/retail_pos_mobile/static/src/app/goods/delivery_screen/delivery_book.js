import { browser } from "@web/core/browser/browser";

/**
 * What was counted of one delivery on this phone: pieces by line, articles that are not on the list,
 * and what is damaged. It outlives a reload.
 */
export class DeliveryBook {
    /** @param {string} key where the phone keeps it */
    constructor(key) {
        this.key = key;
        this.counts = {}; // {move id: pieces}
        this.extra = {}; // {product id: {product_id, name, quantity}}
        this.damages = {}; // {product id: {product_id, name, quantity, reason, note, pictures}}
        this.isSurplusSeen = false;
        try {
            Object.assign(this, JSON.parse(browser.localStorage.getItem(key)) || {});
        } catch {
            // What cannot be read is counted anew
        }
    }
    countOf({ id }) {
        return this.counts[id] || 0;
    }
    set({ id }, pieces) {
        this.counts[id] = pieces;
        this.keep();
    }
    setExtra({ product_id, name }, quantity) {
        if (quantity) {
            this.extra[product_id] = { product_id, name, quantity };
        } else {
            delete this.extra[product_id];
            delete this.damages[product_id];
        }
        this.keep();
    }
    /** @param {Object} damage without pieces there is none */
    setDamage({ product_id, name }, damage) {
        if (damage.quantity) {
            this.damages[product_id] = { product_id, name, ...damage };
        } else {
            delete this.damages[product_id];
        }
        this.keep();
    }
    damageOf({ product_id }) {
        return this.damages[product_id];
    }
    get extraRows() {
        return Object.values(this.extra);
    }
    /** @returns {number} of all lines and of what is not on the list */
    pieces(rows) {
        const listed = rows.reduce((sum, row) => sum + this.countOf(row), 0);
        return this.extraRows.reduce((sum, { quantity }) => sum + quantity, listed);
    }
    /** @returns {number} pieces that came beyond those expected; a blind count knows of none */
    surplus(rows) {
        const over = (row) => Math.max(this.countOf(row) - (row.expected ?? Infinity), 0);
        const listed = rows.reduce((sum, row) => sum + over(row), 0);
        return this.extraRows.reduce((sum, { quantity }) => sum + quantity, listed);
    }
    /** @returns {number} expected pieces that were not counted; a blind count knows of none */
    missing(rows) {
        return rows.reduce(
            (sum, row) => sum + Math.max((row.expected ?? 0) - this.countOf(row), 0),
            0
        );
    }
    keep() {
        const { counts, extra, damages, isSurplusSeen } = this;
        try {
            const all = JSON.stringify({ counts, extra, damages, isSurplusSeen });
            browser.localStorage.setItem(this.key, all);
        } catch {
            // Pictures fill the storage: the counts are what must not be lost
            const light = Object.fromEntries(
                Object.entries(damages).map(([id, damage]) => [id, { ...damage, pictures: [] }])
            );
            const rest = JSON.stringify({ counts, extra, damages: light, isSurplusSeen });
            browser.localStorage.setItem(this.key, rest);
        }
    }
    forget() {
        browser.localStorage.removeItem(this.key);
    }
}
