import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { patch } from "@web/core/utils/patch";

patch(OrderPaymentValidation.prototype, {
    /** @override The sale tells who was at the till, and what proves it. */
    async finalizeValidation() {
        const { order, pos } = this;
        if (pos.config.module_pos_hr && order.employee_id) {
            order.cashier_proof = pos.signIns.proofOf(order.employee_id.id);
        }
        return await super.finalizeValidation(...arguments);
    },
});
