import { _t } from "@web/core/l10n/translation";

export const MAX_PICTURES = 4;
const MAX_FILE = 20 * 2 ** 20;
const MAX_SIDE = 1280;
const QUALITY = 0.8;

/**
 * Make a picture from the camera small enough to send: some 200 kB, at most 1280 pixels a side.
 *
 * @param {File} file
 * @returns {Promise<string>} the picture as a data URL
 * @throws {Error} with a message for the guide, for what is too large or no picture
 */
export async function shrinkPicture(file) {
    if (file.size > MAX_FILE) {
        throw new Error(_t("This picture is larger than 20 MB. Take it anew with the camera."));
    }
    let bitmap;
    try {
        bitmap = await createImageBitmap(file);
    } catch (cause) {
        throw new Error(_t("This file is no picture. Take one with the camera."), { cause });
    }
    const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return canvas.toDataURL("image/jpeg", QUALITY);
}

/** @returns {string} the base64 part of a data URL, as the server takes it */
export function base64Of(dataUrl) {
    return dataUrl.slice(dataUrl.indexOf(",") + 1);
}
