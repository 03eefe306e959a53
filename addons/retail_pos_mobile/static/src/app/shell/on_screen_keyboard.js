import { useExternalListener, useState } from "@odoo/owl";

const EDITABLE = "input, textarea, select, [contenteditable=true]";
const REMAINS = 0.75; // A keyboard takes at least a quarter of the height

/** Keep the field that one types in above the keyboard: not all browsers do so inside of a page. */
export function useFieldAboveKeyboard() {
    useExternalListener(window, "resize", () => {
        if (document.activeElement.matches(EDITABLE)) {
            document.activeElement.scrollIntoView({ block: "nearest" });
        }
    });
}

/**
 * Tell whether the phone shows its keyboard: the page is then shorter than it was, as the viewport of
 * the till resizes its content.
 *
 * @returns {{ isOpen: boolean }} reactive
 */
export function useOnScreenKeyboard() {
    const keyboard = useState({ isOpen: false });
    let width = window.innerWidth;
    let tallest = window.innerHeight;
    const update = () => {
        if (window.innerWidth !== width) {
            width = window.innerWidth; // The phone was turned
            tallest = 0;
        }
        tallest = Math.max(tallest, window.innerHeight);
        keyboard.isOpen =
            window.innerHeight < tallest * REMAINS && document.activeElement.matches(EDITABLE);
    };
    useExternalListener(window, "resize", update);
    useExternalListener(window, "focusout", () => (keyboard.isOpen = false));
    return keyboard;
}
