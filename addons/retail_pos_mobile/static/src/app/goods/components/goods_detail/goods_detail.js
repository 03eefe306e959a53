import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { NumberPopup } from "@point_of_sale/app/components/popups/number_popup/number_popup";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { ElsewhereList } from "@retail_pos_mobile/app/goods/components/elsewhere_list/elsewhere_list";
import { PictureStrip } from "@retail_pos_mobile/app/goods/components/picture_strip/picture_strip";
import { useGoods } from "@retail_pos_mobile/app/goods/goods_hook";
import { runningPromotions } from "@retail_pos_mobile/app/goods/promotions";
import { quantityProblem } from "@retail_pos_mobile/app/goods/quantity_message";
import { shortageText } from "@retail_pos_mobile/app/goods/shortage";
import { useTapOrHold } from "@retail_pos_mobile/app/goods/tap_or_hold_hook";
import { formatShortDay } from "@retail_pos_mobile/app/utils/dates";
import { useOnline } from "@retail_pos_mobile/app/shell/online_hook";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/**
 * All about a style: pictures, prices, promotions, its colours and sizes with the stock here, and
 * where else it lies. With a cart, several variants are counted up and go into the sale at once.
 */
export class GoodsDetail extends Component {
    static template = "retail_pos_mobile.GoodsDetail";
    static components = { ElsewhereList, PictureStrip };
    static props = {
        style: Object,
        withCart: { type: Boolean, optional: true },
        variantId: { type: Number, optional: true }, // chosen from the start
        onAdded: { type: Function, optional: true },
    };
    static defaultProps = { withCart: false, onAdded: () => {} };

    setup() {
        this.pos = usePos();
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.goods = useGoods();
        this.elsewhere = useRef("elsewhere");
        this.state = useState({ quantities: {}, selectedId: null, isAdding: false });
        useOnline(() => this.goods.refreshStyle(this.style));
        this.touch = useTapOrHold({
            onTap: (variantId) => this.onTap(variantId),
            onHold: (variantId) =>
                this.props.withCart ? this.askQuantity(variantId) : this.onTap(variantId),
        });
        useEffect(
            () => {
                this.state.quantities = {};
                this.state.selectedId = this.props.variantId || null;
                this.goods.refreshStyle(this.style);
            },
            () => [this.style.id, this.props.variantId]
        );
    }
    get style() {
        return this.props.style;
    }
    get order() {
        return this.pos.getOrder();
    }
    get selected() {
        return this.state.selectedId ? this.goods.variant(this.state.selectedId) : null;
    }
    /** What stands below the name: "JK-2031 · Jackets · Alpine · Winter 2026". */
    get facts() {
        const { style } = this;
        const season = [style.season_id?.name, style.collection_year].filter(Boolean).join(" ");
        return [style.style_number, this.goods.kindOf(style), style.product_brand_id?.name, season]
            .filter(Boolean)
            .join(" · ");
    }
    get prices() {
        return this.goods.pricesOf(this.selected || this.style, this.order);
    }
    get promotions() {
        return runningPromotions(this.pos, this.style);
    }
    untilLabel({ until }) {
        return until ? _t("until %s", formatShortDay(until)) : "";
    }
    get hasMatrix() {
        return this.style.product_variant_ids.length === 1 || this.goods.hasMatrix(this.style);
    }
    get matrix() {
        return this.goods.matrixOf(this.style);
    }
    get isTracked() {
        return this.goods.isTracked(this.style);
    }
    stockOf(variantId) {
        const { book } = this.goods;
        return { here: book.here(variantId), elsewhere: book.elsewhere(variantId) };
    }
    cellLabel(variantId) {
        const variant = this.goods.variant(variantId);
        const { here, elsewhere } = this.stockOf(variantId);
        const name = this.goods.variantName(variant) || variant.display_name;
        const chosen = this.state.quantities[variantId] || 0;
        return chosen
            ? _t("%(name)s: %(here)s here, %(chosen)s chosen", { name, here, chosen })
            : _t("%(name)s: %(here)s here, %(elsewhere)s elsewhere", { name, here, elsewhere });
    }
    get quantityLabel() {
        return _t("%s chosen, type the quantity", this.state.quantities[this.selected.id]);
    }
    /** Which of what is chosen is not here, together with what is in the sale by now. */
    get shortages() {
        return Object.entries(this.state.quantities)
            .map(([id, quantity]) => {
                const variant = this.goods.variant(Number(id));
                const shortage = this.goods.shortageOf(variant, this.order, quantity);
                return shortage && { variant, text: shortageText(shortage) };
            })
            .filter(Boolean);
    }
    showElsewhere(variant) {
        this.state.selectedId = variant.id;
        this.elsewhere.el?.scrollIntoView({ behavior: "smooth" });
    }
    get pieces() {
        return Object.values(this.state.quantities).reduce((sum, quantity) => sum + quantity, 0);
    }
    get total() {
        return Object.entries(this.state.quantities).reduce((sum, [id, quantity]) => {
            const { price, memberPrice } = this.goods.pricesOf(
                this.goods.variant(Number(id)),
                this.order
            );
            return sum + quantity * (memberPrice === false ? price : memberPrice);
        }, 0);
    }
    format(amount) {
        return this.env.utils.formatCurrency(amount);
    }

