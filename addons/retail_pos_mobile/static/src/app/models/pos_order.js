import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { formatDay } from "@retail_pos_mobile/app/utils/dates";
import { sharpQrCode } from "@retail_pos_mobile/app/utils/qr_code";
import { patch } from "@web/core/utils/patch";

const QR_SIZE = 240;

patch(PosOrder.prototype, {
    /** The guide confirmed a day, and that day is still one to which a sale may count. */
    hasValidBusinessDate() {
        return Boolean(
            this.business_date && this.config_id.isAllowedBusinessDate(this.business_date)
        );
    },
    get businessDay() {
        return this.business_date && formatDay(this.business_date);
    },
    /** The link of the e-receipt, which a finished sale of a store has, sent to the server or not. */
    get receiptUrl() {
        const hasReceipt = this.config._is_store && this.finalized && this.receipt_token;
        return hasReceipt ? `${this.config._base_url}/receipt/${this.receipt_token}` : "";
    },
    /** The same as a picture, drawn on the phone; false where there is no link. */
    get receiptCode() {
        const url = this.receiptUrl;
        return url && sharpQrCode(url, QR_SIZE);
    },
    setRemark(remark) {
        this.general_customer_note = remark;
    },
    /**
     * @override Odoo empties the note together with the cart, but a remark of the start sheet is
     * older than the cart.
     */
    removeOrderline() {
        const remark = this.general_customer_note;
        const removed = super.removeOrderline(...arguments);
        this.setRemark(remark);
        return removed;
    },
});
