import { TicketScreen } from "@point_of_sale/app/screens/ticket_screen/ticket_screen";
import { tokenOfReceiptLink } from "@retail_pos_mobile/app/utils/receipt_link";
import { patch } from "@web/core/utils/patch";

patch(TicketScreen.prototype, {
    async addAdditionalRefundInfo(order, destinationOrder) {
        // What comes back counts against the guide who sold it
        destinationOrder.guide_id = order.guide_id;
        return super.addAdditionalRefundInfo(...arguments);
    },
    /** @override The code that the customer shows may be the e-receipt's. */
    async onClickScanOrder(code) {
        const token = tokenOfReceiptLink(code);
        if (!token) {
            return super.onClickScanOrder(...arguments);
        }
        const [order] = await this.pos.data.loadServerOrders([["receipt_token", "=", token]]);
        const link = new URL(code);
        link.searchParams.set("order_uuid", order?.uuid || "unknown");
        return super.onClickScanOrder(link.href);
    },
});
