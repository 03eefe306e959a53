import "@pos_loyalty/app/screens/ticket_screen/ticket_screen";
import { TicketScreen } from "@point_of_sale/app/screens/ticket_screen/ticket_screen";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(TicketScreen.prototype, {
    get selectedPromotionLine() {
        const order = this.getSelectedOrder();
        const id = order && this.getSelectedOrderlineId();
        return order?.lines.find((line) => line.id === id && line.isPromotion);
    },
    /** @override What a promotion gave comes back with the goods, each with its share. */
    _onUpdateSelectedOrderline() {
        if (this.selectedPromotionLine) {
            this.notification.add(
                _t("Choose the goods: what the promotion gave on them is taken back with them.")
            );
            return this.numberBuffer.reset();
        }
        return super._onUpdateSelectedOrderline(...arguments);
    },
    postRefund(destinationOrder) {
        super.postRefund(...arguments);
        destinationOrder.applyPromotions();
    },
});
