import { browser } from "@web/core/browser/browser";

const PATIENCE_MS = 5000; // an open that another page blocks, or that a broken disk never answers

/** @returns {Promise<any>} the result of a request of IndexedDB */
export const done = (request) =>
    new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });

/**
 * Open an IndexedDB with one table; rejects where it is damaged or does not open in time.
 *
 * It lets go of the database when another page wants to remove it, and when the browser takes it
 * away: `onGone` is then called, and it can be opened again.
 */
export async function openDatabase(name, { table, options = {}, onGone = () => {} }) {
    const request = indexedDB.open(name);
    request.onupgradeneeded = () => request.result.createObjectStore(table, options);
    const database = await inTime(done(request), name);
    if (!database.objectStoreNames.contains(table)) {
        database.close();
        throw new Error(`${name} lacks its table ${table}`);
    }
    database.onclose = onGone;
    database.onversionchange = () => {
        database.close();
        onGone();
    };
    return database;
}

/** @returns {Promise<any>} that of PROMISE, unless it takes longer than a page may wait */
export function inTime(promise, what, patienceMs = PATIENCE_MS, Late = Error) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = browser.setTimeout(() => reject(new Late(`${what} does not answer`)), patienceMs);
    });
    return Promise.race([promise, late]).finally(() => browser.clearTimeout(timer));
}

/**
 * The name under which a database is kept now. One that is damaged is never emptied: the next one
 * takes its place, and it stays for whoever wants to read what is left in it.
 */
export function currentName(name) {
    return browser.localStorage.getItem(keyOf(name)) || name;
}
export function nextName(name) {
    const [, number = 1] = currentName(name).match(/~(\d+)$/) || [];
    const next = `${name}~${Number(number) + 1}`;
    browser.localStorage.setItem(keyOf(name), next);
    return next;
}

const keyOf = (name) => `retail_database_${name}`;
