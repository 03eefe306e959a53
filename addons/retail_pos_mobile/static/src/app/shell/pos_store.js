import { PosStore } from "@point_of_sale/app/services/pos_store";
import {
    goodsTabs,
    sectionOf,
    visibleEntries,
    waitingBehind,
} from "@retail_pos_mobile/app/shell/sections";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    /**
     * Open a section where it was left: Sell on the order at hand, Goods on the last tab, or the
     * first one behind which something waits.
     */
    openSection(section) {
        if (section === "sell") {
            this.openSell();
        } else if (section === "goods") {
            this.openGoods();
        } else {
            this.navigate("MeScreen");
        }
    },
    /** @returns {string} the page that installs the app, to start at this till */
    get installUrl() {
        const path = encodeURIComponent(`pos/ui/${this.config.id}`);
        return `/scoped_app?app_id=retail_pos_mobile&path=${path}`;
    },
    openSell() {
        const order = this.getOrder() || this.addNewOrder();
        if (sectionOf(order.getScreenData()?.name) === "sell") {
            this.navigateToOrderScreen(order);
        } else {
            this.navigate("ProductScreen", { orderUuid: order.uuid });
        }
    },
    openGoods() {
        const tabs = visibleEntries(goodsTabs, this);
        const { page, params } =
            tabs.find((tab) => tab.page === this.lastGoodsPage) ||
            tabs.find((tab) => waitingBehind(tab, this)) ||
            tabs[0];
        this.navigate(page, params);
    },
    navigate(page) {
        if (goodsTabs.getAll().some((tab) => tab.page === page)) {
            this.lastGoodsPage = page;
        }
        return super.navigate(...arguments);
    },
});
