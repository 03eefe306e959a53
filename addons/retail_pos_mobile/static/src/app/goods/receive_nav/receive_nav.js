import { Component } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { _t } from "@web/core/l10n/translation";

/** The three pages of the tab Receive: what comes, what came, and what was asked for. */
export class ReceiveNav extends Component {
    static template = "retail_pos_mobile.ReceiveNav";
    static props = {};

    setup() {
        this.pos = usePos();
        this.pages = [
            { name: "ReceiveScreen", label: _t("To receive"), waiting: "deliveries" },
            { name: "ReceivedScreen", label: _t("Received") },
            { name: "OrdersScreen", label: _t("Orders"), waiting: "orders" },
        ];
    }
    isActive({ name }) {
        return name === this.pos.router.state.current;
    }
    waiting({ waiting }) {
        return (waiting && this.pos.me?.data?.[waiting]) || 0;
    }
}
