import { Component, onWillStart, useEffect, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { PartnerList } from "@point_of_sale/app/screens/partner_list/partner_list";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { TYPES } from "@retail_pos_mobile/app/returns/labels";
import { base64Of, MAX_PICTURES, shrinkPicture } from "@retail_pos_mobile/app/returns/pictures";
import { saleTextOf } from "@retail_pos_mobile/app/returns/pos_store";
import { ReturnPin } from "@retail_pos_mobile/app/returns/return_pin/return_pin";
import { ScanDialog } from "@retail_pos_mobile/app/returns/scan_dialog/scan_dialog";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
import { piecesText } from "@retail_pos_mobile/app/utils/pieces";
import { useBarcodeReader } from "@point_of_sale/app/hooks/barcode_reader_hook";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** The application for a return, four steps on one page: the sale, what, why, how. */
export class ReturnApplicationScreen extends Component {
    static template = "retail_pos_mobile.ReturnApplicationScreen";
    static components = { PageHeader };
    static props = {};
    static storeOnOrder = false;
    static section = "me";

    setup() {
        this.pos = usePos();
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.state = useState({ query: "", sales: null, products: null, isBusy: false });
        this.canScan = isBarcodeScannerSupported();
        this.types = Object.entries(TYPES);
        this.saleHint = _t("Number on the receipt");
        this.productHint = _t("Bar code or name of the product");
        onWillStart(() => this.pos.takeReturnDraft());
        useEffect(
            () => this.draft && this.pos.saveReturnDraft(),
            () => [JSON.stringify({ ...this.draft, pictures: [] })]
        );
        useBarcodeReader({
            product: ({ code }) => this.onCode(code),
            client: ({ code }) => this.onCode(code),
        });
    }
    get draft() {
        return this.pos.returns.draft;
    }
    get isOffline() {
        return this.pos.data.network.offline;
    }
    get reasons() {
        return this.pos.config._return_reasons;
    }
    money(amount) {
        return this.env.utils.formatCurrency(amount);
    }
    day(text) {
        return deserializeDateTime(text).toLocaleString({
            ...{ day: "numeric", month: "short", year: "numeric" },
        });
    }

    // -- 1. The sale -----------------------------------------------------------------------------

    get isWithoutReceipt() {
        return this.draft.source === "none";
    }
    scan() {
        this.dialog.add(ScanDialog, {
            title: this.isWithoutReceipt ? _t("Scan the product") : _t("Scan the receipt"),
            onResult: (code) => this.onCode(code),
            onError: ({ message }) => this.notification.add(message, { type: "warning" }),
        });
    }
    async onCode(code) {
        if (this.isWithoutReceipt) {
            await this.findProducts(code);
        } else {
            await this.findSale(code, "scan");
        }
    }
    async search() {
        const query = this.state.query.trim();
        if (query && this.isWithoutReceipt) {
            await this.findProducts(query);
        } else if (query) {
            await this.findSale(query, "order");
        }
    }
    async findSale(text, source) {
        this.state.isBusy = true;
        const isFound = await this.pos.startReturn(saleTextOf(text), source);
        this.state.isBusy = false;
        if (isFound) {
            Object.assign(this.state, { query: "", sales: null });
        }
    }
    async chooseMember() {
        const member = await makeAwaitable(this.dialog, PartnerList, {});
        if (!member) {
            return;
        }
        this.draft.member = { id: member.id, name: member.name };
        if (!this.isWithoutReceipt) {
            const args = [this.pos.config.id, member.id];
            this.state.sales = (await this.pos.askReturns("member_sales", args)) || null;
        }
    }
    withoutReceipt() {
        const { member, reasonId, type, note } = this.draft;
        this.pos.returns.draft = {
            ...this.pos.newReturnDraft(),
            ...{ member, reasonId, type, note, source: "none" },
        };
        this.state.query = "";
    }
    otherSale() {
        this.pos.returns.draft = { ...this.pos.newReturnDraft() };
        Object.assign(this.state, { query: "", sales: null, products: null });
    }
    async findProducts(text) {
        const products = await this.pos.askReturns("find_product", [this.pos.config.id, text]);
        if (products?.length === 1) {
            this.addProduct(products[0]);
        } else if (products) {
            this.state.products = products;
        }
    }
    addProduct(product) {
        const { goods, pieces } = this.draft;
        if (!goods.some(({ product_id }) => product_id === product.product_id)) {
            goods.push(product);
        }
        pieces[product.product_id] = (pieces[product.product_id] || 0) + 1;
        Object.assign(this.state, { products: null, query: "" });
    }

    // -- 2. What ---------------------------------------------------------------------------------

    /** The lines to choose from: of the sale, or the products that were added. */
    get lines() {
        if (this.draft.sale) {
            return this.draft.sale.lines.map((line) => ({
                ...{ key: line.uuid, name: line.name, left: line.left },
                price: line.paid / line.sold,
            }));
        }
        return this.draft.goods.map((product) => ({
            ...{ key: product.product_id, name: product.name, left: Infinity },
            price: product.price,
        }));
    }
    pieces(line) {
        return this.draft.pieces[line.key] || 0;
    }
    change(line, step) {
        this.draft.pieces[line.key] = Math.min(Math.max(this.pieces(line) + step, 0), line.left);
    }
    get amount() {
        return this.lines.reduce((sum, line) => sum + line.price * this.pieces(line), 0);
    }
    get count() {
        return this.lines.reduce((sum, line) => sum + this.pieces(line), 0);
    }

    // -- 3. Why ----------------------------------------------------------------------------------

    async onPicture(ev) {
        const files = [...ev.target.files].slice(0, MAX_PICTURES - this.draft.pictures.length);
        ev.target.value = "";
        for (const file of files) {
            try {
                this.draft.pictures.push(await shrinkPicture(file));
            } catch ({ message }) {
                this.notification.add(message, { type: "danger" });
            }
        }
    }
    get hasRoomForPictures() {
        return this.draft.pictures.length < MAX_PICTURES;
    }

    // -- 4. How ----------------------------------------------------------------------------------

    /** What is still missing, in the order of the steps; "" when it can be sent. */
    get missing() {
        if (!this.count) {
            return this.lines.length ? _t("Choose what comes back") : _t("Find the sale");
        }
        return this.draft.reasonId ? "" : _t("Choose a reason");
    }
    get values() {
        const { draft } = this;
        const by = draft.sale ? "uuid" : "product_id";
        return {
            config_id: this.pos.config.id,
            source: draft.source,
            type: draft.type,
            reason_id: draft.reasonId,
            note: draft.note,
            sale_uuid: draft.sale?.uuid || false,
            partner_id: draft.member?.id || false,
            promise_date: draft.promiseDate || false,
            lines: this.lines
                .filter((line) => this.pieces(line))
                .map((line) => ({ [by]: line.key, qty: this.pieces(line) })),
            pictures: draft.pictures.map(base64Of),
        };
    }
    get piecesText() {
        return piecesText(this.count);
    }
    get label() {
        return _t("Return of %(pieces)s, %(amount)s", {
            pieces: this.piecesText,
            amount: this.money(this.amount),
        });
    }
    /** Send the application; the return as the server knows it, or nothing where it waits or is refused. */
    async send() {
        this.state.isBusy = true;
        try {
            const { state, result, error } = await this.pos.outbox.send({
                model: "retail.return",
                method: "_apply",
                values: this.values,
                label: this.label,
            });
            if (state === "refused") {
                this.notification.add(error, { type: "danger" });
                return null;
            }
            this.pos.dropReturnDraft();
            if (state === "waiting") {
                this.notification.add(
                    _t("Kept on this phone. It is sent when the connection is back."),
                    { type: "warning" }
                );
                this.pos.navigate("ReturnsScreen");
                return null;
            }
            return this.pos.keepReturn(result);
        } finally {
            this.state.isBusy = false;
        }
    }
    async apply() {
        const row = await this.send();
        if (row) {
            this.pos.navigate("ReturnScreen", { returnId: row.id });
        }
    }
    /** The manager stands beside: the PIN approves, and the money is paid back at once. */
    askPin() {
        let row;
        const props = {
            length: this.pos.config._return_pin_length,
            summary: this.label,
            send: async (pin) => {
                row ||= await this.send();
                return row ? this.pos.approveReturnByPin(row, pin) : undefined;
            },
        };
        // Without a PIN the application stays asked, and its page tells so
        const onClose = () => row && this.pos.navigate("ReturnScreen", { returnId: row.id });
        this.dialog.add(ReturnPin, props, { onClose });
    }
    /** A manager who applies decides as well. */
    async approveNow() {
        const row = await this.send();
        const approved = row && (await this.pos.askReturns("approve", [row.id]));
        if (approved) {
            await this.pos.executeReturn(this.pos.keepReturn(approved));
        }
    }
}

registry.category("pos_pages").add("ReturnApplicationScreen", {
    name: "ReturnApplicationScreen",
    component: ReturnApplicationScreen,
    route: `/pos/ui/${odoo.pos_config_id}/me/returns/new`,
    params: {},
});
