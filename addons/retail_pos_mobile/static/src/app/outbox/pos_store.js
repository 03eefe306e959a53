import { PosStore } from "@point_of_sale/app/services/pos_store";
import { patch } from "@web/core/utils/patch";

// The service of the till has taken this very list already
PosStore.serviceDependencies.push("retail_outbox");

patch(PosStore.prototype, {
    async setup(env, { retail_outbox }) {
        this.outbox = retail_outbox;
        return super.setup(...arguments);
    },
});
