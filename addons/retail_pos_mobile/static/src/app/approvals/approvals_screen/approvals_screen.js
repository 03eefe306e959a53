import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { readAsk, sign } from "@retail_pos_mobile/app/approvals/lib/signed_approval";
import { amountText, operationName } from "@retail_pos_mobile/app/approvals/texts";
import { ScanDialog } from "@retail_pos_mobile/app/returns/scan_dialog/scan_dialog";
import { useKeptAnswer } from "@retail_pos_mobile/app/shell/kept_answer";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
import { meTiles } from "@retail_pos_mobile/app/shell/sections";
import { sharpQrCode } from "@retail_pos_mobile/app/utils/qr_code";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

const CODE_SIZE = 280;

/** What guides ask a manager, decided by a tap; and without a connection by a code to scan. */
export class ApprovalsScreen extends Component {
    static template = "retail_pos_mobile.ApprovalsScreen";
    static components = { KeptPage, PageHeader };
    static props = {};
    static storeOnOrder = false;

    setup() {
        this.pos = usePos();
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.state = useState({
            busy: "",
            key: null,
            keyProblem: "",
            text: "",
            asked: null,
            signed: "",
        });
        this.answer = useKeptAnswer("approvals", () =>
            this.pos.data.call("retail.approval", "read_of_till", [this.pos.config.id])
        );
        const refresh = () => this.answer.refresh();
        this.pos.approvalBus.addEventListener("change", refresh);
        onWillUnmount(() => this.pos.approvalBus.removeEventListener("change", refresh));
        onMounted(() => this.loadKey());
    }

    // With a connection

    about({ who, reference, at }) {
        const time = deserializeDateTime(at).toLocaleString(luxon.DateTime.TIME_SIMPLE);
        return [who, reference, time].filter(Boolean).join(" · ");
    }
    outcome({ state_label, by }) {
        return [state_label, by].filter(Boolean).join(" · ");
    }
    amount(item) {
        return amountText(item, this.env.utils.formatCurrency);
    }
    async decide(request, isApproved) {
        this.state.busy = request.uuid;
        try {
            await this.pos.askApprovals("decide", [request.uuid, isApproved]);
        } catch (error) {
            this.notification.add(this.messageOf(error), { type: "warning" });
        }
        await this.answer.refresh();
        this.pos.me?.refresh();
        this.state.busy = "";
    }
    messageOf(error) {
        return error instanceof ConnectionLostError
            ? _t("No connection. Nothing was decided.")
            : error.data?.message || error.message;
    }

    // Without one

    async loadKey() {
        const { managerKey, user } = this.pos;
        try {
            this.state.key = await managerKey.ensure(user.id);
        } catch (error) {
            // What the server says of the key counts; without it, what this phone knows
            const isOffline = error instanceof ConnectionLostError;
            this.state.key = isOffline ? await managerKey.read(user.id).catch(() => null) : null;
            this.state.keyProblem = isOffline ? "" : error.data?.message || error.message;
        }
    }
    get keyText() {
        if (this.state.keyProblem) {
            return this.state.keyProblem;
        }
        return this.state.key?.id
            ? _t("This phone can sign without a connection.")
            : _t("Open this page once with a connection, so that this phone can sign.");
    }
    scan() {
        this.dialog.add(ScanDialog, {
            title: _t("Scan the guide's code").toString(),
            onResult: (code) => this.read(code),
            onError: ({ message }) => this.notification.add(message, { type: "warning" }),
        });
    }
    read(text) {
        const asked = readAsk(text);
        Object.assign(this.state, { asked, signed: "", text: "" });
        if (!asked) {
            this.notification.add(_t("This is no code of a guide's phone."), { type: "warning" });
        }
    }
    get askedItems() {
        return Object.entries(this.state.asked.p).map(([operation, amount]) => ({
            operation,
            name: operationName(operation),
            amount: this.amount({ operation, amount }),
        }));
    }
    async sign() {
        const { asked, key } = this.state;
        // A reactive copy of a key is none
        const { pair } = await this.pos.managerKey.read(this.pos.user.id);
        this.state.signed = await sign({ ...asked, p: { ...asked.p } }, key.id, pair.privateKey);
    }
    get picture() {
        return sharpQrCode(this.state.signed, CODE_SIZE);
    }
    close() {
        Object.assign(this.state, { asked: null, signed: "" });
    }
}

registry.category("pos_pages").add("ApprovalsScreen", {
    name: "ApprovalsScreen",
    component: ApprovalsScreen,
    route: `/pos/ui/${odoo.pos_config_id}/me/approvals`,
    params: {},
});
meTiles.add(
    "approvals",
    {
        label: _t("Approvals"),
        icon: "fa-check-square-o",
        page: "ApprovalsScreen",
        badge: (pos) => pos.me?.data?.approvals || 0,
        isVisible: (pos) => Boolean(pos.config._may_approve),
    },
    { sequence: 44 }
);
