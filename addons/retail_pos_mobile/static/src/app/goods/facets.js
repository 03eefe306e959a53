import { _t } from "@web/core/l10n/translation";

export const FACET_LABELS = {
    brand: _t("Brand"),
    category: _t("Category"),
    year: _t("Year"),
    season: _t("Season"),
    colour: _t("Color"),
    size: _t("Size"),
};

/** @returns {number} how many choices narrow the goods down */
export function countChoices({ chosen, minPrice, maxPrice, inStock }) {
    const values = Object.values(chosen).reduce((sum, list) => sum + list.length, 0);
    return values + (minPrice !== null || maxPrice !== null) + inStock;
}

/** Choose a value, or no longer. */
export function toggleChoice(filter, facet, value) {
    const values = filter.chosen[facet] || [];
    filter.chosen[facet] = values.includes(value)
        ? values.filter((other) => other !== value)
        : [...values, value];
}

export function clearFilter(filter) {
    Object.assign(filter, { chosen: {}, minPrice: null, maxPrice: null, inStock: false });
}
