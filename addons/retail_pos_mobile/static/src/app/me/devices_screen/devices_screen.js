import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { PairForm } from "@retail_pos_mobile/app/me/devices_screen/pair_form";
import { ScanDialog } from "@retail_pos_mobile/app/returns/scan_dialog/scan_dialog";
import { useKeptAnswer } from "@retail_pos_mobile/app/shell/kept_answer";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
import { meTiles } from "@retail_pos_mobile/app/shell/sections";
import { sharpQrCode } from "@retail_pos_mobile/app/utils/qr_code";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { delay } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";

const ICONS = {
    bridge: "fa-sitemap",
    printer: "fa-print",
    scanner: "fa-barcode",
    scale: "fa-balance-scale",
    display: "fa-television",
    label: "fa-tags",
};
const PRINTER_CODE = /^RETAIL-PRINTER:([\d.]+):(\d+)$/;
const BRIDGE_CODE = /^(RETAIL-BRIDGE:)?[A-Z2-9]{4}(-[A-Z2-9]{4}){3}$/;
const ASK_AGAIN_MS = 1000;
const PATIENCE = 20; // questions
const QR_SIZE = 240;

/** The devices of the store, for its manager: how they are, a new one by scan, a test, a log, a restart. */
export class DevicesScreen extends Component {
    static template = "retail_pos_mobile.DevicesScreen";
    static components = { KeptPage, PageHeader, PairForm };
    static props = {};
    static storeOnOrder = false;

    setup() {
        this.pos = usePos();
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.state = useState({
            opened: null, // key of a device
            typed: "",
            isTyping: false,
            pairing: null, // what the bridge of a scanned code told of itself, with the code
            busy: "", // what a bridge was asked for
            log: "",
            found: null, // by a search: {bridge, printers, scanners}
            secret: null, // {title, text} that is shown once, as a QR code
        });
        this.answer = useKeptAnswer("devices", () => this.call("read_devices"));
    }
    get devices() {
        return this.answer.data.devices;
    }
    get bridges() {
        return this.devices.filter(({ kind }) => kind === "bridge");
    }
    key({ model, id }) {
        return `${model},${id}`;
    }
    icon({ kind }) {
        return ICONS[kind];
    }
    about({ tills, version, faults }) {
        const counted = faults && (faults === 1 ? _t("1 fault") : _t("%s faults", faults));
        return [tills, version, counted].filter(Boolean).join(" · ");
    }
    isOurs({ tills }) {
        return tills === this.pos.config.name;
    }
    qrCode(text) {
        return sharpQrCode(text, QR_SIZE);
    }
    toggle(device) {
        const key = this.key(device);
        this.state.opened = this.state.opened === key ? null : key;
        Object.assign(this.state, { log: "", found: null, secret: null });
    }
    call(method, ...values) {
        return this.pos.data.call("retail.device.page", method, [this.pos.config.id, ...values]);
    }
    /** Say what the server refuses, or that it cannot be reached; undefined then. */
    async attempt(work) {
        try {
            return await work();
        } catch (error) {
            if (!(error instanceof ConnectionLostError || error instanceof RPCError)) {
                throw error;
            }
            const text =
                error instanceof RPCError
                    ? error.data?.message || error.message
                    : _t("This needs a connection.");
            this.notification.add(text, { type: "danger" });
            return undefined;
        }
    }

    // A new one

