import { Component, onWillStart, useState } from "@odoo/owl";
import { useBarcodeReader } from "@point_of_sale/app/hooks/barcode_reader_hook";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { useTrackedAsync } from "@point_of_sale/app/hooks/hooks";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { FulfilmentDetail } from "@retail_pos_mobile/app/elsewhere/fulfilment_detail/fulfilment_detail";
import { formatMoment } from "@retail_pos_mobile/app/elsewhere/moments";
import { ShipmentDetail } from "@retail_pos_mobile/app/elsewhere/shipment_detail/shipment_detail";
import { useOnline } from "@retail_pos_mobile/app/shell/online_hook";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
import { SIZES } from "@web/core/ui/ui_service";
import { scanBarcode } from "@web/core/barcode/barcode_dialog";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

const TABS = {
    pickup: _t("Pick up"),
    prepare: _t("Prepare"),
    ship: _t("Ship out"),
    ours: _t("Elsewhere"),
};

/**
 * What the store hands out later than it sold: picked up with a code, prepared for other stores,
 * shipped; and how far its own customers' goods from elsewhere are.
 */
export class HandOutsScreen extends Component {
    static template = "retail_pos_mobile.HandOutsScreen";
    static components = { FulfilmentDetail, PageHeader, ShipmentDetail };
    static props = { tab: { type: String, optional: true } };
    static storeOnOrder = false;
    static section = "me";

    setup() {
        this.pos = usePos();
        this.ui = useState(useService("ui"));
        this.tabs = Object.entries(TABS).map(([key, label]) => ({ key, label }));
        this.formatMoment = formatMoment;
        this.state = useState({
            tab: this.props.tab in TABS ? this.props.tab : "pickup",
            chosen: null, // id of an order, or of a delivery
            text: "",
            found: null,
            error: "",
            counts: {},
        });
        this.finding = useTrackedAsync(() => this.find());
        this.handing = useTrackedAsync(() => this.handOut());
        this.canScan = isBarcodeScannerSupported();
        const onScan = ({ base_code, code }) => this.onScan(base_code || code);
        useBarcodeReader(
            { product: onScan, client: onScan, discount: onScan, error: onScan, order: onScan },
            true
        );
        onWillStart(() => {
            this.desk.refresh(); // what is known shows at once
        });
        useOnline(() => this.desk.refresh());
    }

    get desk() {
        return this.pos.elsewhere;
    }
    /** A tablet, also upright, has room for the list beside what is chosen. */
    get isWide() {
        return this.ui.size >= SIZES.MD;
    }
    get isOffline() {
        return this.pos.data.network.offline;
    }
    get isFirstLoad() {
        return !this.desk.loadedAt && this.desk.isLoading;
    }
    get age() {
        return this.desk.loadedAt
            ? _t("As of %s", luxon.DateTime.fromMillis(this.desk.loadedAt).toFormat("HH:mm"))
            : "";
    }
    get rows() {
        return this.state.tab === "ship" ? this.desk.toShip : this.desk.tasks[this.state.tab];
    }
    count(tab) {
        return {
            pickup: this.desk.tasks.pickup.length,
            prepare: this.desk.toPrepare,
            ship: this.desk.toShip.length,
            ours: this.desk.toReturn,
        }[tab];
    }
    keyOf(row) {
        return row.picking_id || row.id;
    }
    get chosen() {
        return this.rows.find((row) => this.keyOf(row) === this.state.chosen);
    }
    get hasDetail() {
        return this.state.tab === "pickup" ? this.state.found : this.chosen;
    }
    get emptyText() {
        return {
            pickup: _t("No goods wait for a customer. What arrives for one shows here."),
            prepare: _t("No other store asks for anything."),
            ship: _t("Nothing is to be shipped."),
            ours: _t("Nothing was sold from elsewhere yet."),
        }[this.state.tab];
    }

