import { browser } from "@web/core/browser/browser";

const KEPT = /^\/(web\/image|[^/]+\/static)\b/;

/**
 * On the first visit fonts and pictures came before the service worker: name them to it, so that a
 * reload without a connection has them.
 */
export async function keepFirstVisit() {
    const workers = browser.navigator.serviceWorker;
    if (!workers || workers.controller) {
        return;
    }
    const { active } = await workers.ready;
    const urls = performance
        .getEntriesByType("resource")
        .map(({ name }) => new URL(name))
        .filter(({ origin, pathname }) => origin === browser.location.origin && KEPT.test(pathname))
        .map(({ href }) => href);
    active.postMessage({ urlsToCache: [...new Set(urls)] });
}
