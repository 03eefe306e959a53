/* global cacheName */
/**
 * Goes before Odoo's own service worker of the till: answers from the phone where the network is slow
 * or gone, and keeps what a reload of any page needs. See docs/decisions/service-worker.md.
 */
const TILL_PAGE = /^\/pos\/ui\/\d+/;
const BUNDLE = "/web/assets/";
const IMAGE = /^\/web\/image\b/;
const TRANSLATIONS = "/web/webclient/translations";
// What only the server can say, and what the page keeps by itself
const NEVER_KEPT =
    /^\/(web\/(dataset|health|session|login|webclient\/version_info|assets\/debug)|longpolling|websocket|bus\/|hw_proxy\/|pos\/ping|odoo|retail\/)/;

const PAGES = "retail-till-pages";
const IMAGES = "retail-till-images";
const PATIENCE_MS = 3000; // then what the phone keeps has to do
const MOST_IMAGES = 800;
const TRIM_BY = 100; // not at each picture

const assets = () => caches.open(cacheName); // Odoo's, declared below
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const isGood = (response) => response.ok && !response.redirected && response.type !== "opaque";

/** Answer from the network, or from KEPT where it is too slow, gone, or out of order. */
async function fromNetworkOr(kept, fetching) {
    if (!kept) {
        return fetching;
    }
    const answer = fetching.then(
        (response) => (response.status >= 500 ? kept : response),
        () => kept
    );
    return Promise.race([answer, later(PATIENCE_MS).then(() => kept)]);
}

// -- Pages ---------------------------------------------------------------------------------------

/** Odoo keeps /pos/ui/<till>, but a reload asks for /pos/ui/<till>/product/<order>. */
async function tillPage(event) {
    const { pathname, search } = new URL(event.request.url);
    const [page] = pathname.match(TILL_PAGE);
    const kept = await caches.match(page);
    const fetching = fetch(event.request);
    event.waitUntil(
        fetching
            .then((response) => isGood(response) && !search && keepPage(page, response.clone()))
            .catch(() => {})
    );
    return fromNetworkOr(kept, fetching);
}

/** A page is kept once all that it needs is: never a new page with half of its bundles. */
async function keepPage(page, response) {
    const html = await response.clone().text();
    const bundles = bundlesOf(html);
    await Promise.all(bundles.map((url) => keepBundle(url)));
    const pages = await caches.open(PAGES);
    await pages.put(page, response);
    await dropOldBundles(pages);
}
const bundlesOf = (html) =>
    [...html.matchAll(/(?:src|href)="(\/web\/assets\/[^"]+)"/g)].map(([, url]) => url);

async function dropOldBundles(pages) {
    const needed = new Set();
    for (const request of await pages.keys()) {
        const html = await (await pages.match(request)).text();
        bundlesOf(html).forEach((url) => needed.add(url));
    }
    const cache = await assets();
    for (const request of await cache.keys()) {
        const { pathname } = new URL(request.url);
        if (pathname.startsWith(BUNDLE) && !needed.has(pathname)) {
            await cache.delete(request);
        }
    }
}

// -- Files ---------------------------------------------------------------------------------------

const underway = new Map();

/** A bundle bears its hash in its address: what the phone has is right for ever. */
function keepBundle(url) {
    if (!underway.has(url)) {
        const loading = loadBundle(url).finally(() => underway.delete(url));
        underway.set(url, loading);
    }
    return underway.get(url);
}
async function loadBundle(url) {
    const cache = await assets();
    if (!(await cache.match(url))) {
        await cache.add(url);
    }
}
async function bundle(event) {
    const cache = await assets();
    const { pathname } = new URL(event.request.url);
    try {
        await keepBundle(pathname);
        return (await cache.match(pathname)) || fetch(event.request);
    } catch {
        return fetch(event.request); // a phone that is full, or a bundle that is gone
    }
}

