import { registry } from "@web/core/registry";

/**
 * The pages of the app belong to three sections: Sell, Goods and Me. Any module adds to the last two:
 *
 *     registry.category("retail_me_tiles").add(
 *         "returns",
 *         { label: _t("Returns"), icon: "fa-undo", page: "ReturnsScreen", badge: (pos) => 2 },
 *         { sequence: 20 }
 *     );
 *
 * `page` names a page in `pos_pages`. A page that is neither a tile nor a tab, such as the detail of
 * a return, says where it belongs with `static section = "me"`; all others belong to Sell.
 */
const ENTRY = {
    label: {}, // a text, translated or still to be
    icon: { type: String, optional: true },
    page: { type: String },
    params: { type: Object, optional: true },
    badge: { type: Function, optional: true }, // (pos) => how many wait
    isVisible: { type: Function, optional: true }, // (pos) => whether to show it
};

export const meTiles = registry.category("retail_me_tiles");
export const goodsTabs = registry.category("retail_goods_tabs");
meTiles.addValidation(ENTRY);
goodsTabs.addValidation(ENTRY);

/** @returns {Object[]} the entries of a registry that this till and its user see, in order */
export function visibleEntries(category, pos) {
    return category
        .getEntries()
        .map(([key, entry]) => ({ key, ...entry }))
        .filter(({ isVisible }) => !isVisible || isVisible(pos));
}

/** @returns {number} what waits behind the entries of a registry, all together */
export function waitingIn(category, pos) {
    return visibleEntries(category, pos).reduce((sum, entry) => sum + waitingBehind(entry, pos), 0);
}

/** @returns {number} what waits behind one entry */
export function waitingBehind({ badge }, pos) {
    return (badge && badge(pos)) || 0;
}

/** @returns {"sell" | "goods" | "me"} the section of a page */
export function sectionOf(pageName) {
    const leadsThere = ({ page }) => page === pageName;
    if (goodsTabs.getAll().some(leadsThere)) {
        return "goods";
    }
    if (meTiles.getAll().some(leadsThere)) {
        return "me";
    }
    return registry.category("pos_pages").get(pageName, null)?.component.section || "sell";
}
