import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { connectionOf, unkeptOrders } from "@retail_pos_mobile/app/shell/connection";
import { SALE } from "@retail_pos_mobile/app/outbox/kinds";
import { describeStorage, storage } from "@retail_pos_mobile/app/outbox/storage";
import { saveUnsent } from "@retail_pos_mobile/app/outbox/unsent_file";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
import { meTiles } from "@retail_pos_mobile/app/shell/sections";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const { DateTime } = luxon;

/** What this phone still has to send: what, since when, how often tried, why not yet, what to do. */
export class OutboxScreen extends Component {
    static template = "retail_pos_mobile.OutboxScreen";
    static components = { PageHeader };
    static props = {};
    static storeOnOrder = false;
    static section = "me";

    setup() {
        this.pos = usePos();
        this.state = useState({ isSending: false, discarding: null });
        this.storage = useState(storage);
        this.describeStorage = describeStorage;
    }
    get connection() {
        return connectionOf(this.pos);
    }
    get orders() {
        return unkeptOrders(this.pos).map((order) => ({
            key: order.uuid,
            label: _t("Sale %s", order.pos_reference || order.getName()),
            amount: this.env.utils.formatCurrency(order.priceIncl),
            madeAt: order.date_order,
        }));
    }
    get entries() {
        return this.pos.outbox.entries.map((entry) => ({
            key: entry.uuid,
            label: entry.label || entry.method,
            madeAt: DateTime.fromMillis(entry.madeAt),
            tries: entry.tries,
            error: entry.error,
            isSale: entry.kind === SALE,
            amount: entry.kind === SALE ? this.env.utils.formatCurrency(entry.amount) : "",
            isRefused: entry.state === "refused",
            entry,
        }));
    }
    get isEmpty() {
        return !this.orders.length && !this.entries.length;
    }
    iconOf({ isRefused, isSale }) {
        if (isRefused) {
            return "fa-exclamation-circle text-danger";
        }
        return isSale ? "fa-shopping-cart text-muted" : "fa-paper-plane-o text-muted";
    }
    get lastDelivery() {
        const { lastDelivery } = this.pos.outbox;
        return lastDelivery
            ? _t("Last sent %s", this.formatMoment(DateTime.fromMillis(lastDelivery)))
            : "";
    }
    /** @returns {string} what becomes of an entry, and what the user can do about it */
    adviceFor({ isRefused, isSale, error }) {
        if (isRefused) {
            return _t("The server did not accept it. Put the reason right and send it again.");
        }
        if (error && isSale) {
            return _t(
                "It is kept and tried again by itself. Put right what the server says, or save it as a file for a manager."
            );
        }
        if (error) {
            return _t("The server had a fault. It is tried again by itself; tell the service.");
        }
        return this.connection.isOffline
            ? _t("Kept on this phone. It is sent as soon as there is a connection.")
            : _t("On its way.");
    }
    triesText({ madeAt, tries }) {
        const moment = this.formatMoment(madeAt);
        return tries === 1
            ? _t("%s · tried once", moment)
            : _t("%(moment)s · tried %(tries)s times", { moment, tries });
    }
    formatMoment(moment) {
        return moment?.toLocaleString?.({ ...DateTime.DATETIME_SHORT }) || "";
    }
    async sendNow() {
        this.state.isSending = true;
        try {
            await this.pos.sendAll();
        } finally {
            this.state.isSending = false;
        }
    }
    save() {
        return saveUnsent(this.pos);
    }
    /** A second tap on the same entry throws it away; the first one says what will be lost. */
    async discard({ key, entry }) {
        if (this.state.discarding === key) {
            await this.pos.outbox.discard(entry);
        }
        this.state.discarding = key;
    }
}

registry.category("pos_pages").add("OutboxScreen", {
    name: "OutboxScreen",
    component: OutboxScreen,
    route: `/pos/ui/${odoo.pos_config_id}/outbox`,
    params: {},
});
meTiles.add(
    "outbox",
    {
        label: _t("Outbox"),
        icon: "fa-paper-plane-o",
        page: "OutboxScreen",
        badge: (pos) => connectionOf(pos).waiting + connectionOf(pos).refused,
    },
    { sequence: 60 }
);
