import { Component, onWillUnmount, useState } from "@odoo/owl";
import { useBarcodeReader } from "@point_of_sale/app/hooks/barcode_reader_hook";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { uuidv4 } from "@point_of_sale/utils";
import { askText, verify } from "@retail_pos_mobile/app/approvals/lib/signed_approval";
import { amountText, operationName, problemText } from "@retail_pos_mobile/app/approvals/texts";
import { PinPad } from "@retail_pos_mobile/app/components/pin_pad/pin_pad";
import { ScanDialog } from "@retail_pos_mobile/app/returns/scan_dialog/scan_dialog";
import { sharpQrCode } from "@retail_pos_mobile/app/utils/qr_code";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { useService } from "@web/core/utils/hooks";

const CODE_SIZE = 240;

/**
 * A guide does what a manager has to allow: why, and by whom. The answer is `{}`, or `{ signed }` where
 * it came without a connection.
 */
export class ApprovalSheet extends Component {
    static template = "retail_pos_mobile.ApprovalSheet";
    static components = { Dialog, PinPad };
    static props = {
        asked: Object, // key, reference, guideId, needs
        getPayload: Function,
        close: Function,
    };

    setup() {
        this.pos = usePos();
        this.dialog = useService("dialog");
        const [first] = this.approvers;
        this.state = useState({
            reason: "",
            way: this.isOffline ? "code" : "pin",
            approverId: first?.id || false,
            error: "",
            code: "",
            isBusy: false,
        });
        this.request = null; // what waits for a manager's own phone
        const onChange = ({ detail }) => this.onChange(detail);
        this.pos.approvalBus.addEventListener("change", onChange);
        useBarcodeReader({ cashier: (code) => this.onBadge(code.code) }, true);
        onWillUnmount(() => {
            this.pos.approvalBus.removeEventListener("change", onChange);
            clearInterval(this.polling);
            this.withdraw();
        });
    }

    // What is asked

    get isOffline() {
        return this.pos.data.network.offline;
    }
    get items() {
        const { formatCurrency } = this.env.utils;
        return this.props.asked.needs.map((need) => ({
            operation: need.operation,
            name: operationName(need.operation),
            amount: amountText(need, formatCurrency),
            label: need.label,
        }));
    }
    get operations() {
        return this.props.asked.needs.map(({ operation }) => operation);
    }
    /** Those at this till who may allow all of it. */
    get approvers() {
        const may = ({ operations }) => this.operations.every((name) => operations.includes(name));
        return (this.pos.approvalData._approvers || []).filter(may);
    }
    get approver() {
        return this.approvers.find(({ id }) => id === this.state.approverId);
    }
    get needsReason() {
        return this.operations.some((name) => this.pos.approvalPolicy[name]?.reason);
    }
    get lacksReason() {
        return this.needsReason && !this.state.reason.trim();
    }
    get ways() {
        return [
            { way: "pin", icon: "fa-keyboard-o", label: _t("PIN") },
            { way: "badge", icon: "fa-id-badge", label: _t("Badge") },
            { way: "phone", icon: "fa-mobile", label: _t("Ask") },
            { way: "code", icon: "fa-qrcode", label: _t("Code") },
        ];
    }
    get needsServer() {
        return this.state.way !== "code";
    }
    /** What keeps the chosen way from being gone. */
    get obstacle() {
        if (this.lacksReason) {
            return _t("Say why first.");
        }
        if (this.needsServer && this.isOffline) {
            return _t("No connection. A manager's phone can approve by a code.");
        }
        if (this.state.way === "pin" && !this.approvers.length) {
            return _t("No manager of this till has a PIN who may allow this. Ask on the phone.");
        }
        return "";
    }
    onManager(ev) {
        this.state.approverId = Number(ev.target.value);
    }
    newRequest() {
        const { key, reference, guideId, needs } = this.props.asked;
        return {
            uuid: uuidv4(),
            order_uuid: key,
            reference: reference || "",
            guide_id: guideId || false,
            reason: this.state.reason.trim(),
            at: Date.now(),
            items: needs.map(({ operation, amount, label }) => ({ operation, amount, label })),
        };
    }
    async choose(way) {
        await this.withdraw();
        Object.assign(this.state, { way, error: "", code: "" });
    }
    /** @returns {Promise<Object|undefined>} the server's answer; what went wrong stands on the sheet */
    async ask(method, args) {
        this.state.error = "";
        try {
            return await this.pos.askApprovals(method, args);
        } catch (error) {
            this.state.error =
                error instanceof ConnectionLostError
                    ? _t("No connection. A manager's phone can approve by a code.").toString()
                    : error.data?.message || error.message;
        }
    }
    finish(answer) {
        this.request = null;
        this.props.getPayload(answer);
        this.props.close();
    }

