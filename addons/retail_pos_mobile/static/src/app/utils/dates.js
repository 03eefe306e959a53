const DAY_AND_MONTH = { weekday: "short", day: "numeric", month: "short" };

/** @returns {string} a date as the language writes it with its weekday: "Sun, Nov 22, 2026" */
export function formatDay(date) {
    return date.toLocaleString({ ...DAY_AND_MONTH, year: "numeric" });
}

/** @returns {string} the same without the year, where room is scarce: "Sun, Nov 22" */
export function formatShortDay(date) {
    return date.toLocaleString(DAY_AND_MONTH);
}
