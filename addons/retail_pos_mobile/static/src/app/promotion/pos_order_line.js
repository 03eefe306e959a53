import "@pos_loyalty/app/models/pos_order_line";
import { PosOrderline } from "@point_of_sale/app/models/pos_order_line";
import { patch } from "@web/core/utils/patch";

patch(PosOrderline.prototype, {
    /** This line is what a promotion of the engine gives, or takes back with returned goods. */
    get isPromotion() {
        return Boolean(this.is_reward_line && this.reward_id?.program_id?._promotion);
    },
    /** @override The customer knows a promotion by its name, not by the article that books it. */
    get orderDisplayProductName() {
        if (this.isPromotion) {
            return { name: this.reward_id.program_id.name, attributeString: "" };
        }
        return super.orderDisplayProductName;
    },
    setFullProductName() {
        super.setFullProductName();
        if (this.isPromotion) {
            this.full_product_name = this.reward_id.program_id.name;
        }
    },
    /** @override The server takes back what returned goods earned, to the share; see pos.order. */
    ignoreLoyaltyPoints({ program }) {
        const isReturn = this.refunded_orderline_id || (this.isPromotion && this.price_unit > 0);
        return (
            Boolean(isReturn && program.program_type === "loyalty") ||
            super.ignoreLoyaltyPoints(...arguments)
        );
    },
});
