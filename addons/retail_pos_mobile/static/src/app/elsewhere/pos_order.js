import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { holds } from "@retail_pos_mobile/app/elsewhere/holds";
import { patch } from "@web/core/utils/patch";

patch(PosOrder.prototype, {
    removeOrderline(line) {
        const uuid = line.fulfilment_uuid;
        const removed = super.removeOrderline(...arguments);
        if (uuid) {
            holds.trigger("released", uuid);
        }
        return removed;
    },
    get fulfilmentLines() {
        return this.lines.filter((line) => line.fulfilment_uuid);
    },
});
