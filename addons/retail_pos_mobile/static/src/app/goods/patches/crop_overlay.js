import { browser } from "@web/core/browser/browser";
import { CropOverlay } from "@web/core/barcode/crop_overlay";
import { patch } from "@web/core/utils/patch";

const MARGIN = 0.1; // of the picture, on each side

// Receipts and members carry square codes, which do not fit into Odoo's strip for bar codes
patch(CropOverlay.prototype, {
    setup() {
        super.setup(...arguments);
        this.localStorageKey = "retail-barcode-scanner-overlay";
    },
    computeDefaultPoint() {
        const isFirstTime = !browser.localStorage.getItem(this.localStorageKey);
        super.computeDefaultPoint();
        if (isFirstTime) {
            const { width, height } = this.cropContainerRef.el.firstChild.getBoundingClientRect();
            this.relativePosition = { x: width * (1 - MARGIN), y: height * (1 - MARGIN) };
        }
    },
});
