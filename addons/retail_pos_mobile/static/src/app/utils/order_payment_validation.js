import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { patch } from "@web/core/utils/patch";

patch(OrderPaymentValidation.prototype, {
    async askBeforeValidation() {
        // Midnight may have passed since the sale began, and fast payment never went through pay()
        if (!(await this.pos.ensureBasicInformation(this.order))) {
            return false;
        }
        return super.askBeforeValidation(...arguments);
    },
});
