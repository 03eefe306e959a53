import { PosStore } from "@point_of_sale/app/services/pos_store";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    /** @override Another guide alone takes the whole sale. */
    setGuide(order) {
        order.clearShares();
        return super.setGuide(...arguments);
    },
    clearBasicInformation(order) {
        order.clearShares();
        return super.clearBasicInformation(...arguments);
    },
});
