const TOKEN_BYTES = 16;
const RECEIPT_LINK = /\/receipt\/([0-9a-f]{32})(?:[?#].*)?$/;

/**
 * Draw the secret of an e-receipt's link: 128 bits that nobody can guess. The identifiers that Odoo
 * gives an order on the phone come from Math.random, which can be foretold.
 */
export function newReceiptToken() {
    const bytes = crypto.getRandomValues(new Uint8Array(TOKEN_BYTES));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @returns {string} the token in the link of an e-receipt, "" in any other text */
export function tokenOfReceiptLink(link) {
    return RECEIPT_LINK.exec(link || "")?.[1] || "";
}
