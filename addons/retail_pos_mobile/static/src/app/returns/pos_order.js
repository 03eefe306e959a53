// Ours acts after theirs
import "@pos_loyalty/app/models/pos_order";
import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { PosOrderline } from "@point_of_sale/app/models/pos_order_line";
import { patch } from "@web/core/utils/patch";

patch(PosOrderline.prototype, {
    /** Whether the line takes goods back by a return that was approved. */
    get isGoodsBack() {
        return Boolean(this.return_line_uuid);
    },
    /** @override What comes back was approved as it stands: it goes as a whole or not at all. */
    setQuantity(quantity) {
        if ((this.isGoodsBack || this.refilled_card) && Number(quantity) !== this.qty) {
            return true;
        }
        return super.setQuantity(...arguments);
    },
    /** @override Another piece that is sold is no piece that comes back. */
    canBeMergedWith(line) {
        const isPlain = ({ isGoodsBack, refilled_card }) => !isGoodsBack && !refilled_card;
        return isPlain(this) && isPlain(line) && super.canBeMergedWith(...arguments);
    },
});

patch(PosOrder.prototype, {
    /** The lines that give money back to gift cards and wallets. */
    get cardRefills() {
        return this.lines.filter((line) => line.refilled_card);
    },
    get goodsBack() {
        return this.lines.filter((line) => line.isGoodsBack);
    },
    /** Whether goods come back and none are taken for them: that would be a refund nobody approved. */
    get isExchangeForNothing() {
        const isNew = (line) => line.qty > 0 && !line.refilled_card && !line.is_reward_line;
        return Boolean(this.goodsBack.length) && !this.lines.some(isNew);
    },
    /** Take off what was to be paid for other goods than those now in the cart; never a terminal's payment. */
    dropStalePayback() {
        const isStale = ({ amount, payment_status }) =>
            !payment_status && (amount < 0 || this.priceIncl < 0);
        this.payment_ids.filter(isStale).forEach((payment) => this.removePaymentline(payment));
    },
    /** @override */
    removeOrderline(line) {
        const others = line.isGoodsBack ? this.goodsBack.filter((other) => other !== line) : [];
        others.forEach((other) => super.removeOrderline(other));
        return super.removeOrderline(...arguments);
    },
    /** @override The server takes the points of what comes back from what its sale earned. */
    isLineValidForLoyaltyPoints(line) {
        const isGoods = !line.isGoodsBack && !line.refilled_card;
        return isGoods && super.isLineValidForLoyaltyPoints(...arguments);
    },
});
