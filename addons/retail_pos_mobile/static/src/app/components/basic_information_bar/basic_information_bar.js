import { Component } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { formatShortDay } from "@retail_pos_mobile/app/utils/dates";

/** Member, guide and date of the sale in one line; a tap opens the start sheet. */
export class BasicInformationBar extends Component {
    static template = "retail_pos_mobile.BasicInformationBar";
    static props = {};

    setup() {
        this.pos = usePos();
    }
    get order() {
        return this.pos.getOrder();
    }
    get isVisible() {
        return Boolean(this.pos.config._is_store && this.order);
    }
    get day() {
        return formatShortDay(this.order.business_date || this.pos.config.storeToday());
    }
}
