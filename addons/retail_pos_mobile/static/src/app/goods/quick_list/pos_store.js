import { PosStore } from "@point_of_sale/app/services/pos_store";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    async afterProcessServerData() {
        const result = await super.afterProcessServerData(...arguments);
        this.quickListPage = null; // while it is open
        if (this.config._is_store) {
            this.data.connectWebSocket("RETAIL_QUICK_LIST", () =>
                this.quickListPage?.answer.refresh()
            );
        }
        return result;
    },
});
