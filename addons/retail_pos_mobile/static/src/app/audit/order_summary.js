import { OrderSummary } from "@point_of_sale/app/screens/product_screen/order_summary/order_summary";
import { note } from "@retail_pos_mobile/app/audit/notes";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(OrderSummary.prototype, {
    /** @override A line that is removed, or set to no pieces at all. */
    _setValue() {
        const order = this.currentOrder;
        const line = order.getSelectedOrderline();
        const before = line && { uuid: line.uuid, qty: line.qty, amount: line.priceIncl };
        const product = line?.getFullProductName();
        const result = super._setValue(...arguments);
        const after = order.lines.find(({ uuid }) => uuid === before?.uuid)?.qty || 0;
        if (before?.qty && !after) {
            note(this.pos, "void", order, _t("%s removed from the cart", product), {
                product,
                qty: before.qty,
                amount: before.amount,
            });
        }
        return result;
    },
});
