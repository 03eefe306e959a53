import { PosStore } from "@point_of_sale/app/services/pos_store";
import { PhoneClock } from "@retail_pos_mobile/app/price_check/phone_clock";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    async setup() {
        this.phoneClock = new PhoneClock();
        await super.setup(...arguments);
        this.phoneClock.start();
    },
    /**
     * @override Tell the server that the customer is still here: a price of no rule is then refused.
     * Said once: what is sent again, by anybody, is a sale that is over.
     */
    getSyncAllOrdersContext(orders, options = {}) {
        const context = super.getSyncAllOrdersContext(...arguments);
        if (options.throw && orders.some(({ uuid }) => uuid === this.saleBeingFinished)) {
            this.saleBeingFinished = null;
            context.retail_live = true;
        }
        return context;
    },
});
