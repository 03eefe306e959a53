import { OrderSummary } from "@point_of_sale/app/screens/product_screen/order_summary/order_summary";
import { patch } from "@web/core/utils/patch";

patch(OrderSummary.prototype, {
    /** @override A line of a cart for which money was taken goes with an approval. */
    _setValue(value) {
        const order = this.currentOrder;
        const line = order.getSelectedOrderline();
        const isLess =
            this.pos.numpadMode === "quantity" && (value === "remove" || !(value >= line?.qty));
        if (!line || !isLess || !this.pos.approvalPolicy.void || !this.pos.isTouchy(order)) {
            return super._setValue(...arguments);
        }
        this.pos.approveVoid(order, [line]).then((isApproved) => {
            if (isApproved) {
                super._setValue(value);
            }
        });
    },
});
