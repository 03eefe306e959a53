import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";
import { patch } from "@web/core/utils/patch";

patch(ProductScreen.prototype, {
    /** @override Pieces of goods; Odoo would count each promotion as one. */
    get items() {
        const goods = this.currentOrder?.lines.filter((line) => !line.isPromotion) || [];
        return this.env.utils.formatProductQty(
            goods.reduce((items, line) => items + line.qty, 0),
            false
        );
    },
});
