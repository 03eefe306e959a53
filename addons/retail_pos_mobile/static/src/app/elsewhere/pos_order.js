import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { holds } from "@retail_pos_mobile/app/elsewhere/holds";
import { patch } from "@web/core/utils/patch";

patch(PosOrder.prototype, {
    removeOrderline(line) {
        const uuid = line.fulfilment_uuid;
        const removed = super.removeOrderline(...arguments);
        if (uuid) {
            holds.release(uuid);
        }
        return removed;
    },
    /** "123 456": three and three are read out without a slip. */
    get pickupCodeText() {
        return this.pickup_code ? this.pickup_code.replace(/^(\d{3})/, "$1 ") : "";
    },
    get fulfilmentLines() {
        return this.lines.filter((line) => line.fulfilment_uuid);
    },
});
