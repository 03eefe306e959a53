import { Orderline } from "@point_of_sale/app/components/orderline/orderline";
import { patch } from "@web/core/utils/patch";

patch(Orderline.prototype, {
    /** @override A promotion has an amount; its quantity, unit price and picture say nothing. */
    get lineScreenValues() {
        const values = super.lineScreenValues;
        if (!this.line.isPromotion) {
            return values;
        }
        return { ...values, unitPart: "", displayPriceUnit: false, productImage: false };
    },
});
