import { PosConfig } from "@point_of_sale/app/models/pos_config";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";

// What the first page does not show need not be there before it

patch(PosStore.prototype, {
    /**
     * @override Odoo reads what other phones have open before it has sent what waits here, and once more
     * behind it: the page need not wait for that too. Carts that were changed there follow as they do later.
     */
    async afterProcessServerData() {
        const { deviceSync } = this;
        const read = deviceSync.readDataFromServer;
        deviceSync.readDataFromServer = async () => void read.call(deviceSync);
        try {
            return await super.afterProcessServerData(...arguments);
        } finally {
            deviceSync.readDataFromServer = read;
        }
    },
    /**
     * @override Where nobody is asked for a PIN, a phone that was here before begins with the goods instead
     * of a page with one button; idle, it locks itself all the same.
     */
    get firstPage() {
        const isStart = this.router.state.current === "LoginScreen" && !odoo.from_backend;
        const wasHere = Boolean(browser.navigator.serviceWorker?.controller);
        if (!isStart || !wasHere || !this.config._is_store || this.config.module_pos_hr) {
            return super.firstPage;
        }
        this.setCashier(this.user);
        return this.defaultPage;
    },
});

patch(PosConfig.prototype, {
    /** @override For receipts; until it is there they name its address. */
    async cacheReceiptLogo() {
        super.cacheReceiptLogo(...arguments);
    },
});
