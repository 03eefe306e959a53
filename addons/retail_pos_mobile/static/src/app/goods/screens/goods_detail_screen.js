import { Component, onMounted, useState } from "@odoo/owl";
import { useBarcodeReader } from "@point_of_sale/app/hooks/barcode_reader_hook";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { GoodsDetail } from "@retail_pos_mobile/app/goods/components/goods_detail/goods_detail";
import { useScannedVariant } from "@retail_pos_mobile/app/goods/scanned_variant_hook";
import { answered } from "@retail_pos_mobile/app/utils/answered";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** A style while selling: what is chosen goes into the sale, and the goods come back. */
export class GoodsDetailScreen extends Component {
    static template = "retail_pos_mobile.GoodsDetailScreen";
    static components = { GoodsDetail };
    static props = { styleId: Number };
    static storeOnOrder = false;
    static withCart = true;

    setup() {
        this.pos = usePos();
        this.notification = useService("notification");
        this.state = useState({ isLoading: false, failure: "", variantId: 0 });
        onMounted(() => this.load());
        const scanned = useScannedVariant((variant) => this.onScanned(variant));
        useBarcodeReader({ product: scanned, quantity: scanned, weight: scanned, price: scanned });
    }
    get withCart() {
        return this.constructor.withCart;
    }
    get style() {
        return this.pos.goods?.style(this.props.styleId);
    }
    /** A page that is opened by its address may tell of a style that is not on this phone. */
    async load() {
        if (this.style || !this.pos.goods) {
            return;
        }
        Object.assign(this.state, { isLoading: true, failure: "" });
        try {
            await answered(this.pos.loadNewProducts([["id", "=", this.props.styleId]]));
        } catch (error) {
            this.state.failure = errorText(error);
        } finally {
            this.state.isLoading = false;
        }
    }
    onScanned(variant) {
        const style = variant.product_tmpl_id;
        if (style.id === this.props.styleId) {
            this.state.variantId = variant.id;
            this.bumpScan(variant);
        } else {
            this.pos.openStyle(style, this.pos.router.state.current);
        }
    }
    /** Overridden where there is no cart. */
    bumpScan(variant) {
        this.pos.addVariants(new Map([[variant, 1]])).then((pieces) => {
            if (pieces) {
                this.onAdded(pieces, false);
            }
        });
    }
    onAdded(pieces, leave = true) {
        this.notification.add(
            pieces === 1
                ? _t("1 × %s added", this.style.name)
                : _t("%(pieces)s × %(name)s added", { pieces, name: this.style.name }),
            { type: "success" }
        );
        if (leave) {
            this.pos.searchProductWord = ""; // What was looked for is found
            this.back();
        }
    }
    back() {
        this.pos.openSellingGoods();
    }
}

registry.category("pos_pages").add("GoodsDetailScreen", {
    name: "GoodsDetailScreen",
    component: GoodsDetailScreen,
    route: `/pos/ui/${odoo.pos_config_id}/goods/style/{int:styleId}`,
    params: {},
});
