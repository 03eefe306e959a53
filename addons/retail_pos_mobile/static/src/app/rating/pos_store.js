import { PosStore } from "@point_of_sale/app/services/pos_store";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

const REMEMBERED = 50; // sales whose page may still be opened on this phone

patch(PosStore.prototype, {
    get ratedKey() {
        return `retail_rated_${this.config.id}`;
    },
    /** A method, as Odoo keeps what getters of the store gave. */
    readRatedSales() {
        return JSON.parse(browser.localStorage.getItem(this.ratedKey) || "[]");
    },
    /** Whether the customer answered, also before a reload: it takes the order anew from the server. */
    isRated(order) {
        return Boolean(order.uiState.isRated) || this.readRatedSales().includes(order.uuid);
    },
    /** Send what the customer answered; it waits with the sale while there is no connection. */
    rateSale(order, rating, feedback) {
        if (this.isRated(order)) {
            return;
        }
        order.uiState.isRated = true;
        const rated = [...this.readRatedSales(), order.uuid].slice(-REMEMBERED);
        browser.localStorage.setItem(this.ratedKey, JSON.stringify(rated));
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
