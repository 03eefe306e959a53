import { ReceiptScreen } from "@point_of_sale/app/screens/receipt_screen/receipt_screen";
import { RatingDialog } from "@retail_pos_mobile/app/rating/rating_dialog";
import { patch } from "@web/core/utils/patch";

patch(ReceiptScreen.prototype, {
    setup() {
        super.setup(...arguments);
        this.state.isMailing = false;
    },
    /** The page of a store's phone; elsewhere Odoo's own stays. */
    get isStorePhone() {
        return Boolean(this.ui.isSmall && this.pos.config._is_store);
    },
    get receiptCode() {
        return this.currentOrder.receiptCode;
    },
    get mayRate() {
        return Boolean(
            this.pos.config.ask_rating && this.receiptCode && !this.currentOrder.isRefund
        );
    },
    rate() {
        this.dialog.add(RatingDialog, { order: this.currentOrder });
    },
});
