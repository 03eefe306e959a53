import { reactive, toRaw } from "@odoo/owl";
import { useBarcodeReader } from "@point_of_sale/app/hooks/barcode_reader_hook";
import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";
import { GoodsBrowser } from "@retail_pos_mobile/app/goods/components/goods_browser/goods_browser";
import { ScanNote, Scanned } from "@retail_pos_mobile/app/goods/components/scan_note/scan_note";
import { VideoScanner } from "@retail_pos_mobile/app/goods/components/video_scanner/video_scanner";
import { chooseVariant } from "@retail_pos_mobile/app/goods/scanned_variant_hook";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

const VIBRATE_MS = 40;

Object.assign(ProductScreen.components, { GoodsBrowser, ScanNote, VideoScanner });

patch(ProductScreen.prototype, {
    setup() {
        super.setup(...arguments);
        this.scanned = reactive(new Scanned());
        useBarcodeReader({ found: this.tellFound });
    },
    /** Tap: a single variant goes into the sale, several are chosen from on the page of the style. */
    openStyle(style) {
        if (this.pos.goods.hasMatrix(style)) {
            this.pos.openStyle(style);
        } else {
            this.addProductToOrder(style);
        }
    },
    /** What the customer carries away, and what comes back; what a promotion takes off is no item. */
    get itemsText() {
        const goods = (this.currentOrder.lines || []).filter((line) => !line.is_reward_line);
        const pieces = (lines) =>
            this.env.utils.formatProductQty(
                lines.reduce((sum, { qty }) => sum + Math.abs(qty), 0),
                false
            );
        const count = pieces(goods.filter(({ qty }) => qty > 0));
        const back = pieces(goods.filter(({ qty }) => qty < 0));
        const text = count === "1" ? _t("1 item") : _t("%s items", count);
        return back === "0" ? text : _t("%(items)s, %(back)s back", { items: text, back });
    },
    /** Pieces by style, as Odoo counts them: while the page is drawn, not right after it for once more. */
    get piecesInCart() {
        const pieces = {};
        for (const line of this.currentOrder?.lines || []) {
            const { combo_parent_id, product_id } = toRaw(line); // these stay as they are
            const { id } = toRaw(product_id).product_tmpl_id;
            pieces[id] = (pieces[id] || 0) + (combo_parent_id ? 0 : line.qty);
        }
        return pieces;
    },
    async addCode(variant) {
        if (await this.pos.addVariants(new Map([[variant, 1]]))) {
            this.tellAdded(variant);
        }
    },
    /** A code came: tell what it is. @returns {boolean} whether this phone knows that */
    tellFound(code) {
        const name = this.pos.goods?.nameOfCode(code);
        if (name) {
            this.scanned.found(name);
        }
        return Boolean(name);
    },
    /** After a scan: what was added, and how many of it are in the sale by now. */
    tellAdded(variant) {
        const pieces = this.currentOrder.lines
            .filter(({ product_id }) => product_id.id === variant.id)
            .reduce((sum, { qty }) => sum + qty, 0);
        navigator.vibrate?.(VIBRATE_MS);
        const { formatProductQty } = this.env.utils;
        this.scanned.added(this.pos.goods.shortName(variant), formatProductQty(pieces, false));
    },
    /** @override Two variants with one code: the guide says which. */
    async _getProductByBarcode(code) {
        if (!this.pos.goods) {
            return super._getProductByBarcode(...arguments);
        }
        await this.pos.goods.takeUpCatalogue();
        const variants = this.pos.goods.variantsWithCode(code.base_code);
        const isShared = variants.length > 1;
        if (isShared) {
            // Looked for more than once in a scan: whether it is goods, and which
            code.choice ||= chooseVariant(this.pos, this.dialog, variants);
        }
        const product = await (isShared ? code.choice : super._getProductByBarcode(...arguments));
        this.scannedProduct = product;
        code.isCancelled = isShared && !product;
        return product;
    },
    /** @override Tell what a scan added. */
    async _barcodeProductAction(code) {
        if (!this.pos.goods) {
            return super._barcodeProductAction(...arguments);
        }
        const before = this.currentOrder.totalQuantity;
        try {
            await super._barcodeProductAction(...arguments);
            if (this.scannedProduct && this.currentOrder.totalQuantity !== before) {
                this.tellAdded(this.scannedProduct);
            }
        } finally {
            this.scanned.settle();
        }
    },
    /** @override The server finds by what the phone finds by. */
    loadProductFromDBDomain(text) {
        return this.pos.goods?.serverDomain(text) || super.loadProductFromDBDomain(...arguments);
    },
});
