/* global Sha1 */

import { patch } from "@web/core/utils/patch";

let lastHashed = "";

/**
 * Odoo compares PINs with what it sent to the till, and hands the PIN that was typed to nobody. It hashes
 * it, though, and here is where one can see it.
 */
patch(Sha1, {
    hash(text) {
        lastHashed = text;
        return super.hash(...arguments);
    },
});

/** @returns {string} the PIN of EMPLOYEE that was typed just now, once; empty if none was */
export function takeTypedPin(employee) {
    const typed = lastHashed;
    const isPin = Boolean(typed && employee._pin && Sha1.hash(typed) === employee._pin);
    lastHashed = "";
    return isPin ? typed : "";
}
