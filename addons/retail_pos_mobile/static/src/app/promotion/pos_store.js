import "@pos_loyalty/app/services/pos_store";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { ConnectionLostError } from "@web/core/network/rpc";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    updateRewards() {
        // First, so that Odoo's own rewards act on what the promotions left
        this.getOrder()?.applyPromotions();
        return super.updateRewards(...arguments);
    },
    setPartnerToCurrentOrder() {
        super.setPartnerToCurrentOrder(...arguments);
        this.updateRewards();
    },
    async pay() {
        // Hours and days may have passed since the last change of the cart
        this.getOrder()?.applyPromotions();
        return super.pay(...arguments);
    },
    async activateCode(code) {
        let result;
        try {
            result = await super.activateCode(...arguments);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            result = this.activateCodeOffline(code);
        }
        this.updateRewards();
        return result;
    },
    /**
     * Without a connection: discount codes, and the coupons that this phone knows. Whether a coupon was
     * spent elsewhere shows when the sale is sent; it is then booked and flagged.
     *
     * @returns {true|string} true, or why not
     */
    activateCodeOffline(code) {
        const order = this.getOrder();
        const rule = this.models["loyalty.rule"].find(
            (each) => each.mode === "with_code" && each.code === code
        );
        if (rule) {
            if (!order.uiState.codeActivatedProgramRules.includes(rule.id)) {
                order.uiState.codeActivatedProgramRules.push(rule.id);
            }
            return true;
        }
        const coupon = this.models["loyalty.card"].find(
            (card) => card.code === code && card.id > 0 && card.program_id?._promotion
        );
        if (!coupon) {
            return _t("This code is not known on this phone. Try again when it is online.");
        }
        if (coupon.points < coupon.program_id.reward_ids[0].required_points) {
            return _t("This coupon has been used.");
        }
        if (coupon.partner_id && coupon.partner_id !== order.partner_id) {
            return _t("This coupon belongs to another member.");
        }
        order._code_activated_coupon_ids = [["link", coupon]];
        return true;
    },

    // Points and coupons travel with the sale, see pos.order

    async preSyncAllOrders(orders) {
        await super.preSyncAllOrders(...arguments);
        for (const order of orders) {
            if (order.finalized && order.state === "paid") {
                order.uiState.couponData = await this.couponDataOf(order);
            }
        }
    },
    /**
     * What Odoo would send in its second call after the sale: recorded from that call, so that the two
     * never differ. The call itself still follows, and is told what was booked.
     */
    async couponDataOf(order) {
        let couponData = null;
        const call = (_model, _method, [, data]) => {
            couponData = data;
            return {};
        };
        const recorder = Object.create(this, { data: { value: { call } } });
        await this.postProcessLoyalty.call(recorder, order);
        return couponData;
    },
});
