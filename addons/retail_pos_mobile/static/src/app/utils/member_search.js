import { normalize } from "@web/core/l10n/utils";

const FULL_NUMBER_LENGTH = 7;

const digitsOf = (text) => (text || "").replace(/\D/g, "");

/** A query of digits and the signs that people write between them is a phone or card number. */
export function isNumberQuery(query) {
    return /^[\d\s+()-]+$/.test(query);
}

/** "+86 138 0013 4567" becomes "138****4567": its first digits without the country's, and its end. */
export function maskPhone(phone) {
    const digits = digitsOf(phone);
    return digits && `${digits.slice(-11, -8)}****${digits.slice(-4)}`;
}

/**
 * Find members among those the device has: by the end of the phone number, by the number itself, by
 * the card, or by a part of the name.
 *
 * @param {Object[]} partners with `name`, `phone` and `barcode`
 * @param {string} query what the guide typed
 * @param {number} limit
 * @returns {Object[]} at most `limit` partners
 */
export function findMembers(partners, query, limit) {
    const matches = isNumberQuery(query) ? numberMatcher(query) : nameMatcher(query);
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

function numberMatcher(query) {
    const digits = digitsOf(query);
    return ({ phone, barcode }) => {
        const phoneDigits = digitsOf(phone);
        return (
            phoneDigits.endsWith(digits) ||
            (digits.length >= FULL_NUMBER_LENGTH && phoneDigits.includes(digits)) ||
            barcode === digits
        );
    };
}

function nameMatcher(query) {
    const wanted = normalize(query);
    return ({ name }) => normalize(name || "").includes(wanted);
}

/** @returns {Array} the domain by which the server finds what `findMembers` finds on the device */
export function memberDomain(query) {
    if (!isNumberQuery(query)) {
        return [["name", "ilike", query]];
    }
    const digits = digitsOf(query);
    const phone =
        digits.length >= FULL_NUMBER_LENGTH
            ? ["phone_mobile_search", "ilike", digits]
            : ["phone", "=like", `%${digits}`];
    return ["|", phone, ["barcode", "=", digits]];
}
