import { Chrome } from "@point_of_sale/app/pos_app";
import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";

const AFTER_MS = 300; // a customer's eye is slower than a scanner

patch(Chrome.prototype, {
    /** @override What was scanned shows here first; the customer's display hears of it once, right after. */
    sendOrderToCustomerDisplay() {
        browser.clearTimeout(this.tellingDisplay);
        const tell = () => super.sendOrderToCustomerDisplay(...arguments);
        this.tellingDisplay = browser.setTimeout(tell, AFTER_MS);
    },
});
