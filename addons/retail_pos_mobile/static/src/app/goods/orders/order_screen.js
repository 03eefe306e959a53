import { Component, onMounted, useState } from "@odoo/owl";
import { useBarcodeReader } from "@point_of_sale/app/hooks/barcode_reader_hook";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { splitVariantName } from "@retail_pos_mobile/app/goods/lib/variant_name";
import { PieceStepper } from "@retail_pos_mobile/app/goods/piece_stepper/piece_stepper";
import { KeptAnswer, keyOf } from "@retail_pos_mobile/app/shell/kept_answer";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
import { browser } from "@web/core/browser/browser";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ORDER_REASONS, ORDER_STATES } from "./orders_screen";
import { ReasonDialog } from "./reason_dialog";

const BUZZ_MS = 40;

/** One order: what was asked and came; approving it, and sending what another store asks for. */
export class OrderScreen extends Component {
    static template = "retail_pos_mobile.OrderScreen";
    static components = { KeptPage, PageHeader, PieceStepper };
    static props = { orderId: Number };
    static storeOnOrder = false;
    static section = "goods";

    setup() {
        this.pos = usePos();
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.splitVariantName = splitVariantName;
        const { orderId } = this.props;
        this.answer = useState(
            new KeptAnswer(keyOf(this.pos, "order"), () =>
                this.pos.data.call("retail.replenishment.order", "read_order", [
                    this.pos.config.id,
                    orderId,
                ])
            )
        );
        if (this.answer.data?.id !== orderId) {
            this.answer.data = null; // what the phone keeps is the one before
        }
        this.state = useState({ counts: {}, isActing: false }); // counts: {product id: pieces}
        onMounted(() => this.answer.refresh());
        useBarcodeReader({ product: this.onScan }, true);
    }
    get order() {
        return this.answer.data;
    }
    get rows() {
        return this.order.rows;
    }
    get title() {
        return this.order ? this.order.name : "";
    }
    get head() {
        const { is_giving, store, source, why, asked_by, state } = this.order;
        const other = is_giving ? _t("for %s", store) : source && _t("from %s", source);
        return [other, ORDER_REASONS[why], asked_by, ORDER_STATES[state]]
            .filter(Boolean)
            .join(" · ");
    }
    /** Counts of what is packed; nothing is assumed to be there. */
    countOf({ product_id }) {
        return this.state.counts[product_id] || 0;
    }
    get packed() {
        return this.rows.reduce((sum, row) => sum + this.countOf(row), 0);
    }
    get giveLabel() {
        return _t("Send %(packed)s of %(asked)s", {
            packed: this.packed,
            asked: this.order.pieces,
        });
    }
    set({ product_id }, pieces) {
        this.state.counts[product_id] = pieces;
    }
    packAll() {
        this.rows.forEach((row) => this.set(row, Math.min(row.asked, Math.max(row.free ?? 0, 0))));
    }
    onScan({ base_code, code }) {
        const scanned = base_code || code;
        if (!this.order?.can.give) {
            return;
        }
        const row = this.rows.find(({ barcode }) => barcode && barcode === scanned);
        if (!row || this.countOf(row) >= row.asked) {
            const text = row
                ? _t("%s: all are packed.", row.name)
                : _t("“%s” was not asked for.", scanned);
            this.notification.add(text, { type: "warning" });
            return;
        }
        this.set(row, this.countOf(row) + 1);
        browser.navigator.vibrate?.(BUZZ_MS);
    }
    text(row) {
        const { can, is_giving } = this.order;
        if (can.give) {
            return _t("%(packed)s of %(asked)s", { packed: this.countOf(row), asked: row.asked });
        }
        if (is_giving && this.order.state === "submitted") {
            return _t("asked for %(asked)s, %(free)s here", row);
        }
        return _t("asked for %(asked)s, %(received)s received", row);
    }
    picture({ product_id, image_key }) {
        return `/web/image?model=product.product&field=image_128&id=${product_id}&unique=${image_key}`;
    }

    approve() {
        return this.act("_decide_from_phone", { approve: true }, _t("%s: approved", this.title));
    }
    sendBack() {
        this.dialog.add(ReasonDialog, {
            onReason: (reason) =>
                this.act("_decide_from_phone", { reason }, _t("%s: sent back", this.title)),
        });
    }
    give() {
        const missing = this.order.pieces - this.packed;
        const send = () =>
            this.act(
                "_give_from_phone",
                { counts: { ...this.state.counts } },
                _t("%s: sent", this.title)
            );
        if (!missing) {
            return send();
        }
        this.dialog.add(ConfirmationDialog, {
            title: missing === 1 ? _t("1 piece less") : _t("%s pieces less", missing),
            body: _t("Send the %s that are packed? The rest is not given.", this.packed),
            confirmLabel: _t("Send"),
            confirm: send,
            cancel: () => {},
        });
    }
    callBack() {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Call %s back?", this.title),
            body: _t("Nobody sends it then."),
            confirmLabel: _t("Call back"),
            confirm: () =>
                this.act("_call_back_from_phone", {}, _t("%s is called back", this.title)),
            cancel: () => {},
        });
    }
    async act(method, values, done) {
        this.state.isActing = true;
        const { state, error } = await this.pos.outbox.send({
            model: "retail.replenishment.order",
            method,
            values: { config_id: this.pos.config.id, order_id: this.props.orderId, ...values },
            label: done,
        });
        this.state.isActing = false;
        if (state === "refused") {
            this.notification.add(error, { type: "danger" });
            await this.answer.refresh();
            return;
        }
        const text = state === "done" ? done : _t("Kept on this phone. It is sent when online.");
        this.notification.add(text, { type: "success" });
        this.pos.me?.refresh();
        this.pos.navigate("OrdersScreen");
    }
}

registry.category("pos_pages").add("OrderScreen", {
    name: "OrderScreen",
    component: OrderScreen,
    route: `/pos/ui/${odoo.pos_config_id}/goods/orders/{int:orderId}`,
    params: {},
});