    onTap(variantId) {
        this.state.selectedId = variantId;
        if (this.props.withCart) {
            this.change(variantId, 1);
        }
    }
    change(variantId, difference) {
        this.setQuantity(variantId, (this.state.quantities[variantId] || 0) + difference);
    }
    /** Note how many of a variant are wanted; none at all takes it back. */
    setQuantity(variantId, typed) {
        const variant = this.goods.variant(variantId);
        const problem = quantityProblem(variant, typed) || this.problemOfStock(variant, typed);
        if (problem) {
            this.notification.add(problem, { type: "warning" });
            return;
        }
        if (Number(typed)) {
            this.state.quantities[variantId] = Number(typed);
        } else {
            delete this.state.quantities[variantId];
        }
    }
    /** What another place holds is in the sale by now: it is not to be added once more. */
    takeBack(variantId, held) {
        this.setQuantity(variantId, Math.max((this.state.quantities[variantId] || 0) - held, 0));
    }
    /** @returns {string} why a store that sells no more than is here refuses a quantity */
    problemOfStock(variant, typed) {
        const isMore = Number(typed) > (this.state.quantities[variant.id] || 0);
        const shortage =
            isMore &&
            this.goods.isStrict &&
            this.goods.shortageOf(variant, this.order, Number(typed));
        return shortage ? `${this.goods.fullName(variant)}: ${shortageText(shortage)}` : "";
    }
    async askQuantity(variantId) {
        const variant = this.goods.variant(variantId);
        this.state.selectedId = variantId;
        const typed = await makeAwaitable(this.dialog, NumberPopup, {
            title: this.goods.variantName(variant) || variant.display_name,
            startingValue: this.state.quantities[variantId] || "",
            feedback: (value) => value !== "" && quantityProblem(variant, value),
            isValid: (value) => value !== "" && !quantityProblem(variant, value),
        });
        if (typed !== undefined && typed !== "") {
            this.setQuantity(variantId, typed);
        }
    }
    async add() {
        if (this.state.isAdding) {
            return;
        }
        this.state.isAdding = true;
        try {
            const chosen = new Map(
                Object.entries(this.state.quantities).map(([id, quantity]) => [
                    this.goods.variant(Number(id)),
                    quantity,
                ])
            );
            const pieces = await this.pos.addVariants(chosen, { isShortageTold: true });
            if (pieces) {
                this.state.quantities = {};
                this.props.onAdded(pieces);
            }
        } finally {
            this.state.isAdding = false;
        }
    }
    /** Styles whose choices are no plain colours and sizes are asked for natively. */
    async chooseNatively() {
        const line = await this.pos.addLineToCurrentOrder({ product_tmpl_id: this.style });
        if (line) {
            this.props.onAdded(line.qty);
        }
    }
}
