import { Component } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { useTapOrHold } from "@retail_pos_mobile/app/goods/tap_or_hold_hook";
import { _t } from "@web/core/l10n/translation";

/** A style among the goods: picture, name, kind, price, and what lies in this store. */
export class GoodsCard extends Component {
    static template = "retail_pos_mobile.GoodsCard";
    static props = {
        style: Object,
        // How often stock and catalogue changed: the card is drawn anew
        version: String,
        order: { type: [Object, { value: undefined }, { value: null }], optional: true },
        inCart: { type: Number, optional: true },
        onClick: Function,
        onHold: Function,
    };

    setup() {
        this.pos = usePos();
        this.touch = useTapOrHold({
            onTap: () => this.props.onClick(this.style),
            onHold: () => this.props.onHold(this.style),
        });
    }
    get style() {
        return this.props.style;
    }
    get kind() {
        return this.pos.goods.kindOf(this.style);
    }
    get prices() {
        return this.pos.goods.pricesOf(this.style, this.props.order);
    }
    get stock() {
        return this.pos.goods.stockOf(this.style);
    }
    get hasStock() {
        return this.pos.goods.isTracked(this.style) && this.pos.goods.book.isKnown;
    }
    get isMissing() {
        return this.hasStock && this.stock.here <= 0;
    }
    get stockLabel() {
        const { here, elsewhere } = this.stock;
        if (here > 0) {
            return _t("%s here", here);
        }
        return elsewhere > 0 ? _t("%s elsewhere", elsewhere) : _t("Sold out");
    }
    format(amount) {
        return this.env.utils.formatCurrency(amount);
    }
}
