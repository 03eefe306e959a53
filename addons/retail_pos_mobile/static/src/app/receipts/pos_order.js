import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { isSaleNumber, shortForm } from "./sale_number";

patch(PosOrder.prototype, {
    /** The number that people read; sales from before have none but that of the till. */
    get receiptNumber() {
        if (this.receipt_number) {
            return this.receipt_number;
        }
        return isSaleNumber(this.sale_number)
            ? shortForm(this.sale_number, this.config._store_tz)
            : this.pos_reference;
    },
    /** A store's sale bears a number of its own beside the till's reference. */
    get hasOwnNumber() {
        return Boolean(this.config._is_store && this.receiptNumber !== this.pos_reference);
    },
    /** The day to which the sale counts, as the server writes days. */
    get receiptDay() {
        const day = this.business_date || this.date_order.setZone(this.config._store_tz || "local");
        return serializeDate(day);
    },
    /** What a receipt says that is being printed once more; "" for the first print. */
    get copyMark() {
        const { copiedAt } = this.uiState;
        return copiedAt ? _t("Copy · reprinted %s", copiedAt.toLocaleString(COPY_MOMENT)) : "";
    },
});

const COPY_MOMENT = {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
};
