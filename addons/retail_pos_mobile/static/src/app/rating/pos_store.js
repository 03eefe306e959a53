import { PosStore } from "@point_of_sale/app/services/pos_store";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    /** Send what the customer answered; it waits with the sale while there is no connection. */
    rateSale(order, rating, feedback) {
        if (order.uiState.isRated) {
            return;
        }
        order.uiState.isRated = true;
        this.sendAfterSale(order, {
            model: "pos.order",
            method: "_retail_rate_sale",
            values: {
                order_uuid: order.uuid,
                receipt_token: order.receipt_token,
                rating,
                feedback,
            },
            label: _t("Rating of %s", order.receiptNumber).toString(),
        });
    },
});
