import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { patch } from "@web/core/utils/patch";

patch(OrderPaymentValidation.prototype, {
    async finalizeValidation() {
        this.order.clock_late = this.pos.phoneClock.late;
        this.pos.saleBeingFinished = this.order.uuid;
        try {
            return await super.finalizeValidation(...arguments);
        } finally {
            this.pos.saleBeingFinished = null;
        }
    },
});
