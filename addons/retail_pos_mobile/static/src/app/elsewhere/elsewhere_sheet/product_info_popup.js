import { ProductInfoPopup } from "@point_of_sale/app/components/popups/product_info_popup/product_info_popup";
import { ElsewhereSheet } from "@retail_pos_mobile/app/elsewhere/elsewhere_sheet/elsewhere_sheet";
import { patch } from "@web/core/utils/patch";

patch(ProductInfoPopup.prototype, {
    /** The variant that is shown; a style of several is chosen on its own page. */
    get elsewhereProduct() {
        const variants = this.props.productTemplate.product_variant_ids;
        return this.pos.config._is_store && variants.length === 1 ? variants[0] : null;
    },
    openElsewhere() {
        const product = this.elsewhereProduct;
        this.props.close();
        this.pos.dialog.add(ElsewhereSheet, { product });
    },
});
