/**
 * Approvals that a manager's phone signs without a connection; the format is told in
 * `lib/signed_approval.py`, which checks them again.
 */
import { uuidv4 } from "@point_of_sale/utils";

const MARK = "RA1";
const ASKED = "RQ1";
const LIFE = 10 * 60; // seconds
const CLOCKS_DIFFER = 15 * 60;
const LONGEST_LIFE = 15 * 60;
const TOLERANCE = 0.01;
const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const SIGNING = { name: "ECDSA", hash: "SHA-256" };

const bytesOf = (text) => new TextEncoder().encode(text);

function toBase64(bytes) {
    return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}
function fromBase64(text) {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
function toUrl(bytes) {
    return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
function fromUrl(text) {
    return fromBase64(text.replaceAll("-", "+").replaceAll("_", "/"));
}
function pack(mark, values) {
    return `${mark}.${toUrl(bytesOf(JSON.stringify(values)))}`;
}
function unpack(mark, text) {
    const [found, payload] = text.trim().split(".");
    if (found !== mark) {
        throw new Error("another kind of code");
    }
    return JSON.parse(new TextDecoder().decode(fromUrl(payload)));
}

/** What the guide's phone shows, for the manager's to scan. */
export function askText({ configId, key, userId, who, reason, needs }) {
    return pack(ASKED, {
        c: configId,
        o: key,
        u: userId,
        g: who,
        r: reason,
        p: Object.fromEntries(needs.map(({ operation, amount }) => [operation, amount])),
        l: needs
            .map(({ label }) => label)
            .filter(Boolean)
            .join("; ")
            .slice(0, 120),
    });
}

/** @returns {Object|null} what a guide's phone asks, null if the code is none of these */
export function readAsk(text) {
    try {
        const asked = unpack(ASKED, text);
        return asked.c && asked.o && asked.u && asked.p ? asked : null;
    } catch {
        return null;
    }
}

/** @returns {Promise<CryptoKeyPair>} whose private half never leaves the browser */
export function makeKey(subtle = crypto.subtle) {
    return subtle.generateKey(CURVE, false, ["sign", "verify"]);
}

export async function publicText(key, subtle = crypto.subtle) {
    return toBase64(await subtle.exportKey("spki", key));
}

/** @returns {Promise<string>} the approval of what was asked, good for ten minutes and once */
export async function sign(asked, keyId, privateKey, now = Date.now(), subtle = crypto.subtle) {
    const issued = Math.floor(now / 1000);
    const signed = pack(MARK, {
        k: keyId,
        n: uuidv4(),
        c: asked.c,
        o: asked.o,
        u: asked.u,
        p: asked.p,
        i: issued,
        e: issued + LIFE,
        r: asked.r || "",
    });
    const signature = await subtle.sign(SIGNING, privateKey, bytesOf(signed));
    return `${signed}.${toUrl(signature)}`;
}

/**
 * Check a signed approval by what this phone knows.
 *
 * @param {string} text
 * @param {Object} wanted configId, key, userId, needs
 * @param {Object[]} keys of managers: id, name, key, operations
 * @returns {Promise<string|Object>} `{ by, amounts }`, or why it does not count: "form", "key", "order",
 *      "amount", "time", "signature"
 */
export async function verify(text, wanted, keys, now = Date.now(), subtle = crypto.subtle) {
    let told, signature;
    try {
        told = unpack(MARK, text);
        signature = fromUrl(text.trim().split(".")[2]);
    } catch {
        return "form";
    }
    const manager = keys.find(({ id }) => id === told.k);
    const allowed = Object.keys(told.p || {});
    if (!manager || !allowed.every((name) => manager.operations.includes(name))) {
        return "key";
    }
    if (told.c !== wanted.configId || told.o !== wanted.key || told.u !== wanted.userId) {
        return "order";
    }
    const enough = ({ operation, amount }) => told.p[operation] + TOLERANCE >= amount;
    if (!wanted.needs.every(enough)) {
        return "amount";
    }
    const seconds = now / 1000;
    const isShort = told.e > told.i && told.e - told.i <= LONGEST_LIFE;
    if (!isShort || seconds > told.e + CLOCKS_DIFFER || seconds < told.i - CLOCKS_DIFFER) {
        return "time";
    }
    const signed = text.trim().split(".").slice(0, 2).join(".");
    try {
        const spki = fromBase64(manager.key);
        const key = await subtle.importKey("spki", spki, CURVE, false, ["verify"]);
        if (!(await subtle.verify(SIGNING, key, signature, bytesOf(signed)))) {
            return "signature";
        }
    } catch {
        return "signature";
    }
    return { by: manager.name, amounts: told.p };
}
