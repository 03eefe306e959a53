// Its patch does not ask the ones before it: ours must come after
import "@retail_pos_mobile/app/version/version";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { PrinterDialog } from "@retail_pos_mobile/app/printing/printer_dialog";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { delay } from "@web/core/utils/concurrency";
import { patch } from "@web/core/utils/patch";

const PATIENCE_MS = 1500; // a receipt does not wait longer for what may be known of printers
const STALE_MS = 10_000; // a code that comes later is not what the guide means now
const KEY = "retail_counter_scanner";

patch(PosStore.prototype, {
    async afterProcessServerData() {
        const result = await super.afterProcessServerData(...arguments);
        if (this.config._is_store) {
            this.data.connectWebSocket("RETAIL_SCAN", (scan) => this.takeScan(scan));
        }
        return result;
    },

    // Printers

    /** @returns {number|false} the printer of this till */
    ownPrinterId() {
        return this.toldPrinterId ?? this.config.raw.receipt_printer_id ?? false;
    },
    async takePulse({ receipt_printer_id: printerId }) {
        this.toldPrinterId = printerId;
        return super.takePulse(...arguments);
    },
    /** @returns {Promise<Object[]|undefined>} the printers of the store; none where nobody can tell now */
    async readPrinters() {
        if (this.data.network.offline) {
            return undefined;
        }
        const asking = this.data.call("retail.device.page", "read_printers", [this.config.id]);
        asking.catch(() => {});
        try {
            return await Promise.race([asking, delay(PATIENCE_MS)]);
        } catch (error) {
            if (error instanceof ConnectionLostError || error instanceof RPCError) {
                return undefined;
            }
            throw error;
        }
    },
    /**
     * The printer for a receipt: the till's own, or, where that is away, the one that the guide chooses.
     *
     * @returns {Promise<number|undefined>} none when he closed the list
     */
    async findReceiptPrinter() {
        const printers = await this.readPrinters();
        const own = printers?.find((printer) => printer.is_own);
        return own?.is_away
            ? makeAwaitable(this.dialog, PrinterDialog, { printers })
            : this.ownPrinterId();
    },
    /** Let the guide choose among all printers of the store, and print there. */
    async printElsewhere(order) {
        const printers = await this.readPrinters();
        if (!printers) {
            this.notification.add(_t("The other printers need a connection."), { type: "warning" });
            return;
        }
        const printer = await makeAwaitable(this.dialog, PrinterDialog, { printers });
        if (!printer) {
            return;
        }
        order.uiState.printerId = printer;
        try {
            return await this.printReceipt({ order });
        } finally {
            order.uiState.printerId = undefined;
        }
    },

    // The scanners of the counter, over the server

    /**
     * Several phones may be at one till: a tablet or a desktop takes what its scanner reads, a phone
     * where it was told so. (No getter: Odoo keeps what those return.)
     */
    takesCounterScans() {
        const kept = browser.localStorage.getItem(`${KEY}_${this.config.id}`);
        return kept === null ? !this.ui.isSmall : kept === "1";
    },
    setCounterScans(takes) {
        browser.localStorage.setItem(`${KEY}_${this.config.id}`, takes ? "1" : "0");
    },
    takeScan({ code, at }) {
        const age = Date.now() + this.phoneClock.late * 1000 - at;
        if (this.takesCounterScans() && age < STALE_MS) {
            this.env.services.barcode_reader?.scan(code);
        }
    },
});
