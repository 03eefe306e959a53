import { Orderline } from "@point_of_sale/app/components/orderline/orderline";
import { shortageText } from "@retail_pos_mobile/app/goods/shortage";
import { patch } from "@web/core/utils/patch";

patch(Orderline.prototype, {
    /** @override In a store's cart: the picture, the price that a member saves, and what is not here. */
    get lineScreenValues() {
        const values = super.lineScreenValues;
        const { line } = this;
        if (this.props.mode !== "display" || !line.order_id || !line.config._is_store) {
            return values;
        }
        const { formatCurrency } = this.env.utils;
        const shortage = this.env.services.pos?.goods?.shortageOf(line.product_id, line.order_id);
        return {
            ...values,
            productImage: !line.isPromotion && line.product_id.getImageUrl(),
            listPrice: line.memberSaved ? formatCurrency(line.displayListPrice) : "",
            shortage: shortage && line.isFromHere ? shortageText(shortage) : "",
        };
    },
});
