/** @returns {string} a date as the language writes it with its weekday: "Sun, 22 Nov 2026" */
export function formatDay(date) {
    return date.toLocaleString({
        weekday: "short",
        day: "numeric",
        month: "short",
        year: "numeric",
    });
}
