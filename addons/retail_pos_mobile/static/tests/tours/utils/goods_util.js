import { negate } from "@point_of_sale/../tests/generic_helpers/utils";

const card = (name) => `article.product:has(.product-name:contains("${name}"))`;
const cell = (variant) => `.o_goods_cell[aria-label^="${variant}:"]`;

export function search(text) {
    return { content: `search ${text}`, trigger: ".o_goods_query", run: `edit ${text}` };
}
export function clearSearch() {
    return { content: "search no longer", trigger: ".o_goods_query", run: "clear" };
}
export function isShown(name) {
    return { content: `${name} is among the goods`, trigger: card(name) };
}
export function isNotShown(name) {
    return {
        content: `${name} is not among the goods`,
        trigger: `.o_goods_browser:not(:has(${card(name)}))`,
    };
}
export function cardShows(name, text) {
    return {
        content: `the card of ${name} shows ${text}`,
        trigger: `${card(name)}:contains("${text}")`,
    };
}
export function tap(name) {
    return { content: `tap ${name}`, trigger: card(name), run: "click" };
}
export function openFilter() {
    return { content: "open the filter", trigger: ".o_goods_filter", run: "click" };
}
export function choose(value) {
    return {
        content: `choose ${value}`,
        trigger: `.o_facet_sheet .o_facet_value:contains("${value}")`,
        run: "click",
    };
}
export function showGoods(count) {
    return {
        content: `show ${count}`,
        trigger: `.o_facet_sheet .o_facet_show:contains("${count}")`,
        run: "click",
    };
}
export function clearFilter() {
    return { content: "clear the filter", trigger: ".o_goods_clear", run: "click" };
}
export function hasNoChips() {
    return { content: "nothing is chosen", trigger: negate(".o_goods_chip", ".o_goods_browser") };
}
export function cellShows(variant, text) {
    return { content: `${variant} shows ${text}`, trigger: `${cell(variant)}:contains("${text}")` };
}
export function tapCell(variant) {
    return { content: `tap ${variant}`, trigger: cell(variant), run: "click" };
}
export function isElsewhere(variant) {
    return { content: `${variant} is elsewhere only`, trigger: `${cell(variant)} .fa-circle-o` };
}
export function placeHas(place, quantity) {
    return {
        content: `${place} has ${quantity}`,
        trigger: `.o_elsewhere_row:contains("${place}"):has(.o_elsewhere_quantity:contains("${quantity}"))`,
    };
}
export function add(text) {
    return {
        content: `add ${text}`,
        trigger: `.o_goods_add:enabled:contains("${text}")`,
        run: "click",
    };
}
/** Choose a variant of a style, such as "Navy, M", and put one piece into the sale. */
export function addVariant(name, variant) {
    return [
        tap(name),
        tapCell(variant),
        add("Add 1"),
        { content: "the goods are back", trigger: ".o_goods_browser" },
    ];
}
