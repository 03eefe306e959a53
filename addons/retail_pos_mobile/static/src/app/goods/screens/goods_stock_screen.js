import { Component, useState } from "@odoo/owl";
import { useBarcodeReader } from "@point_of_sale/app/hooks/barcode_reader_hook";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { GoodsBrowser } from "@retail_pos_mobile/app/goods/components/goods_browser/goods_browser";
import { GoodsDetail } from "@retail_pos_mobile/app/goods/components/goods_detail/goods_detail";
import { VideoScanner } from "@retail_pos_mobile/app/goods/components/video_scanner/video_scanner";
import { GoodsDetailScreen } from "@retail_pos_mobile/app/goods/screens/goods_detail_screen";
import { useScannedVariant } from "@retail_pos_mobile/app/goods/scanned_variant_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { SIZES } from "@web/core/ui/ui_service";
import { useService } from "@web/core/utils/hooks";

/** What lies where: search, filters and the colour and size table, without a cart. */
export class GoodsStockScreen extends Component {
    static template = "retail_pos_mobile.GoodsStockScreen";
    static components = { GoodsBrowser, GoodsDetail, VideoScanner };
    static props = {};
    static storeOnOrder = false;

    setup() {
        this.pos = usePos();
        this.ui = useState(useService("ui"));
        this.state = useState(this.pos.goods.stockPage);
        const scanned = useScannedVariant((variant) => this.openVariant(variant));
        useBarcodeReader({ product: scanned, quantity: scanned, weight: scanned, price: scanned });
    }
    get filter() {
        return this.pos.goods.filters.stock;
    }
    get style() {
        return this.state.styleId && this.pos.goods.style(this.state.styleId);
    }
    get isWide() {
        return this.ui.size >= SIZES.MD;
    }
    /** Wide screens show the style beside the list, phones on a page of its own. */
    open(style, variantId = 0) {
        Object.assign(this.state, { styleId: style.id, variantId });
        if (!this.isWide) {
            this.pos.openStyle(style, "GoodsStockDetailScreen");
        }
    }
    openVariant(variant) {
        this.open(variant.product_tmpl_id, variant.id);
    }
}

/** A style of the stock page, on a phone. */
export class GoodsStockDetailScreen extends GoodsDetailScreen {
    static section = "goods";
    static withCart = false;

    setup() {
        super.setup();
        this.state.variantId = this.pos.goods.stockPage.variantId;
    }
    bumpScan() {}
    back() {
        this.pos.navigate("GoodsStockScreen");
    }
}

registry.category("pos_pages").add("GoodsStockScreen", {
    name: "GoodsStockScreen",
    component: GoodsStockScreen,
    route: `/pos/ui/${odoo.pos_config_id}/stock`,
    params: {},
});
registry.category("pos_pages").add("GoodsStockDetailScreen", {
    name: "GoodsStockDetailScreen",
    component: GoodsStockDetailScreen,
    route: `/pos/ui/${odoo.pos_config_id}/stock/{int:styleId}`,
    params: {},
});
registry.category("retail_goods_tabs").add(
    "stock",
    {
        label: _t("Stock"),
        icon: "fa-cubes",
        page: "GoodsStockScreen",
        params: {},
        badge: () => 0,
        isVisible: (pos) => Boolean(pos.goods),
    },
    { sequence: 30 }
);
