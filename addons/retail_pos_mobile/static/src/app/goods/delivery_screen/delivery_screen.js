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

const BUZZ_MS = 40;

/** One delivery, counted in by scanning; what was counted outlives a reload. */
export class DeliveryScreen extends Component {
    static template = "retail_pos_mobile.DeliveryScreen";
    static components = { KeptPage, PageHeader, PieceStepper };
    static props = { pickingId: Number };
    static storeOnOrder = false;
    static section = "goods";

    setup() {
        this.pos = usePos();
        this.notification = useService("notification");
        this.dialog = useService("dialog");
        this.splitVariantName = splitVariantName;
        const { pickingId } = this.props;
        this.countKey = keyOf(this.pos, `count_${pickingId}`);
        this.answer = useState(
            new KeptAnswer(keyOf(this.pos, "delivery"), () =>
                this.pos.data.call("retail.receiving", "read_delivery", [
                    this.pos.config.id,
                    pickingId,
                ])
            )
        );
        if (this.answer.data?.id !== pickingId) {
            this.answer.data = null; // what the phone keeps is the delivery before
        }
        this.state = useState({ counts: this.readCounts(), last: null });
        onMounted(async () => {
            await this.answer.refresh();
            this.countFirstPiece();
        });
        useBarcodeReader({ product: this.onScan, gs1: this.onScanGs1 }, true);
    }
    readCounts() {
        try {
            return JSON.parse(browser.localStorage.getItem(this.countKey)) || {};
        } catch {
            return {};
        }
    }
    get rows() {
        return this.answer.data.rows;
    }
    get expected() {
        return this.rows.reduce((sum, row) => sum + row.expected, 0);
    }
    get counted() {
        return this.rows.reduce((sum, row) => sum + this.countOf(row), 0);
    }
    countOf({ id }) {
        return this.state.counts[id] || 0;
    }
    progress(row) {
        return _t("%(counted)s of %(expected)s", {
            counted: this.countOf(row),
            expected: row.expected,
        });
    }
    get receiveLabel() {
        return _t("Receive %(counted)s of %(expected)s", {
            counted: this.counted,
            expected: this.expected,
        });
    }
    get head() {
        const { name, origin } = this.answer.data;
        return [name, origin, _t("scan each piece")].filter(Boolean).join(" · ");
    }
    setCount(row, count) {
        this.state.counts[row.id] = count;
        browser.localStorage.setItem(this.countKey, JSON.stringify(this.state.counts));
    }
    /** The piece whose scan has opened this page. */
    countFirstPiece() {
        const { firstPiece } = this.pos;
        this.pos.firstPiece = null;
        if (firstPiece && this.answer.data) {
            this.onScan({ code: firstPiece });
        }
    }
    onScanGs1(codes) {
        const code = codes.find(({ type }) => type === "product");
        return code && this.onScan(code);
    }
    onScan({ base_code, code }) {
        const scanned = base_code || code;
        if (!this.answer.data) {
            return;
        }
        const rows = this.rows.filter(({ barcode }) => barcode && barcode === scanned);
        const row = rows.find((each) => this.countOf(each) < each.expected);
        if (row) {
            this.setCount(row, this.countOf(row) + 1);
            this.state.last = row.id;
            browser.navigator.vibrate?.(BUZZ_MS);
        } else if (rows.length) {
            const [{ name, expected }] = rows;
            const text = _t("%(name)s: all %(expected)s are counted. Is this one too many?", {
                name,
                expected,
            });
            this.notification.add(text, { type: "warning" });
        } else {
            const text = _t("“%s” is not in this delivery. Put it aside.", scanned);
            this.notification.add(text, { type: "danger" });
        }
    }
    countAll() {
        this.rows.forEach((row) => this.setCount(row, row.expected));
    }
    receive() {
        const missing = this.expected - this.counted;
        if (!missing) {
            return this.send();
        }
        this.dialog.add(ConfirmationDialog, {
            title: missing === 1 ? _t("1 piece is missing") : _t("%s pieces are missing", missing),
            body: _t("Receive the %s that are here. What is missing stays expected.", this.counted),
            confirmLabel: _t("Receive"),
            confirm: () => this.send(),
            cancel: () => {},
        });
    }
    async send() {
        const { counted } = this;
        const { state, error } = await this.pos.outbox.send({
            model: "retail.receiving",
            method: "_receive_from_phone",
            values: {
                config_id: this.pos.config.id,
                picking_id: this.props.pickingId,
                counts: { ...this.state.counts },
            },
            label: _t("Delivery %(name)s: %(counted)s pcs", {
                name: this.answer.data.name,
                counted,
            }),
        });
        if (state === "refused") {
            this.notification.add(error, { type: "danger" });
            return;
        }
        browser.localStorage.removeItem(this.countKey);
        const text = state === "done" ? _t("Received") : _t("Counted. It is sent when online.");
        this.notification.add(text, { type: "success" });
        this.pos.me?.refresh();
        this.pos.navigate("ReceiveScreen");
    }
    picture({ product_id, image_key }) {
        return `/web/image?model=product.product&field=image_128&id=${product_id}&unique=${image_key}`;
    }
}

registry.category("pos_pages").add("DeliveryScreen", {
    name: "DeliveryScreen",
    component: DeliveryScreen,
    route: `/pos/ui/${odoo.pos_config_id}/goods/receive/{int:pickingId}`,
    params: {},
});
