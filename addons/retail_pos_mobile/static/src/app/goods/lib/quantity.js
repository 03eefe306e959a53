export const MAX_PIECES = 999;
export const MAX_MEASURED = 99999;

/**
 * Read the quantity that somebody typed for the line of a sale.
 *
 * @param {string|number} typed
 * @param {boolean} isPiece shirts are counted, cloth is measured
 * @returns {{ quantity: number } | { problem: "no_number" | "negative" | "fraction" | "too_many" }}
 */
export function readQuantity(typed, isPiece) {
    const quantity = Number(typed);
    if (typed === "" || !Number.isFinite(quantity)) {
        return { problem: "no_number" };
    }
    if (quantity < 0) {
        return { problem: "negative" };
    }
    if (isPiece && !Number.isInteger(quantity)) {
        return { problem: "fraction" };
    }
    if (quantity > (isPiece ? MAX_PIECES : MAX_MEASURED)) {
        return { problem: "too_many" };
    }
    return { quantity };
}
