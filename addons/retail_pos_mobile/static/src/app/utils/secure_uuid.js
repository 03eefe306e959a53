import * as utils from "@point_of_sale/utils";
import { patch } from "@web/core/utils/patch";

/**
 * A random uuid (version 4) from the platform's cryptographic generator.
 *
 * The keys of sales, lines and payments are made by it; those of Math.random, as Odoo makes them, may
 * repeat between phones. `crypto.randomUUID` would do but is missing where a page comes over plain HTTP.
 */
export function secureUuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// Odoo's modules are plain objects, and the asset list puts this file before all that use the function
patch(utils, { uuidv4: secureUuid });