    scan() {
        this.dialog.add(ScanDialog, {
            title: _t("Scan the code of the device"),
            onResult: (code) => this.take(code),
            onError: () => (this.state.isTyping = true),
        });
    }
    async take(scanned) {
        const code = String(scanned).trim().toUpperCase();
        const printer = code.match(PRINTER_CODE);
        if (printer) {
            return this.addPrinter(this.bridges[0], { host: printer[1], port: Number(printer[2]) });
        }
        if (!BRIDGE_CODE.test(code)) {
            this.notification.add(_t("This is no code of a device."), { type: "warning" });
            return;
        }
        const told = await this.attempt(() => this.call("read_pairing", code));
        if (told) {
            Object.assign(this.state, { pairing: { ...told, code }, isTyping: false, typed: "" });
        }
    }
    async pair({ name, tillId }) {
        const { code } = this.state.pairing;
        const paired = await this.attempt(() => this.call("pair", code, name, tillId));
        if (paired) {
            this.state.pairing = null;
            this.notification.add(_t("%s is one of this store's devices now.", paired.name), {
                type: "success",
            });
            await this.answer.refresh();
        }
    }
    async addPrinter(bridge, { host, port, model = "" }) {
        if (!bridge) {
            this.notification.add(_t("Pair a bridge first: it prints on this printer."), {
                type: "warning",
            });
            return;
        }
        const title = model || `${host}`;
        const result = await this.ask(bridge, "add_printer", { host, port, title });
        if (result) {
            this.notification.add(_t("%s is added.", title), { type: "success" });
            this.state.found = null;
            await this.answer.refresh();
        }
    }
    async addScanner(bridge, { path }) {
        if (await this.ask(bridge, "add_scanner", { path })) {
            this.notification.add(_t("The scanner is added."), { type: "success" });
            this.state.found = null;
            await this.answer.refresh();
        }
    }
    async addDirectPrinter(connection) {
        const name = _t("New printer").toString();
        const added = await this.attempt(() => this.call("add_direct_printer", name, connection));
        if (added) {
            this.state.secret = {
                title: _t("Enter this address in the printer now: it is not shown again"),
                text: added.address,
            };
            await this.answer.refresh();
        }
    }

    // What a manager asks for

    /** @returns {Promise<Object|undefined>} what the bridge answers; undefined when it refuses or is silent */
    async ask(bridge, kind, values = {}) {
        this.state.busy = kind;
        try {
            return await this.attempt(async () => {
                const id = await this.call("ask_bridge", bridge.id, kind, values);
                return this.wait(id);
            });
        } finally {
            this.state.busy = "";
        }
    }
    async wait(id) {
        for (let asked = 0; asked < PATIENCE; asked++) {
            await delay(ASK_AGAIN_MS);
            const { state, result } = await this.call("read_errand", id);
            if (state === "done") {
                return result;
            }
            if (state === "failed" || state === "lost") {
                this.notification.add(result.error || _t("The bridge does not answer."), {
                    type: "danger",
                });
                return undefined;
            }
        }
        this.notification.add(_t("The bridge does not answer."), { type: "danger" });
        return undefined;
    }
    async testPrint(printer) {
        await this.attempt(async () => {
            await this.call("test_print", printer.id);
            this.notification.add(_t("The test is on its way to the printer."), { type: "info" });
        });
    }
    async fetchLog(bridge) {
        const result = await this.ask(bridge, "log");
        this.state.log = result ? result.log || _t("The log is empty.") : "";
    }
    async restart(bridge) {
        if (await this.ask(bridge, "restart")) {
            this.notification.add(_t("%s begins again.", bridge.name), { type: "success" });
        }
    }
    async search(bridge) {
        const result = await this.ask(bridge, "search");
        this.state.found = result && { ...result, isNothing: !countFound(result) };
    }
    async setTill(scanner, isOurs) {
        await this.attempt(() => this.call("set_till", scanner.id, isOurs));
        await this.answer.refresh();
    }
    async showAssignment() {
        const text = await this.attempt(() => this.call("assignment_code"));
        if (text) {
            this.state.secret = {
                title: _t("Let the scanner read this: it becomes the scanner of this till"),
                text,
            };
        }
    }
}

const countFound = ({ printers, scanners }) => printers.length + scanners.length;

registry.category("pos_pages").add("DevicesScreen", {
    name: "DevicesScreen",
    component: DevicesScreen,
    route: `/pos/ui/${odoo.pos_config_id}/me/devices`,
    params: {},
});
meTiles.add(
    "devices",
    {
        label: _t("Devices"),
        icon: "fa-print",
        page: "DevicesScreen",
        isVisible: (pos) => pos.config._is_manager,
    },
    { sequence: 55 }
);
