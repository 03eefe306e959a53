import { _t } from "@web/core/l10n/translation";

const { DateTime } = luxon;

export const WINDOWS = {
    yesterday: _t("Yesterday"),
    "3d": _t("3 days"),
    "7d": _t("7 days"),
    "15d": _t("15 days"),
};
export const ORDERS = {
    advice: _t("Advice"),
    sold: _t("Sold most"),
    trend: _t("Rising most"),
    cover: _t("Soon sold out"),
    stock: _t("Most stock"),
    sell_through: _t("Sold through"),
    newest: _t("Newest"),
};
export const SHOWN = {
    moving: _t("Sold or to refill"),
    advised: _t("To refill"),
    out: _t("Out of stock"),
    all: _t("All goods here"),
};
export const FACETS = {
    brand: _t("Brand"),
    category: _t("Category"),
    year: _t("Year"),
    season: _t("Season"),
};

/** @returns {Object} what the board shows when nobody has chosen anything */
export function newChoice() {
    return { window: "15d", order: "advice", shown: "moving", facets: {}, text: "" };
}

/** @returns {number} how many choices of the filter sheet narrow the board down */
export function countFilters({ shown, facets, text }) {
    const values = Object.values(facets).reduce((sum, list) => sum + list.length, 0);
    return values + (shown !== "moving") + Boolean(text);
}

/** @returns {string} a window in the reader's words */
export function windowName(window) {
    if (WINDOWS[window]) {
        return WINDOWS[window].toString();
    }
    const [first, last] = window
        .split("..")
        .map((day) => DateTime.fromISO(day).toLocaleString({ month: "numeric", day: "numeric" }));
    return first === last ? first : `${first} – ${last}`;
}
