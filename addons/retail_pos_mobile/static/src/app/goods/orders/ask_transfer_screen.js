import { Component, onMounted, useState } from "@odoo/owl";
import { useBarcodeReader } from "@point_of_sale/app/hooks/barcode_reader_hook";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { PieceStepper } from "@retail_pos_mobile/app/goods/piece_stepper/piece_stepper";
import { useScannedVariant } from "@retail_pos_mobile/app/goods/scanned_variant_hook";
import { KeptAnswer, keyOf } from "@retail_pos_mobile/app/shell/kept_answer";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

const SHOWN_STYLES = 6;

/** A request to another store: which one, and how much of what. */
export class AskTransferScreen extends Component {
    static template = "retail_pos_mobile.AskTransferScreen";
    static components = { KeptPage, PageHeader, PieceStepper };
    static props = {};
    static storeOnOrder = false;
    static section = "goods";

    setup() {
        this.pos = usePos();
        this.notification = useService("notification");
        this.state = useState({ sourceId: 0, lines: [], query: "", note: "", isSending: false });
        // The list of orders has told which stores may be asked
        this.orders = useState(
            new KeptAnswer(keyOf(this.pos, "orders"), () =>
                this.pos.data.call("retail.replenishment.order", "read_orders", [
                    this.pos.config.id,
                ])
            )
        );
        onMounted(() => this.orders.data || this.orders.refresh());
        useBarcodeReader({ product: useScannedVariant((variant) => this.add(variant)) }, true);
    }
    get sources() {
        return this.orders.data.sources;
    }
    /** @returns {Object[]} variants of the styles that are searched for */
    get found() {
        const { query } = this.state;
        if (!query.trim()) {
            return [];
        }
        const { ids } = this.pos.goods.find({ text: query });
        return this.pos.goods
            .stylesOf(ids.slice(0, SHOWN_STYLES))
            .flatMap((style) => style.product_variant_ids)
            .filter(({ id }) => !this.state.lines.some((line) => line.product_id === id));
    }
    get pieces() {
        return this.state.lines.reduce((sum, { quantity }) => sum + quantity, 0);
    }
    get isReady() {
        return this.state.sourceId && this.pieces && !this.state.isSending;
    }
    get sendLabel() {
        return _t("Ask for %s pcs", this.pieces);
    }
    choose(sourceId) {
        this.state.sourceId = Number(sourceId);
    }
    nameOf(variant) {
        return this.pos.goods.fullName(variant);
    }
    add(variant) {
        const line = this.state.lines.find(({ product_id }) => product_id === variant.id);
        if (line) {
            line.quantity += 1;
        } else {
            this.state.lines.unshift({
                product_id: variant.id,
                name: this.nameOf(variant),
                quantity: 1,
            });
        }
        this.state.query = "";
    }
    setQuantity(line, quantity) {
        line.quantity = quantity;
        if (!quantity) {
            this.state.lines = this.state.lines.filter((each) => each !== line);
        }
    }
    async send() {
        this.state.isSending = true;
        const source = this.sources.find(({ id }) => id === this.state.sourceId);
        const { state, result, error } = await this.pos.outbox.send({
            model: "retail.replenishment.order",
            method: "_ask_transfer_from_phone",
            values: {
                config_id: this.pos.config.id,
                source_id: this.state.sourceId,
                lines: this.state.lines.map(({ product_id, quantity }) => ({
                    product_id,
                    quantity,
                })),
                note: this.state.note,
            },
            label: _t("Ask %(store)s for %(pieces)s pcs", {
                store: source.name,
                pieces: this.pieces,
            }),
        });
        this.state.isSending = false;
        if (state === "refused") {
            this.notification.add(error, { type: "danger" });
            return;
        }
        const text =
            state === "done"
                ? _t("%(store)s is asked: %(number)s", { store: source.name, number: result.name })
                : _t("Kept on this phone. It is sent when online.");
        this.notification.add(text, { type: "success" });
        this.pos.navigate("OrdersScreen");
    }
}

registry.category("pos_pages").add("AskTransferScreen", {
    name: "AskTransferScreen",
    component: AskTransferScreen,
    route: `/pos/ui/${odoo.pos_config_id}/goods/ask`,
    params: {},
});
