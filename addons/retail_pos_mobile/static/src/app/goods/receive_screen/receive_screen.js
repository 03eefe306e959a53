import { Component } from "@odoo/owl";
import { useBarcodeReader } from "@point_of_sale/app/hooks/barcode_reader_hook";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { ReceiveNav } from "@retail_pos_mobile/app/goods/receive_nav/receive_nav";
import { useKeptAnswer } from "@retail_pos_mobile/app/shell/kept_answer";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { goodsTabs } from "@retail_pos_mobile/app/shell/sections";
import { formatShortDay } from "@retail_pos_mobile/app/utils/dates";
import { piecesText } from "@retail_pos_mobile/app/utils/pieces";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";

const { DateTime } = luxon;

/** What is on its way to the store; what has been sent can be counted in. */
export class ReceiveScreen extends Component {
    static template = "retail_pos_mobile.ReceiveScreen";
    static components = { KeptPage, ReceiveNav };
    static props = {};
    static storeOnOrder = false;

    setup() {
        this.pos = usePos();
        this.answer = useKeptAnswer("deliveries", () =>
            this.pos.data.call("retail.receiving", "read_deliveries", [this.pos.config.id])
        );
        this.notification = useService("notification");
        useBarcodeReader({ product: this.onScan }, true);
        useBus(this.pos.outbox.bus, "done", ({ detail }) => this.onSent(detail.entry));
    }
    /** What was counted without a connection has reached the server: it is not expected any more. */
    onSent({ model, values }) {
        if (model === "retail.receiving" && this.answer.data) {
            this.answer.data = this.answer.data.filter(({ id }) => id !== values.picking_id);
            this.answer.refresh();
            this.pos.me?.refresh();
        }
    }
    /** @returns {Object[]} without those that were counted and wait to be sent */
    get deliveries() {
        const counted = this.pos.outbox.waiting
            .filter(({ model }) => model === "retail.receiving")
            .map(({ values }) => values.picking_id);
        return this.answer.data.filter(({ id }) => !counted.includes(id));
    }
    day({ scheduled }) {
        return formatShortDay(deserializeDateTime(scheduled));
    }
    pieces({ pieces }) {
        return pieces === null ? "" : piecesText(pieces);
    }
    /** @returns {string} how long it has been on its way, that nobody has sent it, or who is asked for it */
    age({ is_ready, sent, claim }) {
        if (claim) {
            return _t("Missing, claim %s: the sender will answer. Receive it if it comes.", claim);
        }
        if (!is_ready) {
            return _t("Not sent yet");
        }
        const left = deserializeDateTime(sent);
        return DateTime.now().diff(left).as("hours") < 1
            ? _t("sent just now")
            : _t("sent %s", left.toRelative());
    }
    isLate({ scheduled, claim }) {
        return (
            !claim &&
            deserializeDateTime(scheduled).startOf("day") < DateTime.local().startOf("day")
        );
    }
    open(delivery) {
        this.pos.navigate("DeliveryScreen", { pickingId: delivery.id });
    }
    /** The first piece out of a box opens the delivery that it belongs to, and counts. */
    onScan({ base_code, code }) {
        const scanned = base_code || code;
        const delivery = this.deliveries.find(
            ({ is_ready, barcodes }) => is_ready && barcodes.includes(scanned)
        );
        if (delivery) {
            this.pos.firstPiece = scanned;
            this.open(delivery);
        } else {
            const text = _t("“%s” is in no delivery to this store.", scanned);
            this.notification.add(text, { type: "danger" });
        }
    }
}

registry.category("pos_pages").add("ReceiveScreen", {
    name: "ReceiveScreen",
    component: ReceiveScreen,
    route: `/pos/ui/${odoo.pos_config_id}/goods/receive`,
    params: {},
});
goodsTabs.add(
    "receive",
    {
        label: _t("Receive"),
        page: "ReceiveScreen",
        badge: (pos) => (pos.me?.data?.deliveries || 0) + (pos.me?.data?.orders || 0),
    },
    { sequence: 20 }
);
