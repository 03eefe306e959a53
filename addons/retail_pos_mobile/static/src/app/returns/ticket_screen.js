import { TicketScreen } from "@point_of_sale/app/screens/ticket_screen/ticket_screen";
import { patch } from "@web/core/utils/patch";

patch(TicketScreen.prototype, {
    /** @override Where returns need an approval, the button leads to the application for one. */
    async onDoRefund() {
        const order = this.getSelectedOrder();
        if (!order || !this.pos.needsReturnApproval) {
            return super.onDoRefund(...arguments);
        }
        await this.pos.startReturn(order.uuid, "order");
    },
});
