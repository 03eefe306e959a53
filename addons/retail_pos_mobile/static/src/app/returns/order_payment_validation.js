import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { EXCHANGE_FOR_NOTHING } from "@retail_pos_mobile/app/returns/exchange";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(OrderPaymentValidation.prototype, {
    /** @override Refuse on the phone what the server would refuse later, when the customer is gone. */
    async isOrderValid() {
        const problem = this.problemOfGoodsBack;
        if (problem) {
            this.pos.notification.add(problem, { type: "danger" });
            return false;
        }
        return super.isOrderValid(...arguments);
    },
    get problemOfGoodsBack() {
        const { goodsBack } = this.order;
        if (goodsBack.length && this.pos.data.network.offline) {
            return _t("Goods are taken back online only. The order stays here until then.");
        }
        if (this.order.isExchangeForNothing) {
            return EXCHANGE_FOR_NOTHING;
        }
        const unapproved = this.order.lines.some(
            (line) =>
                line.qty < 0 &&
                !line.is_reward_line &&
                !line.isGoodsBack &&
                // Of goods from elsewhere the server knows whether they ever came
                !line.refunded_orderline_id?.fulfilment_uuid &&
                (line.refunded_orderline_id || line.product_id.type !== "service")
        );
        return unapproved && this.pos.needsReturnApproval
            ? _t("Goods come back with an approved return only. See Me, Returns.")
            : "";
    },
});
