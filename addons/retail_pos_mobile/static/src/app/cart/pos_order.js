import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { patch } from "@web/core/utils/patch";

/** What a line of the cart takes off what the goods cost by the till's price list. */
function savedBy(line) {
    if (line.is_reward_line) {
        return line.isVoucher ? 0 : Math.max(-line.displayPrice, 0);
    }
    const isSale = line.qty > 0 && !line.refunded_orderline_id;
    return isSale ? line.memberSaved + line.displayPriceNoDiscount - line.displayPrice : 0;
}

patch(PosOrder.prototype, {
    /** @override The receipt tells later what a member's price took off. */
    setOrderPrices() {
        super.setOrderPrices(...arguments);
        for (const line of this.lines) {
            line.list_price_unit = line.memberSaved ? line.listPriceUnit : 0;
        }
    },
    /** @returns {number} what member price, discounts and promotions take off this sale */
    get totalSaved() {
        const saved = this.lines.reduce((sum, line) => sum + savedBy(line), 0);
        return this.currency.round(saved);
    },
});
