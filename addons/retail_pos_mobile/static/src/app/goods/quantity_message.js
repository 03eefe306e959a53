import { MAX_MEASURED, MAX_PIECES, readQuantity } from "@retail_pos_mobile/app/goods/lib/quantity";
import { _t } from "@web/core/l10n/translation";

/** Shirts are counted in whole pieces; what is not grouped on a receipt, such as cloth, is measured. */
export const isCounted = (product) => Boolean(product.uom_id?.is_pos_groupable);

/**
 * @param {Object} product a variant
 * @param {string|number} typed
 * @returns {string} what is wrong with the quantity; empty if nothing is
 */
export function quantityProblem(product, typed) {
    const isPiece = isCounted(product);
    const { problem } = readQuantity(typed, isPiece);
    switch (problem) {
        case "no_number":
            return _t("“%s” is no quantity. Please type a number.", typed);
        case "negative":
            return _t("A sale has no negative quantity. To take goods back, use Returns.");
        case "fraction":
            return _t("%s is sold in whole pieces.", product.display_name);
        case "too_many":
            return _t(
                "At most %s in one line. Please check the number.",
                isPiece ? MAX_PIECES : MAX_MEASURED
            );
        default:
            return "";
    }
}
