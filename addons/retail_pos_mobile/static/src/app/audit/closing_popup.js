import { ClosePosPopup } from "@point_of_sale/app/components/popups/closing_popup/closing_popup";
import { patch } from "@web/core/utils/patch";

patch(ClosePosPopup.prototype, {
    /** @override A drawer at a printer of the server opens as without a sale: by who may, or with an approval. */
    async openDetailsPopup() {
        if (this.hardwareProxy.hasCloudDrawer) {
            await this.hardwareProxy.openCashbox();
        }
        return super.openDetailsPopup(...arguments);
    },
});
