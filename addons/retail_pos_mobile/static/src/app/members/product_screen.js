import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";
import { patch } from "@web/core/utils/patch";

/** A member's card may be a code of its own, look like a coupon's, or like a product's. */
patch(ProductScreen.prototype, {
    async _barcodePartnerAction(code) {
        if (!(await this.pos.chooseMemberByCard(code.code))) {
            await super._barcodePartnerAction(...arguments);
        }
    },
    async _onCouponScan(code) {
        if (!(await this.pos.chooseMemberByCard(code.base_code, { onDevice: true }))) {
            await super._onCouponScan(...arguments);
        }
    },
    async _barcodeProductAction(code) {
        if (await this.pos.chooseMemberByCard(code.base_code, { onDevice: true })) {
            return;
        }
        const isGoods = await this._getProductByBarcode(code);
        const isKnown = isGoods || code.isCancelled;
        if (isKnown || !(await this.pos.chooseMemberByCard(code.base_code))) {
            await super._barcodeProductAction(...arguments);
        }
    },
});
