const { DateTime } = luxon;

/**
 * The number of a sale, drawn without asking anybody and never drawn twice: a ULID of 48 bits of time
 * and 80 random ones, and its short form. `lib/sale_number.py` does the same on the server.
 */
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford's: no I, L, O, U
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;
const NUMBER = new RegExp(`^[0-7][${DIGITS}]{25}$`);
const SHORT = new RegExp(`^(\\d{6})([${DIGITS}]{5})([${DIGITS}]{5})$`);

/** @returns {string} 26 characters whose order is that of time, to the millisecond */
export function newSaleNumber(milliseconds = Date.now()) {
    let time = "";
    for (let rest = milliseconds; time.length < TIME_DIGITS; rest = Math.floor(rest / 32)) {
        time = DIGITS[rest % 32] + time;
    }
    // 256 is a multiple of 32: the low five bits of a random byte are as random
    const bytes = crypto.getRandomValues(new Uint8Array(RANDOM_DIGITS));
    return time + Array.from(bytes, (byte) => DIGITS[byte & 31]).join("");
}

export function isSaleNumber(text) {
    return NUMBER.test(text || "");
}

/** @returns {string} what people read: the day in the store, and a check at the end */
export function shortForm(number, timeZone) {
    const milliseconds = [...number.slice(0, TIME_DIGITS)].reduce(
        (total, digit) => total * 32 + DIGITS.indexOf(digit),
        0
    );
    const day = DateTime.fromMillis(milliseconds, { zone: timeZone || "UTC" }).toFormat("yyMMdd");
    const body = day + number.slice(-9);
    return `${day}-${body.slice(6, 11)}-${body.slice(11)}${checkDigit(body)}`;
}

/** @returns {string} the short form that somebody typed, well written; "" where its check fails */
export function parseShort(text) {
    const read = (text || "")
        .toUpperCase()
        .replace(/[\s-]/g, "")
        .replace(/[IL]/g, "1")
        .replace(/O/g, "0");
    const parts = SHORT.exec(read);
    const isRight = parts && checkDigit(read.slice(0, -1)) === read.at(-1);
    return isRight ? parts.slice(1).join("-") : "";
}

/** Luhn's check digit to the base of 32. */
function checkDigit(text) {
    const total = [...text].reverse().reduce((sum, digit, place) => {
        const value = DIGITS.indexOf(digit) * (place % 2 ? 1 : 2);
        return sum + Math.floor(value / 32) + (value % 32);
    }, 0);
    return DIGITS[(32 - (total % 32)) % 32];
}
