import { Component } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { useGoods } from "@retail_pos_mobile/app/goods/goods_hook";
import { formatDistance } from "@retail_pos_mobile/app/utils/distance";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/**
 * Where else a variant lies, the nearest first, with what can be done about it. A module adds a way:
 *
 *     registry.category("retail_stock_elsewhere_actions").add("transfer", {
 *         label: _t("Transfer"),
 *         isVisible: (pos, row) => row.warehouse.is_store,
 *         run: (pos, { product, warehouse, quantity }) => …,
 *     });
 *
 * A row is `{ product, warehouse, quantity }`: the variant, `{ id, name, is_store, city, phone, distance }`,
 * and what lies there; `run` gets as quantity how many pieces are wanted, at most what lies there.
 */
export const elsewhereActions = registry.category("retail_stock_elsewhere_actions");

export class ElsewhereList extends Component {
    static template = "retail_pos_mobile.ElsewhereList";
    static props = {
        style: Object,
        product: { type: [Object, { value: undefined }, { value: null }], optional: true },
        wanted: { type: Number, optional: true },
        onHeld: { type: Function, optional: true }, // told the variant and how many are in the sale now
    };
    static defaultProps = { wanted: 1 };

    setup() {
        this.pos = usePos();
        this.goods = useGoods();
    }
    get variants() {
        return this.props.style.product_variant_ids;
    }
    /** The variant that is asked for; a style of one variant needs no choice. */
    get product() {
        return this.props.product || (this.variants.length === 1 ? this.variants[0] : null);
    }
    get title() {
        return this.product && this.goods.variantName(this.product);
    }
    get rows() {
        const places = this.goods.placesOf(this.props.style, this.product?.id);
        return places?.map((place) => ({ ...place, product: this.product }));
    }
    /** Whether the server was asked where it lies, and did not say. */
    get isUnknown() {
        return this.goods.state.unknownStyle === this.props.style.id;
    }
    /** What is known without asking again: pieces in other stores and in warehouses. */
    get summary() {
        const ids = this.product ? [this.product.id] : this.variants.map(({ id }) => id);
        const { book } = this.goods;
        return _t("%(stores)s in other stores, %(central)s in warehouses.", {
            stores: ids.reduce((sum, id) => sum + Math.max(book.stores(id), 0), 0),
            central: ids.reduce((sum, id) => sum + Math.max(book.central(id), 0), 0),
        });
    }
    /** "杭州市 · 165 km" */
    placeText({ warehouse }) {
        return [warehouse.city, formatDistance(warehouse.distance)].filter(Boolean).join(" · ");
    }
    /** Each piece has a number of its own, which the till of another store cannot know. */
    get isTracked() {
        return this.props.style.tracking !== "none";
    }
    callLabel({ warehouse }) {
        return _t("Call %s", warehouse.name);
    }
    actionsOf(row) {
        if (!row.product) {
            return [];
        }
        return elsewhereActions
            .getEntries()
            .map(([key, action]) => ({ key, ...action }))
            .filter(({ isVisible }) => !isVisible || isVisible(this.pos, row));
    }
    async run(action, { product, warehouse, quantity }) {
        const wanted = Math.min(Math.max(this.props.wanted, 1), quantity);
        const held = await action.run(this.pos, { product, warehouse, quantity: wanted });
        if (held) {
            this.props.onHeld?.(product.id, held);
        }
    }
}
