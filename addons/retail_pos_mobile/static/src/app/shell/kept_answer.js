import { onMounted, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { answered } from "@retail_pos_mobile/app/utils/answered";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";

const { DateTime } = luxon;

/**
 * An answer of the server that the phone keeps, so that a page shows it again without a connection
 * and tells how old it is.
 */
export class KeptAnswer {
    /**
     * @param {string|null} key where the phone keeps it, null for nowhere
     * @param {Function} fetch asks the server
     */
    constructor(key, fetch) {
        this.key = key;
        this.fetch = fetch;
        this.isLoading = false;
        this.isOffline = false;
        this.error = "";
        this.data = null;
        this.at = null; // milliseconds since 1970
        Object.assign(this, this.read());
    }
    read() {
        if (!this.key) {
            return {};
        }
        try {
            return JSON.parse(browser.localStorage.getItem(this.key)) || {};
        } catch {
            return {};
        }
    }
    /** @returns {string} how long ago the server gave this answer, in the user's words */
    get age() {
        return this.at ? DateTime.fromMillis(this.at).toRelative() : "";
    }
    get isOld() {
        return Boolean(this.data && (this.isOffline || this.error));
    }
    async refresh() {
        this.isLoading = true;
        try {
            // What comes late is welcome still
            await answered(this.fetch().then((data) => this.keep(data)));
        } catch (error) {
            this.isOffline = error instanceof ConnectionLostError;
            this.error = this.isOffline ? "" : errorText(error);
        } finally {
            this.isLoading = false;
        }
    }
    keep(data) {
        Object.assign(this, { data, at: Date.now(), isOffline: false, error: "" });
        if (!this.key) {
            return;
        }
        try {
            const { at } = this;
            browser.localStorage.setItem(this.key, JSON.stringify({ data, at }));
        } catch {
            // The phone's storage is full: the page works, it only forgets
        }
    }
}

/** Where the phone keeps an answer: each user of each till, or who is at it by a PIN, has his own. */
export function keyOf(pos, name) {
    const who = pos.employeeAtTill ? `employee_${pos.employeeAtTill}` : pos.user.id;
    return `retail_kept_${name}_${pos.config.id}_${who}`;
}

/** @returns {KeptAnswer} reactive, asked for when the page opens; a KeptPage asks when it is online again */
export function useKeptAnswer(name, fetch) {
    const pos = usePos();
    const answer = useState(new KeptAnswer(keyOf(pos, name), fetch));
    onMounted(() => answer.refresh());
    return answer;
}
