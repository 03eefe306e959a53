import { TicketScreen } from "@point_of_sale/app/screens/ticket_screen/ticket_screen";
import { patch } from "@web/core/utils/patch";

patch(TicketScreen.prototype, {
    async addAdditionalRefundInfo(order, destinationOrder) {
        // What comes back counts against the guide who sold it
        destinationOrder.guide_id = order.guide_id;
        return super.addAdditionalRefundInfo(...arguments);
    },
});
