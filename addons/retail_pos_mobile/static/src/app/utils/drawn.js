import { browser } from "@web/core/browser/browser";

const AT_MOST_MS = 100; // a page that nobody sees draws nothing

/** @returns {Promise<void>} resolved when the browser has drawn what the page shows now */
export function drawn() {
    return new Promise((resolve) => {
        browser.setTimeout(resolve, AT_MOST_MS);
        browser.requestAnimationFrame(() => browser.setTimeout(resolve));
    });
}
