import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";
import { useBarcodeReader } from "@point_of_sale/app/hooks/barcode_reader_hook";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { VideoScanner } from "@retail_pos_mobile/app/goods/components/video_scanner/video_scanner";
import { DAMAGES, DamageSheet } from "@retail_pos_mobile/app/goods/damage/damage_sheet";
import { splitVariantName } from "@retail_pos_mobile/app/goods/lib/variant_name";
import { PieceStepper } from "@retail_pos_mobile/app/goods/piece_stepper/piece_stepper";
import { useScannedVariant } from "@retail_pos_mobile/app/goods/scanned_variant_hook";
import { base64Of } from "@retail_pos_mobile/app/returns/pictures";
import { KeptAnswer, keyOf } from "@retail_pos_mobile/app/shell/kept_answer";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
import { browser } from "@web/core/browser/browser";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { DeliveryBook } from "./delivery_book";
import { MissingDialog } from "./missing_dialog";

const BUZZ_MS = 40;

/** One delivery, counted in by scanning; what was counted outlives a reload. */
export class DeliveryScreen extends Component {
    static template = "retail_pos_mobile.DeliveryScreen";
    static components = { KeptPage, PageHeader, PieceStepper, VideoScanner };
    static props = { pickingId: Number };
    static storeOnOrder = false;
    static section = "goods";

