import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

const EAN_IN_GTIN = /^0\d{13}$/;

patch(ProductScreen.prototype, {
    /**
     * @override A GS1 code writes an EAN-13 with a nought before it, and may name no product at all;
     * Odoo then breaks off without a word.
     */
    async _barcodeGS1Action(elements) {
        const product = elements.find(({ type }) => type === "product");
        if (!product) {
            this.sound.play("error");
            this.notification.add(_t("This code names no product."), { type: "warning" });
            return;
        }
        const { base_code } = product;
        if (EAN_IN_GTIN.test(base_code) && !this.namesAProduct(base_code)) {
            product.base_code = base_code.slice(1);
        }
        const before = this.currentOrder.totalQuantity;
        await super._barcodeGS1Action(elements);
        if (this.scannedProduct && this.currentOrder.totalQuantity !== before) {
            this.tellAdded(this.scannedProduct);
        }
    },

    /** A till of no store has no book of goods: Odoo's own records tell. */
    namesAProduct(code) {
        const { goods, models } = this.pos;
        return goods
            ? goods.variantsWithCode(code).length > 0
            : Boolean(models["product.product"].getBy("barcode", code));
    },
});