    open(tab) {
        Object.assign(this.state, { tab, chosen: null, found: null, error: "", text: "" });
    }
    choose(row) {
        this.state.error = "";
        if (this.state.tab === "pickup") {
            // The customer's code opens it; the manager may do without
            this.state.found = {
                title: row.order,
                customer: row.customer,
                items: [row],
                id: row.id,
            };
        } else {
            this.state.chosen = this.keyOf(row);
        }
    }
    close() {
        Object.assign(this.state, { chosen: null, found: null, error: "" });
    }

    tell(error) {
        this.state.error = error;
    }

    async scan() {
        const text = await scanBarcode(this.env).catch(() => "");
        if (text) {
            navigator.vibrate?.(50);
            await this.onScan(text);
        }
    }
    /** A scan does what the page expects: find an order, or count a piece. */
    async onScan(text) {
        if (this.state.tab === "pickup") {
            this.state.text = text;
            return this.finding.call();
        }
        if (this.state.tab === "ship") {
            return this.scanShipment(text);
        }
        const row = this.rows.find(({ barcode, name, order }) =>
            [barcode, name, order].includes(text)
        );
        this.found(row, text);
    }
    found(row, text) {
        this.state.error = row ? "" : _t("Nothing on this list has “%s”.", text);
        if (row) {
            this.choose(row);
        }
    }
    scanShipment(text) {
        const inOpen = this.chosen && this.lineFor(this.chosen, text);
        const row = inOpen
            ? this.chosen
            : this.rows.find(
                  (shipment) =>
                      [shipment.title, shipment.name].includes(text) || this.lineFor(shipment, text)
              );
        this.found(row, text);
        const line = row && this.lineFor(row, text);
        if (line) {
            this.state.counts[line.id] = (this.state.counts[line.id] || 0) + 1;
        }
    }
    /** The line that still waits for a piece with this bar code. */
    lineFor(shipment, barcode) {
        return shipment.items.find(
            (item) => item.barcode === barcode && (this.state.counts[item.id] || 0) < item.quantity
        );
    }

    async find() {
        Object.assign(this.state, { error: "", found: null });
        if (this.isOffline) {
            this.state.error = _t("Codes are checked by the server: there is no connection.");
            return;
        }
        try {
            this.state.found = await this.desk.findPickup(this.state.text);
        } catch (error) {
            this.state.error = errorText(error);
        }
    }
    get readyItems() {
        return (this.state.found?.items || []).filter(({ state }) => state === "ready");
    }
    async handOut() {
        this.state.error = "";
        try {
            const answer = await this.desk.handOut(this.state.found);
            this.pos.notification.add(
                answer.state === "waiting"
                    ? _t("Kept on this phone: it is sent when there is a connection.")
                    : _t("Handed out"),
                { type: "success" }
            );
            Object.assign(this.state, { found: null, text: "" });
        } catch (error) {
            this.state.error = errorText(error);
        }
    }
}

registry.category("pos_pages").add("HandOutsScreen", {
    name: "HandOutsScreen",
    component: HandOutsScreen,
    route: `/pos/ui/${odoo.pos_config_id}/hand_outs/{string:tab}`,
    params: { tab: true },
});

const tiles = registry.category("retail_me_tiles");
tiles.add(
    "hand_outs",
    {
        label: _t("Hand-outs"),
        icon: "fa-shopping-bag",
        page: "HandOutsScreen",
        params: { tab: "pickup" },
        badge: (pos) => pos.elsewhere.waiting,
        isVisible: (pos) => pos.config._is_store,
    },
    { sequence: 30 }
);
tiles.add(
    "to_prepare",
    {
        label: _t("To prepare"),
        icon: "fa-dropbox",
        page: "HandOutsScreen",
        params: { tab: "prepare" },
        badge: (pos) => pos.elsewhere.toPrepare,
        isVisible: (pos) => pos.config._is_store,
    },
    { sequence: 31 }
);
