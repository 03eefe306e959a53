import { PosStore } from "@point_of_sale/app/services/pos_store";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    /** @override Who pays has scanned all: the camera rests. */
    async pay() {
        this.scanning = false;
        return super.pay(...arguments);
    },
});
