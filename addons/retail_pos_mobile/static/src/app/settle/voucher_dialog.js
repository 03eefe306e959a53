import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { useAutofocus } from "@web/core/utils/hooks";

const VOUCHERS = ["gift_card", "ewallet"];

/** @returns {boolean} whether this till takes gift cards, vouchers or e-wallets */
export function takesVouchers(pos) {
    return Boolean(
        pos.models["loyalty.program"]?.some(({ program_type }) => VOUCHERS.includes(program_type))
    );
}

/**
 * Pays with what Odoo's loyalty calls gift cards and e-wallets: those of the member by a tap, any other
 * by its code, typed or scanned. What it covers becomes a line of the sale.
 */
export class VoucherDialog extends Component {
    static template = "retail_pos_mobile.VoucherDialog";
    static components = { Dialog };
    static props = { order: Object, close: Function };

    setup() {
        this.pos = usePos();
        this.state = useState({ code: "", busy: false, error: "" });
        useAutofocus({ refName: "code" });
    }

    get order() {
        return this.props.order;
    }
    /** The member's e-wallets and gift cards that can pay now. */
    get own() {
        return this.order
            .getClaimableRewards()
            .filter(({ reward }) => VOUCHERS.includes(reward.program_id.program_type))
            .map(({ reward, coupon_id }) => {
                const card = this.pos.models["loyalty.card"].get(coupon_id);
                return { reward, card };
            })
            .filter(({ card }) => card && !card.isExpired() && card.points > 0);
    }
    balance({ card }) {
        return this.env.utils.formatCurrency(card.points);
    }

    async useOwn({ reward, card }) {
        const result = this.order._applyReward(reward, card.id, {});
        if (result !== true) {
            this.state.error = result;
            return;
        }
        await this.pos.updateRewards();
        this.props.close();
    }
    async useCode() {
        const code = this.state.code.trim();
        if (!code || this.state.busy) {
            return;
        }
        if (this.order._code_activated_coupon_ids.some((card) => card.code === code)) {
            this.state.error = _t("This voucher is on the sale already.");
            return;
        }
        Object.assign(this.state, { busy: true, error: "" });
        try {
            const result = await this.pos.activateCode(code);
            if (result === true) {
                this.props.close();
            } else {
                this.state.error = result;
            }
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.state.error = _t("The code cannot be checked without a connection.");
        } finally {
            this.state.busy = false;
        }
    }
}
