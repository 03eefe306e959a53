import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";
import { useBarcodeReader } from "@point_of_sale/app/hooks/barcode_reader_hook";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { VideoScanner } from "@retail_pos_mobile/app/goods/components/video_scanner/video_scanner";
import { PieceStepper } from "@retail_pos_mobile/app/goods/piece_stepper/piece_stepper";
import { useScannedVariant } from "@retail_pos_mobile/app/goods/scanned_variant_hook";
import { KeptAnswer, keyOf } from "@retail_pos_mobile/app/shell/kept_answer";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { CountBook } from "./count_book";

const PAUSE_MS = 3000; // after the last scan, before the phone sends
const FULL = 50; // scans that are sent without waiting for a pause

/** One stocktake on this phone: counting for everybody, the differences for managers. */
export class CountScreen extends Component {
    static template = "retail_pos_mobile.CountScreen";
    static components = { KeptPage, PageHeader, PieceStepper, VideoScanner };
    static props = { countId: Number };
    static storeOnOrder = false;
    static section = "goods";

    setup() {
        this.pos = usePos();
        this.notification = useService("notification");
        this.dialog = useService("dialog");
        const { countId } = this.props;
        this.book = useState(new CountBook(keyOf(this.pos, `counted_${countId}`)));
        this.answer = useState(
            new KeptAnswer(keyOf(this.pos, `counting_${countId}`), () =>
                this.pos.data.call("retail.counting", "read_count", [this.pos.config.id, countId])
            )
        );
        this.state = useState({ isActing: false });
        this.pos.scanning = false;
        onMounted(async () => {
            await this.answer.refresh();
            this.send();
        });
        onWillUnmount(() => {
            this.pos.scanning = false;
            clearTimeout(this.pause);
            this.send();
        });
        useBarcodeReader({ product: useScannedVariant((variant) => this.count(variant)) }, true);
    }
    get isCounting() {
        return this.answer.data?.state === "counting";
    }
    get title() {
        return this.answer.data?.name || _t("Stocktake");
    }
    get others() {
        return _t("%s pieces on all phones", this.answer.data.pieces + this.unsent);
    }
    /** Pieces that the server does not know yet. */
    get unsent() {
        return this.book.pending.reduce((sum, { quantity }) => sum + quantity, 0);
    }
    async count({ id, display_name: name }) {
        if (!this.isCounting) {
            await this.answer.refresh(); // somebody may have opened it again meanwhile
        }
        if (!this.isCounting) {
            this.notification.add(_t("Not counted: this stocktake is closed."), {
                type: "warning",
            });
            return;
        }
        this.book.add({ id, name }, 1, Date.now());
        this.sendSoon();
    }
    /** The chosen articles that neither this phone nor another has counted yet. */
    get todo() {
        return (this.answer.data.todo || []).filter(
            ({ product_id }) => !this.book.totals[product_id]
        );
    }
    get todoLabel() {
        const { length } = this.todo;
        return length === 1 ? _t("1 article to count") : _t("%s articles to count", length);
    }
    /** Say that there is none of an article, which is not the same as not to have looked. */
    noneHere({ product_id: id, name }) {
        this.book.add({ id, name }, 0, Date.now());
        this.sendSoon();
    }
    set(row, quantity) {
        this.book.set(row, quantity, Date.now());
        this.sendSoon();
    }
    undo() {
        this.book.undo(Date.now());
        this.sendSoon();
    }
    sendSoon() {
        clearTimeout(this.pause);
        if (this.book.pending.length >= FULL) {
            this.send();
        } else {
            this.pause = setTimeout(() => this.send(), PAUSE_MS);
        }
    }
    async send() {
        const scans = this.book.pending.map((scan) => ({ ...scan }));
        if (!scans.length) {
            return;
        }
        const { state, error } = await this.pos.outbox.send({
            model: "retail.counting",
            method: "_add_scans_from_phone",
            values: { config_id: this.pos.config.id, count_id: this.props.countId, scans },
            label: _t("%(count)s: %(scans)s scans", { count: this.title, scans: scans.length }),
        });
        this.book.sent(scans);
        if (state === "refused") {
            this.notification.add(error, { type: "danger" });
        } else if (this.answer.data) {
            this.answer.data.pieces += scans.reduce((sum, { quantity }) => sum + quantity, 0);
        }
    }
    get actions() {
        return {
            counting: [{ name: "action_close", label: _t("Close and compare") }],
            review: [
                { name: "action_approve", label: _t("Approve the differences") },
                { name: "action_recount", label: _t("Count the differences again") },
            ],
            approved: [{ name: "action_apply", label: _t("Apply to the stock") }],
        }[this.answer.data.state];
    }
    ask({ name, label }) {
        this.dialog.add(ConfirmationDialog, {
            title: label,
            body: this.consequence(name),
            confirmLabel: label,
            confirm: () => this.act(name),
            cancel: () => {},
        });
    }
    consequence(name) {
        return {
            action_close: _t("Other phones should have sent what they counted."),
            action_approve: _t("The stock changes when they are applied."),
            action_recount: _t("What was counted of these articles counts no more."),
            action_apply: _t("The stock changes by the differences. This cannot be undone."),
        }[name];
    }
    async act(name) {
        this.state.isActing = true;
        try {
            await this.send();
            const state = await this.pos.data.call("retail.counting", "act", [
                this.pos.config.id,
                this.props.countId,
                name,
            ]);
            if (name === "action_recount") {
                this.book.forget();
                Object.assign(this.book, { totals: {}, pending: [], last: [] });
            }
            if (state === "done") {
                this.book.forget();
                this.notification.add(_t("The stock is as counted."), { type: "success" });
                this.pos.navigate("CountsScreen");
                return;
            }
            await this.answer.refresh();
        } catch (error) {
            const text = errorText(error, _t("This needs a connection."));
            this.notification.add(text, { type: "danger" });
        } finally {
            this.state.isActing = false;
        }
    }
    difference({ difference }) {
        return difference > 0 ? `+${difference}` : `${difference}`;
    }
    against(row) {
        return row.is_counted
            ? _t("%(counted)s counted, %(expected)s expected", row)
            : _t("nobody counted it, %(expected)s expected", row);
    }
    get totalValue() {
        return this.env.utils.formatCurrency(this.answer.data.value);
    }
}

registry.category("pos_pages").add("CountScreen", {
    name: "CountScreen",
    component: CountScreen,
    route: `/pos/ui/${odoo.pos_config_id}/goods/count/{int:countId}`,
    params: {},
});
