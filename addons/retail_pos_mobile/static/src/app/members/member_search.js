import { normalize } from "@web/core/l10n/utils";

const FULL_NUMBER_LENGTH = 7;
const TAIL_LENGTH = 4;
const MASK = "****";
const CARD_NUMBER = /^[A-Z0-9](?:[A-Z0-9_-]{0,30}[A-Z0-9])?$/;

const digitsOf = (text) => (text || "").replace(/\D/g, "");

/** A query of digits and the signs that people write between them is a phone or card number. */
export function isNumberQuery(query) {
    return /^[\d\s+()-]+$/.test(query);
}

/**
 * "+86 138 0013 4567" becomes "138****4567": its first digits without the country's, and its end. What
 * the server has masked stays as it is.
 */
export function maskPhone(phone) {
    if ((phone || "").includes(MASK)) {
        return phone;
    }
    const digits = digitsOf(phone);
    return digits && `${digits.slice(-11, -8)}${MASK}${digits.slice(-TAIL_LENGTH)}`;
}

/** @returns {string} a card number as it is stored, "" for what cannot be one */
export function normalCardNumber(code) {
    const normal = (code || "").normalize("NFKC").replace(/\s/g, "").toUpperCase();
    return CARD_NUMBER.test(normal) ? normal : "";
}

/** A phone number as a guide may type it: five digits at least, fifteen at most. */
export function isPlausiblePhone(phone) {
    return /^[\d\s+()-]+$/.test(phone) && /^\d{5,15}$/.test(digitsOf(phone));
}

/**
 * Find members among those the device has: by the end of the phone number, by the number itself, or by
 * a part of the name, its pinyin or its initials.
 *
 * Of most numbers the device knows the two ends only. A whole number then finds all whom it may belong
 * to; the server tells who it is.
 *
 * @param {Object[]} partners with `name`, `name_pinyin`, `phone` and `barcode`
 * @param {string} query what the guide typed
 * @param {number} limit
 * @returns {Object[]} at most `limit` partners
 */
export function findMembers(partners, query, limit) {
    const matches = memberMatcher(query);
    const found = [];
    for (const partner of partners) {
        if (matches(partner)) {
            found.push(partner);
            if (found.length === limit) {
                break;
            }
        }
    }
    return found;
}

/** @returns {(partner: Object) => boolean} whether a member may be meant */
export const memberMatcher = (query) =>
    isNumberQuery(query) ? numberMatcher(query) : nameMatcher(query);

function numberMatcher(query) {
    const digits = digitsOf(query);
    return ({ phone, barcode }) =>
        barcode === digits ||
        ((phone || "").includes(MASK)
            ? fitsMask(digits, phone)
            : fitsNumber(digits, digitsOf(phone)));
}

const fitsNumber = (digits, phone) =>
    phone.endsWith(digits) || (digits.length >= FULL_NUMBER_LENGTH && phone.includes(digits));

function fitsMask(digits, mask) {
    const [start, end] = mask.split(MASK);
    if (digits.length <= TAIL_LENGTH) {
        return end.endsWith(digits);
    }
    // The country's code may stand before the number, or not
    return digits.length >= FULL_NUMBER_LENGTH && digits.endsWith(end) && digits.includes(start);
}

function nameMatcher(query) {
    const wanted = normalize(query);
    const typed = wanted.replace(/\s/g, "");
    const isTyped = /^[a-z0-9]+$/.test(typed);
    return ({ name, name_pinyin, key = normalize(name || "") }) =>
        key.includes(wanted) || (isTyped && (name_pinyin || "").includes(typed));
}