/** Pictures that bear the moment of their last change in their address; the oldest make room. */
async function image(event) {
    const cache = await caches.open(IMAGES);
    const kept = await cache.match(event.request);
    const isLasting = new URL(event.request.url).searchParams.has("unique");
    if (kept && isLasting) {
        return kept;
    }
    const fetching = fetch(event.request);
    event.waitUntil(fetching.then((response) => keepImage(cache, event, response)).catch(() => {}));
    return fromNetworkOr(kept, fetching);
}
async function keepImage(cache, { request }, response) {
    if (isGood(response)) {
        await cache.put(request, response.clone());
        const keys = await cache.keys();
        if (keys.length > MOST_IMAGES) {
            await Promise.all(keys.slice(0, TRIM_BY).map((key) => cache.delete(key)));
        }
    }
}

/** Fonts, scripts and the manual: at once what the phone has, and afresh for the next time. */
async function file(event) {
    const cache = await assets();
    const kept = await cache.match(event.request);
    const isStatic = new URL(event.request.url).pathname.includes("/static/");
    const fetching = fetch(event.request);
    event.waitUntil(
        fetching
            .then((response) => isGood(response) && cache.put(event.request, response.clone()))
            .catch(() => {})
    );
    return kept && isStatic ? kept : fromNetworkOr(kept, fetching);
}

/** Newer translations than those of `hash`, which the phone has: none, while there is no connection. */
const newerTranslations = (event, hash) =>
    fromNetworkOr(Response.json({ hash }), fetch(event.request));

// -- Events --------------------------------------------------------------------------------------

// Without these two the worker serves a phone only from its second visit on
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

async function takeOver() {
    await self.clients.claim();
    const known = new Set([cacheName, PAGES, IMAGES]);
    const names = await caches.keys();
    await Promise.all(
        names
            .filter((name) => /^(odoo-pos|retail-till)/.test(name) && !known.has(name))
            .map((name) => caches.delete(name))
    );
    // Odoo kept pictures without a bound, among the files
    const cache = await assets();
    for (const request of await cache.keys()) {
        if (IMAGE.test(new URL(request.url).pathname)) {
            await cache.delete(request);
        }
    }
}

function answerFor(event) {
    const { request } = event;
    const { origin, pathname, searchParams } = new URL(request.url);
    if (request.mode === "navigate" && TILL_PAGE.test(pathname)) {
        return tillPage(event);
    }
    if (pathname === TRANSLATIONS && searchParams.has("hash")) {
        return newerTranslations(event, searchParams.get("hash"));
    }
    if (pathname.startsWith(BUNDLE)) {
        return bundle(event);
    }
    if (IMAGE.test(pathname)) {
        return image(event);
    }
    return origin === self.location.origin && request.mode !== "navigate" ? file(event) : null;
}

self.addEventListener("fetch", (event) => {
    event.stopImmediatePropagation(); // Odoo's listener keeps everything, for ever
    const { method, url } = event.request;
    if (method !== "GET" || NEVER_KEPT.test(new URL(url).pathname)) {
        return;
    }
    const answer = answerFor(event);
    if (answer) {
        event.respondWith(answer.catch(() => Response.error()));
    }
});

// On the first visit the page was there before the worker: it tells what it was made of
self.addEventListener("message", (event) => {
    if (event.data?.urlsToCache) {
        event.stopImmediatePropagation();
        event.waitUntil(keepFirstVisit(event.data.urlsToCache));
    }
});

async function keepFirstVisit(urls) {
    const cache = await assets();
    for (const url of urls) {
        const { pathname, search } = new URL(url, self.location.origin);
        try {
            if (pathname.startsWith(BUNDLE)) {
                await keepBundle(pathname);
            } else if (!TILL_PAGE.test(pathname)) {
                const place = IMAGE.test(pathname) ? await caches.open(IMAGES) : cache;
                (await place.match(url)) || (await place.add(url));
            } else if (!search && !(await (await caches.open(PAGES)).match(pathname))) {
                await keepPage(pathname, await fetch(url));
            }
        } catch (error) {
            console.info("Not kept for later", url, error);
        }
    }
}
