import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";
import { tokenOfReceiptLink } from "@retail_pos_mobile/app/utils/receipt_link";
import { patch } from "@web/core/utils/patch";

patch(ProductScreen.prototype, {
    /** @override A receipt that is scanned while selling begins a return of its goods. */
    async _barcodeProductAction(code) {
        if (!tokenOfReceiptLink(code.code)) {
            return super._barcodeProductAction(...arguments);
        }
        this.pos.scanning = false;
        await this.pos.startReturn(code.code);
    },
});
