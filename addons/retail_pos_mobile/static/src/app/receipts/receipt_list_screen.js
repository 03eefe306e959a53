import { Component, onWillStart, useState } from "@odoo/owl";
import { useBarcodeReader } from "@point_of_sale/app/hooks/barcode_reader_hook";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { OrderReceipt } from "@point_of_sale/app/screens/receipt_screen/receipt/order_receipt";
import { formatDay } from "@retail_pos_mobile/app/utils/dates";
import { answered } from "@retail_pos_mobile/app/utils/answered";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { tokenOfReceiptLink } from "@retail_pos_mobile/app/utils/receipt_link";
import { useOnline } from "@retail_pos_mobile/app/shell/online_hook";
import { meTiles } from "@retail_pos_mobile/app/shell/sections";
import { BarcodeVideoScanner } from "@web/core/barcode/barcode_video_scanner";
import { deserializeDate, deserializeDateTime, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { SIZES } from "@web/core/ui/ui_service";
import { useDebounced } from "@web/core/utils/timing";
import { filterReceipts } from "./kept_receipts";
import { parseShort } from "./sale_number";

const { DateTime } = luxon;
const PAGE_SIZE = 30;
const TYPING_PAUSE_MS = 300;

/** The receipts of the store: today's also without a connection, any other found on the server. */
export class ReceiptListScreen extends Component {
    static template = "retail_pos_mobile.ReceiptListScreen";
    static components = { BarcodeVideoScanner, OrderReceipt };
    static props = {};
    static storeOnOrder = false;

    setup() {
        this.pos = usePos();
        this.ui = useService("ui");
        this.notification = useService("notification");
        const today = serializeDate(this.pos.config.storeToday());
        this.state = useState({
            query: "",
            filters: {
                day_from: today,
                day_to: today,
                guide_id: 0,
                amount_from: "",
                amount_to: "",
            },
            isFiltering: false,
            isScanning: false,
            status: "loading", // "ready", "offline" or "error"
            error: "",
            receipts: [],
            hasMore: false,
            selected: null, // a receipt
            order: null, // its order
            isPrinting: false,
        });
        this.searchSoon = useDebounced(() => this.search(), TYPING_PAUSE_MS);
        useBarcodeReader({
            product: ({ code }) => this.findScanned(code),
            error: ({ code }) => this.findScanned(code),
        });
        useOnline(() => this.goOn());
        onWillStart(async () => {
            // The list is there at once where the phone has it, and right as soon as the server says
            await this.showKept();
            this.search();
        });
    }

    /** A tablet shows list and detail side by side, though Odoo counts it among the small ones. */
    get isNarrow() {
        return this.ui.size < SIZES.MD;
    }

    // Finding

    get today() {
        return serializeDate(this.pos.config.storeToday());
    }
    /** The whole list is today's, so that the phone may have it. */
    get isToday() {
        const { day_from, day_to } = this.state.filters;
        return day_from === this.today && day_to === this.today;
    }
    get isFiltered() {
        const { guide_id, amount_from, amount_to } = this.state.filters;
        return Boolean(
            !this.isToday || guide_id || amount_from !== "" || amount_to !== "" || this.state.query
        );
    }
    /** What was typed is a number where it has as many digits as one, else the name of a member. */
    get searchFilters() {
        const query = this.state.query.trim();
        const { filters } = this.state;
        const isNumber = /\d/.test(query) && !/^\d{4}$|^\d{7,}$/.test(query);
        // A number is looked for on all days
        const days = query && isNumber ? { day_from: false, day_to: false } : {};
        return {
            ...filters,
            amount_from: filters.amount_from === "" ? false : Number(filters.amount_from),
            amount_to: filters.amount_to === "" ? false : Number(filters.amount_to),
            ...days,
            [isNumber ? "number" : "member"]: query,
        };
    }
    async showKept() {
        const { receipts } = await this.pos.getTodaysReceipts();
        this.state.receipts = filterReceipts(receipts, this.searchFilters);
        this.state.hasMore = false;
    }
    async search() {
        this.searched = Symbol();
        const mine = this.searched;
        this.state.status = "loading";
        try {
            const found = await this.fetch(0);
            if (mine === this.searched) {
                Object.assign(this.state, { ...found, status: "ready" });
            }
        } catch (error) {
            if (mine !== this.searched) {
                return;
            }
            if (error instanceof ConnectionLostError) {
                await this.showKept();
                this.state.status = "offline";
            } else if (error instanceof RPCError) {
                this.state.status = "error";
                this.state.error = errorText(error);
            } else {
                throw error;
            }
        }
    }
    async fetch(offset) {
        if (this.pos.data.network.offline) {
            throw new ConnectionLostError();
        }
        if (!this.isFiltered && !offset) {
            await answered(this.pos.refreshTodaysReceipts());
            const { receipts } = await this.pos.getTodaysReceipts();
            return { receipts, hasMore: false };
        }
        const args = [this.pos.config.id, this.searchFilters, PAGE_SIZE, offset];
        const { receipts, has_more } = await answered(
            this.pos.data.call("pos.order", "retail_receipts", args)
        );
        return { receipts, hasMore: has_more };
    }
    async showMore() {
        try {
            const { receipts, hasMore } = await this.fetch(this.state.receipts.length);
            this.state.receipts.push(...receipts);
            this.state.hasMore = hasMore;
        } catch (error) {
            this.notification.add(errorText(error), { type: "warning" });
        }
    }
    onQuery(ev) {
        this.state.query = ev.target.value;
        this.searchSoon();
    }
    setFilter(name, value) {
        this.state.filters[name] = value;
        this.search();
    }
    clearFilters() {
        const { today } = this;
        Object.assign(this.state, { query: "", isFiltering: false });
        Object.assign(this.state.filters, {
            ...{ day_from: today, day_to: today, guide_id: 0, amount_from: "", amount_to: "" },
        });
        this.search();
    }

    /** The code of an e-receipt, of a paper one, or the number itself. */
    async findScanned(code) {
        this.state.isScanning = false;
        if (!tokenOfReceiptLink(code) && !parseShort(code)) {
            this.notification.add(_t("This is no receipt: %s", String(code).slice(0, 40)), {
                type: "warning",
            });
            return;
        }
        const known = this.pos.models["pos.order"].find(
            (order) =>
                order.finalized &&
                (order.receipt_token === tokenOfReceiptLink(code) ||
                    order.receiptNumber === parseShort(code))
        );
        this.state.query = parseShort(code) || "";
        if (known) {
            return this.openUuid(known.uuid);
        }
        try {
            const args = [this.pos.config.id, { number: code }];
            const { receipts } = await answered(
                this.pos.data.call("pos.order", "retail_receipts", args)
            );
            if (receipts.length === 1) {
                this.state.receipts = receipts;
                return this.open(receipts[0]);
            }
            this.notification.add(_t("There is no such receipt in this store."), {
                type: "warning",
            });
        } catch (error) {
            const offline = _t(
                "Without a connection only today's receipts of this store are found."
            );
            this.notification.add(errorText(error, offline), { type: "warning" });
        }
    }
    async openUuid(uuid) {
        const { receipts } = await this.pos.getTodaysReceipts();
        const receipt = receipts.find((other) => other.uuid === uuid);
        return this.open(receipt || { uuid });
    }

    // Showing

    get days() {
        const days = [];
        for (const receipt of this.state.receipts) {
            const day = receipt.business_date || receipt.date.slice(0, 10);
            if (days.at(-1)?.day !== day) {
                days.push({ day, label: formatDay(deserializeDate(day)), receipts: [] });
            }
            days.at(-1).receipts.push(receipt);
        }
        return days;
    }
    get countLabel() {
        const { length } = this.state.receipts;
        return length === 1 ? _t("1 receipt") : _t("%s receipts", length);
    }
    get total() {
        return this.money(this.state.receipts.reduce((total, { amount }) => total + amount, 0));
    }
    time(receipt) {
        return deserializeDateTime(receipt.date, { tz: this.pos.config._store_tz }).toLocaleString(
            DateTime.TIME_24_SIMPLE
        );
    }
    people({ member, guide }) {
        return [member, guide].filter(Boolean).join(" · ") || "—";
    }
    money(amount) {
        return this.env.utils.formatCurrency(amount);
    }
    async open(receipt) {
        this.state.selected = receipt;
        this.state.order = null;
        this.state.error = "";
        let order;
        let failure = _t("The details need a connection.");
        try {
            order = await answered(this.pos.getReceiptOrder(receipt.uuid));
        } catch (error) {
            failure = errorText(error, failure);
        }
        if (this.state.selected?.uuid !== receipt.uuid) {
            return;
        }
        this.state.order = order || null;
        this.state.error = order ? "" : failure;
    }
    /** The connection is back. */
    goOn() {
        this.search();
        if (this.state.selected && !this.state.order) {
            this.open(this.state.selected);
        }
    }
    close() {
        this.state.selected = null;
        this.state.order = null;
    }
    back() {
        if (this.state.selected) {
            return this.close();
        }
        this.pos.navigate("MeScreen");
    }

    // Doing

    async print({ isElsewhere = false } = {}) {
        const { order, selected } = this.state;
        this.state.isPrinting = true;
        try {
            // Whoever prints from the list prints once more, on whichever till the first came out
            order.nb_print = Math.max(order.nb_print || 0, 1);
            order.uiState.copies = Math.max(order.uiState.copies || 0, selected.copies || 0);
            const printing = isElsewhere
                ? this.pos.printElsewhere(order)
                : this.pos.printReceipt({ order });
            if (await printing) {
                selected.copies = (selected.copies || 0) + 1;
            }
        } finally {
            this.state.isPrinting = false;
        }
    }
    get mayReturn() {
        const { order } = this.state;
        return Boolean(order && !order.isRefund && this.pos.cashier?._role !== "minimal");
    }
    /** Begin the application for a return; a till that is no store's has Odoo's own refund. */
    returnGoods() {
        const { order } = this.state;
        if (this.pos.config._is_store) {
            return this.pos.startReturn(order.uuid, "order");
        }
        this.pos.ticket_screen_mobile_pane = "right";
        this.pos.navigate("TicketScreen", {
            stateOverride: { filter: "SYNCED", selectedOrderUuid: order.uuid },
        });
    }
}

registry.category("pos_pages").add("ReceiptListScreen", {
    name: "ReceiptListScreen",
    component: ReceiptListScreen,
    route: `/pos/ui/${odoo.pos_config_id}/receipts`,
    params: {},
});

meTiles.add(
    "receipts",
    { label: _t("Receipts"), icon: "fa-file-text-o", page: "ReceiptListScreen" },
    { sequence: 15 }
);
