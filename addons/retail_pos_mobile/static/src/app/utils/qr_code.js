import { generateQRCodeDataUrl } from "@point_of_sale/utils";

/**
 * Odoo's code as a picture, without the hairlines that a browser leaves between its squares when it
 * enlarges them.
 *
 * @param {string} text
 * @param {number} size in pixels
 * @returns {string} a data URL
 */
export function sharpQrCode(text, size) {
    const [kind, drawing] = generateQRCodeDataUrl(text, { width: size, height: size }).split(",");
    return `${kind},${btoa(atob(drawing).replace("<svg ", '<svg shape-rendering="crispEdges" '))}`;
}
