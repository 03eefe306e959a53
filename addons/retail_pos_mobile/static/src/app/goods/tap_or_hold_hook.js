import { onWillDestroy } from "@odoo/owl";
import { LONG_PRESS_DURATION } from "@point_of_sale/utils";
import { browser } from "@web/core/browser/browser";

const AFTER_THE_CLICK_MS = 50;
const VIBRATE_MS = 20;

/**
 * Tell a tap from a hold. A hold is felt at once, but acts when the thumb is lifted: what appears
 * under a thumb that still lies there would take the lifting for a tap.
 *
 * @returns handlers for pointerdown, pointerup, pointercancel and click; those of press and click
 *  get what was touched
 */
export function useTapOrHold({ onTap, onHold }) {
    let timer;
    let isHeld = false;
    let touched;
    onWillDestroy(() => browser.clearTimeout(timer));
    return {
        press(what) {
            touched = what;
            isHeld = false;
            browser.clearTimeout(timer);
            timer = browser.setTimeout(() => {
                isHeld = true;
                navigator.vibrate?.(VIBRATE_MS);
            }, LONG_PRESS_DURATION);
        },
        release() {
            browser.clearTimeout(timer);
            if (isHeld) {
                timer = browser.setTimeout(() => {
                    isHeld = false;
                    onHold(touched);
                }, AFTER_THE_CLICK_MS);
            }
        },
        cancel() {
            browser.clearTimeout(timer);
            isHeld = false;
        },
        click(what) {
            if (!isHeld) {
                browser.clearTimeout(timer);
                onTap(what);
            }
        },
    };
}
