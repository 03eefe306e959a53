import { PosOrderline } from "@point_of_sale/app/models/pos_order_line";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(PosOrderline.prototype, {
    /** @override Goods held in another store are a line of their own. */
    canBeMergedWith(orderline) {
        return (
            !this.fulfilment_uuid &&
            !orderline.fulfilment_uuid &&
            super.canBeMergedWith(...arguments)
        );
    },
    /** @override So many are held as were asked for: the line goes as a whole, or not at all. */
    setQuantity(quantity) {
        if (this.fulfilment_uuid && this.qty && ![0, this.qty].includes(Number(quantity))) {
            return {
                title: _t("Held in another store"),
                body: _t(
                    "Exactly %s are held there. Remove this line and ask again for another quantity.",
                    this.quantityStr.qtyStr
                ),
            };
        }
        return super.setQuantity(...arguments);
    },
});
