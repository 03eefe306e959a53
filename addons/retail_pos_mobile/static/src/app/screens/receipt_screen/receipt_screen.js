import { useEffect, useRef } from "@odoo/owl";
import { ReceiptScreen } from "@point_of_sale/app/screens/receipt_screen/receipt_screen";
import { RatingDialog } from "@retail_pos_mobile/app/rating/rating_dialog";
import { patch } from "@web/core/utils/patch";

patch(ReceiptScreen.prototype, {
    setup() {
        super.setup(...arguments);
        this.state.isMailing = false;
        this.mailInput = useRef("mail");
        // The field opens below the fold of a small phone: bring it to where one types
        useEffect(
            (field) => field?.focus(),
            () => [this.mailInput.el]
        );
    },
    toggleMail() {
        this.state.isMailing = !this.state.isMailing;
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
    /**
     * @override The mail carries the link of the e-receipt. For a picture of the paper Odoo would fetch
     * the fonts of all scripts from elsewhere.
     */
    async _sendReceiptToCustomer({ action, destination }) {
        const { id, isSynced, receiptUrl } = this.currentOrder;
        if (action !== "action_send_receipt" || !isSynced || !receiptUrl) {
            return super._sendReceiptToCustomer(...arguments);
        }
        await this.pos.data.call("pos.order", action, [[id], destination, false, false]);
    },
    rate() {
        this.dialog.add(RatingDialog, { order: this.currentOrder });
    },
});
