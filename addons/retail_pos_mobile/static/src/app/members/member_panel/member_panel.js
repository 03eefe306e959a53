import { Component, onWillStart, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { Dialog } from "@web/core/dialog/dialog";
import { deserializeDate, deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/core/utils/numbers";

const { DateTime } = luxon;
const SHORTEST_REASON = 3;

/**
 * The member at a glance: level, points, coupons, last purchases, sizes and brands, and what here fits
 * him. Without a connection it shows what the phone saw last, and how old that is.
 */
export class MemberPanel extends Component {
    static template = "retail_pos_mobile.MemberPanel";
    static components = { Dialog };
    static props = { member: Object, getPayload: Function, close: Function };

    setup() {
        this.pos = usePos();
        this.notification = useService("notification");
        this.state = useState({
            ...{ loading: true, panel: null, at: 0, isOld: false, error: "" },
            ...{ asking: false, reason: "", phone: "", revealing: false, revealError: "" },
        });
        this.reasons = [
            _t("Call about an order"),
            _t("Return or repair"),
            _t("Member asks for it"),
        ];
        onWillStart(() => {
            this.load(); // shown at once, filled when the answer comes
        });
    }
    async load() {
        Object.assign(this.state, { loading: true, error: "" });
        try {
            const answer = await this.pos.readMemberPanel(this.member);
            Object.assign(this.state, answer || { panel: null });
        } catch (error) {
            this.state.error = errorText(error);
        } finally {
            this.state.loading = false;
        }
    }

    get member() {
        return this.props.member;
    }
    get panel() {
        return this.state.panel;
    }
    /** Card and level as the server says, or as far as the device knows. */
    get level() {
        const { memberLevel } = this.member;
        return this.panel?.card
            ? this.panel.card.state === "active" && {
                  name: this.panel.card.type_name,
                  discount: this.panel.card.discount,
              }
            : memberLevel && { name: memberLevel.name, discount: memberLevel.discount };
    }
    get notice() {
        return this.panel?.notice || this.member.memberNotice;
    }
    get cardNumber() {
        return this.panel?.card?.number || this.member.memberCard?.number;
    }
    get age() {
        return _t("Offline. Seen %s.", DateTime.fromMillis(this.state.at).toRelative());
    }
    get isNew() {
        return this.panel && !this.panel.purchases.length;
    }
    get order() {
        return this.pos.getOrder();
    }
    get maySell() {
        return this.order && !this.order.finalized;
    }
    day(date) {
        return deserializeDateTime(date).toLocaleString(DateTime.DATE_MED);
    }
    birthday(date) {
        return deserializeDate(date).toLocaleString({ month: "long", day: "numeric" });
    }
    validity(date) {
        return _t("until %s", deserializeDate(date).toLocaleString(DateTime.DATE_MED));
    }
    amount(value) {
        return this.env.utils.formatCurrency(value);
    }
    stockHere(value) {
        return _t("%s here", this.pieces(value));
    }
    pieces(value) {
        return formatFloat(value, { trailingZeros: false });
    }
    /** Whole points, as the member reads them everywhere else on this phone. */
    balance({ program_id, points, points_display }) {
        const program = this.pos.models["loyalty.program"].get(program_id);
        const whole = formatFloat(points, { digits: [69, 0] });
        return program ? `${whole} ${program.portal_point_name}` : points_display;
    }
    reasonFor({ size, category, brand }) {
        return [brand, category, size].filter(Boolean).join(" · ");
    }

    // What a tap does

    async useCoupon(coupon) {
        const isChosen = this.order.partner_id === this.member;
        if (!isChosen) {
            await this.pos.chooseMember(this.member);
        }
        const answer = await this.takeCoupon(coupon).catch((error) => {
            if (error instanceof ConnectionLostError) {
                return _t("A coupon can be used only while this phone is online.");
            }
            throw error;
        });
        const done = answer === true;
        this.notification.add(done ? _t("%s is on the sale.", coupon.name) : answer, {
            type: done ? "success" : "warning",
        });
    }
    /** A gift card of his is taken as it stands: its code is not told. */
    async takeCoupon({ id, code }) {
        if (code) {
            return this.pos.activateCode(code);
        }
        const claimable = this.order.getClaimableRewards();
        const { reward } = claimable.find(({ coupon_id }) => coupon_id === id) || {};
        if (!reward) {
            return _t("Put the goods into the cart first, then pay with the gift card.");
        }
        const result = this.order._applyReward(reward, id, {});
        await this.pos.updateRewards();
        return result;
    }
    async addToSale({ product_id, name }) {
        const products = this.pos.models["product.product"];
        if (!products.get(product_id)) {
            await this.pos.loadNewProducts([["product_variant_ids", "in", [product_id]]]);
        }
        const product = products.get(product_id);
        if (!product) {
            this.notification.add(_t("%s is not sold at this till.", name), { type: "warning" });
            return;
        }
        const values = { product_id: product, product_tmpl_id: product.product_tmpl_id };
        await this.pos.addLineToCurrentOrder(values, {}, false);
        this.notification.add(_t("%s is on the sale.", name), { type: "success" });
    }
    async reveal(reason = this.state.reason.trim()) {
        this.state.revealError =
            reason.length < SHORTEST_REASON ? _t("Say why you need the number.") : "";
        if (this.state.revealError) {
            return;
        }
        this.state.revealing = true;
        try {
            const args = [[this.member.id], reason];
            this.state.phone = await this.pos.data.call("res.partner", "retail_reveal_phone", args);
            this.state.asking = false;
        } catch (error) {
            this.state.revealError =
                error instanceof ConnectionLostError
                    ? _t("A number is shown only while this phone is online.")
                    : errorText(error);
        } finally {
            this.state.revealing = false;
        }
    }
}
