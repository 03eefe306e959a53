import { Navbar } from "@point_of_sale/app/components/navbar/navbar";
import { OrderTabs } from "@point_of_sale/app/components/order_tabs/order_tabs";
import { sectionOf } from "@retail_pos_mobile/app/shell/sections";
import { patch } from "@web/core/utils/patch";

class NewSaleButton extends OrderTabs {
    static template = "retail_pos_mobile.NewSaleButton";
}

Object.assign(Navbar.components, { NewSaleButton });

patch(Navbar.prototype, {
    get isStorePhone() {
        return Boolean(this.ui.isSmall && this.pos.config._is_store);
    },
    /** @override Odoo takes every page that it does not know for the orders. */
    get mainButton() {
        return sectionOf(this.pos.router.state.current) === "sell" ? super.mainButton : "";
    },
    /** @override A store's phone installs the staff's app, under its own name. */
    get appUrl() {
        return this.pos.config._is_store ? this.pos.installUrl : super.appUrl;
    },
});
