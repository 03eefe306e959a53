import { PaymentScreenStatus } from "@point_of_sale/app/screens/payment_screen/payment_status/payment_status";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { patch } from "@web/core/utils/patch";

patch(PaymentScreenStatus.prototype, {
    setup() {
        super.setup(...arguments);
        this.pos = usePos();
    },
    /** @override Odoo writes what the guide gives back as less than nothing. */
    get amountText() {
        const { order, pos } = this;
        const isChange = pos.config._is_store && !this.isRemaining && order.totalDue >= 0;
        return isChange ? this.env.utils.formatCurrency(Math.abs(order.change)) : super.amountText;
    },
});
