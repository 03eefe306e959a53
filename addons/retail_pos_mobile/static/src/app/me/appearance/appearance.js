import { browser } from "@web/core/browser/browser";
import { cookie } from "@web/core/browser/cookie";

// Odoo's server chooses the till's colours by it
const COOKIE = "pos_color_scheme";

/** @returns {boolean} whether the till shows dark colors */
export function isDark() {
    return cookie.get(COOKIE) === "dark";
}

/** Load the till again in the other colours. */
export function switchAppearance() {
    cookie.set(COOKIE, isDark() ? "light" : "dark");
    browser.location.reload();
}