    // A manager who stands here

    /** The same request is sent again after a wrong PIN: nothing was kept of it. */
    async sendPin(pin) {
        const request = this.newRequest();
        const answer = await this.ask("approve_by_pin", [request, this.state.approverId, pin]);
        return this.onAnswer(answer);
    }
    async onBadge(badge) {
        if (this.lacksReason || this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        const answer = await this.ask("approve_by_badge", [this.newRequest(), badge]);
        this.state.isBusy = false;
        this.state.error = this.onAnswer(answer) || this.state.error;
    }
    scanBadge() {
        this.scan(_t("Scan the badge"), (code) => this.onBadge(code));
    }
    onAnswer(answer) {
        if (answer?.error) {
            return answer.error;
        }
        if (answer && this.operations.every((name) => answer.done.includes(name))) {
            this.finish({});
        }
        return "";
    }

    // A manager elsewhere, with a connection

    async askOnPhone() {
        const request = this.newRequest();
        const answer = await this.ask("ask", [request]);
        if (answer) {
            this.request = request;
            Object.assign(this.state, { way: "waiting" });
            this.polling = setInterval(() => this.look(), 10_000);
        }
    }
    onChange(payload) {
        if (this.request && payload.requests.includes(this.request.uuid)) {
            this.look();
        }
    }
    async look() {
        const answer = this.request && (await this.ask("read_request", [this.request.uuid]));
        if (!answer || answer.state === "asked") {
            return;
        }
        clearInterval(this.polling);
        if (answer.state === "refused") {
            this.request = null;
            Object.assign(this.state, {
                way: "phone",
                error: answer.note
                    ? _t("%(who)s refused: %(why)s", { who: answer.by, why: answer.note })
                    : _t("%s refused.", answer.by),
            });
            return;
        }
        this.onAnswer(answer);
    }
    async withdraw() {
        clearInterval(this.polling);
        const { request } = this;
        this.request = null;
        if (request) {
            await this.pos.askApprovals("withdraw", [request.uuid]).catch(() => {});
        }
    }

    // Without a connection

    get wanted() {
        const { key, needs } = this.props.asked;
        return { configId: this.pos.config.id, key, userId: this.pos.user.id, needs };
    }
    get codeToShow() {
        const who = this.pos.getCashier()?.name || this.pos.user.name;
        const asked = { ...this.wanted, who, reason: this.state.reason.trim() };
        return askText(asked);
    }
    get picture() {
        return sharpQrCode(this.codeToShow, CODE_SIZE);
    }
    scanCode() {
        this.scan(_t("Scan the manager's code"), (code) => this.takeCode(code));
    }
    async takeCode(text) {
        const keys = this.pos.approvalData._approval_keys || [];
        const answer = await verify(text, this.wanted, keys);
        if (typeof answer === "string") {
            this.state.error = problemText(answer);
        } else {
            this.finish({ signed: text.trim(), by: answer.by });
        }
    }
    scan(title, onResult) {
        this.dialog.add(ScanDialog, {
            title: title.toString(),
            onResult,
            onError: ({ message }) => (this.state.error = message),
        });
    }
}
