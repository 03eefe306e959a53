import { Component } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { ReceiveNav } from "@retail_pos_mobile/app/goods/receive_nav/receive_nav";
import { useKeptAnswer } from "@retail_pos_mobile/app/shell/kept_answer";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { formatShortDay } from "@retail_pos_mobile/app/utils/dates";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

export const ORDER_STATES = {
    draft: _t("To send"),
    submitted: _t("To approve"),
    approved: _t("Approved"),
    sent: _t("Sent"),
    partial: _t("Partly received"),
    done: _t("Received"),
    closed: _t("Closed"),
    cancel: _t("Cancelled"),
};
export const ORDER_REASONS = {
    advice: _t("Advice"),
    quick: _t("Sold today"),
    manual: _t("By hand"),
    transfer: _t("Transfer"),
};

/** What the store asked for, and what other stores ask of it. */
export class OrdersScreen extends Component {
    static template = "retail_pos_mobile.OrdersScreen";
    static components = { KeptPage, ReceiveNav };
    static props = {};
    static storeOnOrder = false;
    static section = "goods";
    static goodsTab = "receive";

    setup() {
        this.pos = usePos();
        this.answer = useKeptAnswer("orders", () =>
            this.pos.data.call("retail.replenishment.order", "read_orders", [this.pos.config.id])
        );
    }
    /** @returns {Object[]} what waits for this user first */
    get orders() {
        const isWaiting = (order) => order.waits_for_me || this.isToGive(order);
        const { orders } = this.answer.data;
        return [...orders.filter(isWaiting), ...orders.filter((order) => !isWaiting(order))];
    }
    isToGive({ is_giving, state }) {
        return is_giving && state === "approved";
    }
    title(order) {
        if (order.is_giving) {
            return _t("%s asks for goods", order.store);
        }
        return order.source ? _t("From %s", order.source) : ORDER_REASONS[order.why];
    }
    subtitle(order) {
        return [order.name, ORDER_REASONS[order.why], order.asked_by].filter(Boolean).join(" · ");
    }
    stateOf(order) {
        if (order.waits_for_me) {
            return _t("Approve it");
        }
        return this.isToGive(order) ? _t("Send it") : ORDER_STATES[order.state];
    }
    isUrgent(order) {
        return order.waits_for_me || this.isToGive(order);
    }
    pieces({ pieces }) {
        return _t("%s pcs", pieces);
    }
    day({ date }) {
        return formatShortDay(deserializeDateTime(date));
    }
    open({ id }) {
        this.pos.navigate("OrderScreen", { orderId: id });
    }
    ask() {
        this.pos.navigate("AskTransferScreen");
    }
}

registry.category("pos_pages").add("OrdersScreen", {
    name: "OrdersScreen",
    component: OrdersScreen,
    route: `/pos/ui/${odoo.pos_config_id}/goods/orders`,
    params: {},
});
