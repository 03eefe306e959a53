/* global cacheName */
/**
 * Goes before Odoo's own service worker of the till, so that a phone without a connection may reload
 * any page of it. Odoo keeps /pos/ui/<till>, but a reload asks for /pos/ui/<till>/product/<order>.
 */
const TILL_PAGE = /^\/pos\/ui\/\d+/;
const TRANSLATIONS = "/web/webclient/translations";

const fetchTillPage = async (request) => {
    const { pathname, search } = new URL(request.url);
    const [page] = pathname.match(TILL_PAGE);
    const cache = await caches.open(cacheName); // Odoo's, declared below
    try {
        const response = await fetch(request);
        if (response.ok && !response.redirected && !search) {
            await cache.put(page, response.clone());
        }
        return response;
    } catch {
        return (await cache.match(page)) || Response.error();
    }
};

/** Newer translations than those of `hash`, which the phone has: none, while there is no connection. */
const fetchNewerTranslations = (request, hash) =>
    fetch(request).catch(() => Response.json({ hash }));

// Without these two the worker serves a phone only from its second visit on
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
    const { request } = event;
    const { pathname, searchParams } = new URL(request.url);
    const respondWith = (response) => {
        event.stopImmediatePropagation(); // Odoo's listener would answer a second time
        event.respondWith(response);
    };
    if (request.mode === "navigate" && TILL_PAGE.test(pathname)) {
        respondWith(fetchTillPage(request));
    } else if (pathname === TRANSLATIONS && searchParams.has("hash")) {
        respondWith(fetchNewerTranslations(request, searchParams.get("hash")));
    }
});
