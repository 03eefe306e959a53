/**
 * Finds numbers of payment cards in what is typed: the server's `retail_security/lib/payment_card.py`
 * in the phone's language, told there; a test compares the two.
 */

// [first digits from, to, lengths]
const LONG = [16, 17, 18, 19];
const ISSUERS = [
    ["4", "4", [13, 16, 19]],
    ["51", "55", [16]],
    ["2221", "2720", [16]],
    ["34", "34", [15]],
    ["37", "37", [15]],
    ["300", "305", [14, ...LONG]],
    ["36", "36", [14, ...LONG]],
    ["38", "39", [14, ...LONG]],
    ["3528", "3589", LONG],
    ["6011", "6011", LONG],
    ["644", "659", LONG],
    ["62", "62", LONG],
];
// What stands before is taken along: older phones know no look-behind, and would load nothing
const CANDIDATE = /(^|[^A-Za-z0-9_-])([0-9](?:[ -]?[0-9]){12,18})(?![ -]?[0-9])(?![A-Za-z0-9_])/g;

function passesLuhn(digits) {
    const sum = [...digits].reverse().reduce((total, digit, place) => {
        const value = Number(digit) * (place % 2 ? 2 : 1);
        return total + value - (value > 9 ? 9 : 0);
    }, 0);
    return sum % 10 === 0;
}

function isGtin13(digits) {
    const sum = [...digits].reduce(
        (total, digit, place) => total + Number(digit) * (place % 2 ? 3 : 1),
        0
    );
    return digits.length === 13 && sum % 10 === 0;
}

function isIdentityNumber(digits) {
    if (digits.length !== 18) {
        return false;
    }
    const [year, month, day] = [digits.slice(6, 10), digits.slice(10, 12), digits.slice(12, 14)];
    const born = new Date(`${year}-${month}-${day}T00:00:00Z`);
    if (isNaN(born) || born.getUTCDate() !== Number(day)) {
        return false;
    }
    const sum = [...digits.slice(0, 17)].reduce(
        (total, digit, place) => total + Number(digit) * (2 ** (17 - place) % 11),
        0
    );
    return (12 - (sum % 11)) % 11 === Number(digits[17]);
}

function isCardNumber(digits) {
    return (
        ISSUERS.some(
            ([from, to, lengths]) =>
                from <= digits.slice(0, from.length) &&
                digits.slice(0, from.length) <= to &&
                lengths.includes(digits.length)
        ) &&
        passesLuhn(digits) &&
        !isGtin13(digits) &&
        !isIdentityNumber(digits)
    );
}

/**
 * @param {string} text
 * @returns {string[]} the digits of each card number in it
 */
export function findCardNumbers(text) {
    const plain = (text || "").replace(/[０-９]/g, (digit) =>
        String.fromCharCode(digit.charCodeAt(0) - 0xfee0)
    );
    return [...plain.matchAll(CANDIDATE)]
        .map(([_found, _before, number]) => number.replace(/[ -]/g, ""))
        .filter(isCardNumber);
}
