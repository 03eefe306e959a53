import { browser } from "@web/core/browser/browser";

const KEY = "retail_member_panels";
const KEPT = 30;

/**
 * The panels that were looked at last, for when there is no connection: `{ id, at, panel }`, the newest
 * first. A phone that cannot keep them goes without.
 */
export class PanelStore {
    all() {
        try {
            return JSON.parse(browser.localStorage.getItem(KEY)) || [];
        } catch {
            return [];
        }
    }
    get(id) {
        return this.all().find((kept) => kept.id === id);
    }
    put(id, panel, at = Date.now()) {
        const others = this.all().filter((kept) => kept.id !== id);
        try {
            browser.localStorage.setItem(
                KEY,
                JSON.stringify([{ id, at, panel }, ...others].slice(0, KEPT))
            );
        } catch {
            browser.localStorage.removeItem(KEY);
        }
    }
}
