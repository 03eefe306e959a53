import { secureUuid } from "@retail_pos_mobile/app/utils/secure_uuid";
import { browser } from "@web/core/browser/browser";

const SHOWN = 50;

/**
 * What one phone counted in one stocktake. Each scan is kept on the phone before anything else
 * happens; `pending` are those that the outbox has not got yet.
 */
export class CountBook {
    /** @param {string} key where the phone keeps it */
    constructor(key) {
        this.key = key;
        this.totals = {}; // product id: { name, quantity, at }
        this.pending = [];
        this.last = []; // scans that can be taken back, the newest first
        Object.assign(this, this.read());
    }
    read() {
        try {
            return JSON.parse(browser.localStorage.getItem(this.key)) || {};
        } catch {
            return {};
        }
    }
    keep() {
        const { totals, pending, last } = this;
        browser.localStorage.setItem(this.key, JSON.stringify({ totals, pending, last }));
    }
    forget() {
        browser.localStorage.removeItem(this.key);
    }
    /** @returns {number} pieces that this phone counted */
    get pieces() {
        return Object.values(this.totals).reduce((sum, { quantity }) => sum + quantity, 0);
    }
    /** @returns {Object[]} articles, the last counted first */
    get rows() {
        return Object.entries(this.totals)
            .map(([id, total]) => ({ id: Number(id), ...total }))
            .sort((one, other) => other.at - one.at)
            .slice(0, SHOWN);
    }
    /**
     * @param {{id: number, name: string}} article
     * @param {number} quantity negative takes back
     * @param {number} now milliseconds since 1970
     */
    add({ id, name }, quantity, now) {
        const scan = {
            uuid: secureUuid(),
            product_id: id,
            quantity,
            scanned_at: new Date(now).toISOString().slice(0, 19).replace("T", " "),
        };
        this.pending.push(scan);
        this.change(id, name, quantity, now);
        this.last = [{ id, name, quantity }, ...this.last].slice(0, SHOWN);
        this.keep();
    }
    /** Count an article to a number, as somebody who typed it means. */
    set({ id, name }, quantity, now) {
        const before = this.totals[id]?.quantity || 0;
        if (quantity !== before) {
            this.add({ id, name }, quantity - before, now);
        }
    }
    /** Take the last scan back. */
    undo(now) {
        const [scan, ...earlier] = this.last;
        if (scan) {
            this.add(scan, -scan.quantity, now);
            this.last = earlier;
            this.keep();
        }
    }
    change(id, name, quantity, at) {
        const total = this.totals[id] || { name, quantity: 0 };
        this.totals = {
            ...this.totals,
            [id]: { ...total, quantity: total.quantity + quantity, at },
        };
    }
    /** The outbox has got these scans. */
    sent(scans) {
        const uuids = new Set(scans.map(({ uuid }) => uuid));
        this.pending = this.pending.filter(({ uuid }) => !uuids.has(uuid));
        this.keep();
    }
}
