import { PosConfig } from "@point_of_sale/app/models/pos_config";
import { imageUrl } from "@web/core/utils/urls";
import { patch } from "@web/core/utils/patch";

patch(PosConfig.prototype, {
    /** @override The store's own logo goes before the company's. */
    get receiptCompanyLogoUrl() {
        if (!this._store_logo) {
            return super.receiptCompanyLogoUrl;
        }
        return imageUrl("stock.warehouse", this.raw.store_id, "receipt_logo", {
            unique: this._store_logo,
        });
    },
});
