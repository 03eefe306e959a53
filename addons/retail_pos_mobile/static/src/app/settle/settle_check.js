import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { problemsOf } from "./sale_problems";

const SHOWN_LINES = 2;

/** Member, guide and goods of a sale in one look before the payment; a tap leads to where to change it. */
export class SettleCheck extends Component {
    static template = "retail_pos_mobile.SettleCheck";
    static props = { order: Object };

    setup() {
        this.pos = usePos();
        this.state = useState({ isOpen: false });
    }

    get order() {
        return this.props.order;
    }
    get goods() {
        return this.order.lines.filter((line) => !line.is_reward_line);
    }
    get lines() {
        return this.state.isOpen ? this.order.lines : this.goods.slice(0, SHOWN_LINES);
    }
    get hiddenCount() {
        return this.state.isOpen ? 0 : Math.max(this.goods.length - SHOWN_LINES, 0);
    }
    get moreLabel() {
        return _t("and %s more", this.hiddenCount);
    }
    /** What promotions take off and what vouchers pay, in a line each while the list is folded. */
    get rewards() {
        const totalOf = (isVoucher) =>
            this.order.lines
                .filter((line) => line.is_reward_line && line.isVoucher === isVoucher)
                .reduce((sum, line) => sum + line.displayPrice, 0);
        const rows = [
            { key: "saved", label: _t("Promotions"), total: totalOf(false) },
            { key: "paid", label: _t("Vouchers"), total: totalOf(true) },
        ];
        return this.state.isOpen ? [] : rows.filter(({ total }) => total);
    }
    /** None once it is paid: what was sold is not missing. */
    get problems() {
        return this.order.finalized ? [] : problemsOf(this.order, this.pos.goods);
    }
    number(quantity) {
        return formatFloat(quantity, { digits: [69, 3], trailingZeros: false });
    }
    amount(line) {
        return this.env.utils.formatCurrency(line.signedDisplayPrice);
    }
    change() {
        if (this.order.payment_ids.length === 0) {
            this.pos.openStartSheet(this.order);
        }
    }
}
