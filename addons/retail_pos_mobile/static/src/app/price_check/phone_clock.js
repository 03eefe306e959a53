import { browser } from "@web/core/browser/browser";

const KEY = "retail_clock_late";
const EVERY_MS = 30 * 60_000;
const LONGEST_TRIP_MS = 60_000;

/**
 * By how many seconds the phone's clock is behind the server's, as measured at the last contact: a sale
 * that is made without a connection tells it, and the server puts the time of the sale right.
 */
export class PhoneClock {
    get late() {
        return Number(browser.localStorage.getItem(KEY)) || 0;
    }
    start() {
        this.measure();
        browser.addEventListener("online", () => this.measure());
        browser.setInterval(() => this.measure(), EVERY_MS);
    }
    async measure() {
        const began = Date.now();
        try {
            // A POST: nothing between the phone and the server keeps its answer
            const answer = await browser.fetch("/pos/ping", {
                method: "POST",
                headers: { "Content-Type": "application/json" },
                body: JSON.stringify({ jsonrpc: "2.0", method: "call", params: {} }),
            });
            this.learn(Date.parse(answer.headers.get("Date")), began, Date.now());
        } catch {
            // Offline: what was learned before holds
        }
    }
    learn(serverMs, beganMs, endedMs) {
        const trip = endedMs - beganMs;
        // A clock that was set in between, or no date
        if (!(trip >= 0 && trip < LONGEST_TRIP_MS && serverMs)) {
            return;
        }
        const late = Math.round((serverMs - (beganMs + endedMs) / 2) / 1000);
        browser.localStorage.setItem(KEY, late);
    }
}
