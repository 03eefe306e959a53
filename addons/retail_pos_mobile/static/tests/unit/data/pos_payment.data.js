import { PosPayment } from "@point_of_sale/../tests/unit/data/pos_payment.data";
import { patch } from "@web/core/utils/patch";

patch(PosPayment.prototype, {
    /** An empty list means all fields: pos_hr adds one to it, and no payment knows its order any more. */
    _load_pos_data_fields() {
        return [];
    },
});
