import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { hydration } from "@retail_pos_mobile/app/catalogue/hydration";
import { patch } from "@web/core/utils/patch";

patch(PosOrder.prototype, {
    /** @override Odoo prices a sale anew when it learns of a price; of goods just shown there is none. */
    setPricelist() {
        return hydration.isOn ? undefined : super.setPricelist(...arguments);
    },
});