    setup() {
        this.pos = usePos();
        this.notification = useService("notification");
        this.dialog = useService("dialog");
        this.splitVariantName = splitVariantName;
        const { pickingId } = this.props;
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
        this.book = useState(new DeliveryBook(keyOf(this.pos, `delivery_${pickingId}`)));
        this.state = useState({ last: null });
        this.findVariant = useScannedVariant((variant) => this.askUnlisted(variant));
        this.pos.scanning = false;
        onWillUnmount(() => (this.pos.scanning = false));
        onMounted(async () => {
            await this.answer.refresh();
            this.countFirstPiece();
        });
        useBarcodeReader({ product: this.onScan, gs1: this.onScanGs1 }, true);
    }
    get rows() {
        return this.answer.data.rows;
    }
    get isBlind() {
        return this.answer.data.is_blind;
    }
    /** A blind count shows what was counted and nothing else. */
    get shownRows() {
        return this.isBlind ? this.rows.filter((row) => this.countOf(row)) : this.rows;
    }
    get expected() {
        return this.rows.reduce((sum, row) => sum + row.expected, 0);
    }
    get counted() {
        return this.book.pieces(this.rows);
    }
    countOf(row) {
        return this.book.countOf(row);
    }
    isComplete(row) {
        return !this.isBlind && this.countOf(row) === row.expected;
    }
    progress(row) {
        const counted = this.countOf(row);
        if (this.isBlind) {
            return _t("%s counted", counted);
        }
        if (counted > row.expected) {
            return _t("%(counted)s of %(expected)s · %(over)s too many", {
                counted,
                expected: row.expected,
                over: counted - row.expected,
            });
        }
        return _t("%(counted)s of %(expected)s", { counted, expected: row.expected });
    }
    damageText(row) {
        const damage = this.book.damageOf(row);
        return (
            damage &&
            _t("%(pieces)s damaged: %(reason)s", {
                pieces: damage.quantity,
                reason: DAMAGES[damage.reason],
            })
        );
    }
    get receiveLabel() {
        return this.isBlind
            ? _t("Receive %s", this.counted)
            : _t("Receive %(counted)s of %(expected)s", {
                  counted: this.counted,
                  expected: this.expected,
              });
    }
    get head() {
        const { name, origin } = this.answer.data;
        return [name, origin, _t("scan each piece")].filter(Boolean).join(" · ");
    }
    setCount(row, count) {
        this.book.set(row, count);
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
        const row = rows.find((each) => this.countOf(each) < (each.expected ?? Infinity));
        if (row) {
            this.countOne(row);
        } else if (rows.length && this.book.isSurplusSeen) {
            this.countOne(rows[0]);
        } else if (rows.length) {
            this.askTooMany(rows[0]);
        } else {
            this.findVariant({ base_code: scanned, code: scanned });
        }
    }
    countOne(row) {
        this.setCount(row, this.countOf(row) + 1);
        this.state.last = row.id;
        browser.navigator.vibrate?.(BUZZ_MS);
    }
    /** A piece beyond those that were sent may have been scanned twice: somebody looks, once. */
    askTooMany(row) {
        this.dialog.add(ConfirmationDialog, {
            title: _t("One too many?"),
            body: _t("%(name)s: all %(expected)s are counted. Is one more really here?", row),
            confirmLabel: _t("It is here"),
            confirm: () => {
                this.book.isSurplusSeen = true;
                this.countOne(row);
            },
            cancelLabel: _t("Scanned twice"),
            cancel: () => {},
        });
    }
    askUnlisted(variant) {
        const row = { product_id: variant.id, name: this.pos.goods.fullName(variant) };
        const counted = this.book.extra[variant.id]?.quantity || 0;
        const add = () => {
            this.book.isSurplusSeen = true;
            this.book.setExtra(row, counted + 1);
        };
        if (counted) {
            add();
            return;
        }
        this.dialog.add(ConfirmationDialog, {
            title: _t("Not in this delivery"),
            body: _t("%s was not sent with it. Take it in and tell the sender?", row.name),
            confirmLabel: _t("Take it in"),
            confirm: add,
            cancelLabel: _t("Put it aside"),
            cancel: () => {},
        });
    }
    openDamage(row) {
        const counted = row.id ? this.countOf(row) : row.quantity;
        this.dialog.add(DamageSheet, {
            name: row.name,
            counted,
            damage: this.book.damageOf(row),
            onSave: (damage) => {
                this.book.setDamage(row, damage);
                if (row.id && damage.quantity > this.countOf(row)) {
                    this.setCount(row, damage.quantity); // a damaged piece is here, too
                }
            },
        });
    }
    countAll() {
        this.rows.forEach((row) => this.setCount(row, row.expected));
    }
    receive() {
        const missing = this.book.missing(this.rows);
        if (!missing && !this.isBlind) {
            return this.send(true);
        }
        this.dialog.add(MissingDialog, {
            title: this.missingTitle(missing),
            body: _t(
                "What is still to come stays expected. If that was all, what is missing is claimed from the sender."
            ),
            onMore: () => this.send(false),
            onAll: () => this.send(true),
        });
    }
    missingTitle(missing) {
        if (this.isBlind) {
            return _t("Was that all?");
        }
        return missing === 1 ? _t("1 piece is missing") : _t("%s pieces are missing", missing);
    }
    async send(ends) {
        const { counted } = this;
        const { state, result, error } = await this.pos.outbox.send({
            model: "retail.receiving",
            method: "_receive_from_phone",
            values: this.values(ends),
            label: _t("Delivery %(name)s: %(counted)s pcs", {
                name: this.answer.data.name,
                counted,
            }),
        });
        if (state === "refused") {
            this.notification.add(error, { type: "danger" });
            return;
        }
        this.book.forget();
        this.notification.add(this.told(state, result), { type: "success" });
        this.pos.me?.refresh();
        this.pos.navigate("ReceiveScreen");
    }
    values(ends) {
        return {
            config_id: this.pos.config.id,
            picking_id: this.props.pickingId,
            counts: { ...this.book.counts },
            // In a blind count nobody sees what is too much
            with_surplus: this.book.surplus(this.rows) > 0 || this.isBlind,
            surplus: this.book.extraRows.map(({ product_id, quantity }) => ({
                product_id,
                quantity,
            })),
            damages: Object.values(this.book.damages).map((damage) => ({
                product_id: damage.product_id,
                quantity: damage.quantity,
                reason: damage.reason,
                note: damage.note,
                pictures: damage.pictures.map(base64Of),
            })),
            ends,
        };
    }
    told(state, result) {
        if (state !== "done") {
            return _t("Counted. It is sent when online.");
        }
        return result.claim
            ? _t("Received. The sender was told: claim %s.", result.claim)
            : _t("Received");
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
