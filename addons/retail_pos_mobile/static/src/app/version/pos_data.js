import { PosData } from "@point_of_sale/app/services/data_service";
import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";

patch(PosData.prototype, {
    get promotionsKey() {
        return `retail_promotions_${this.databaseName}`;
    },
    /** What the server calls each of the promotions that are here, see `pos.config.retail_promotions`. */
    get promotionMarksKey() {
        return `${this.promotionsKey}_marks`;
    },
    /** @override After a whole load the promotions are those of now, whichever they are. */
    async synchronizeServerDataInIndexedDB(data = {}) {
        if (data["loyalty.program"] && data["pos.session"]) {
            browser.localStorage.removeItem(this.promotionsKey);
            browser.localStorage.removeItem(this.promotionMarksKey);
        }
        return super.synchronizeServerDataInIndexedDB(...arguments);
    },
});
