import { DataServiceOptions } from "@point_of_sale/app/models/data_service_options";
import { patch } from "@web/core/utils/patch";

const MODEL = "retail.order.guide.share";

patch(DataServiceOptions.prototype, {
    // As for the lines of an order: made on the phone, kept there until the server has the order
    get databaseTable() {
        return {
            ...super.databaseTable,
            [MODEL]: {
                key: "uuid",
                condition: (share) => share.order_id?.finalized && share.order_id.isSynced,
            },
        };
    },
    get dynamicModels() {
        return [...super.dynamicModels, MODEL];
    },
    get cascadeDeleteModels() {
        return [...super.cascadeDeleteModels, MODEL];
    },
    get pohibitedAutoLoadedModels() {
        return [...super.pohibitedAutoLoadedModels, MODEL];
    },
});
