import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { splitVariantName } from "@retail_pos_mobile/app/goods/lib/variant_name";
import { PieceStepper } from "@retail_pos_mobile/app/goods/piece_stepper/piece_stepper";
import { useKeptAnswer } from "@retail_pos_mobile/app/shell/kept_answer";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { goodsTabs } from "@retail_pos_mobile/app/shell/sections";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/core/utils/numbers";

const CALL_BACK_MS = 10_000;

/** What the store sold in 15 days, what it has, and what is advised to refill. */
export class RefillScreen extends Component {
    static template = "retail_pos_mobile.RefillScreen";
    static components = { KeptPage, PieceStepper };
    static props = {};
    static storeOnOrder = false;

    setup() {
        this.pos = usePos();
        this.notification = useService("notification");
        this.splitVariantName = splitVariantName;
        this.state = useState({ explained: null, chosen: {} }); // chosen: {product id: pieces}
        this.answer = useKeptAnswer("refill", () =>
            this.pos.data.call("retail.refill.board", "read_board", [this.pos.config.id])
        );
    }
    get rows() {
        return this.answer.data.rows;
    }
    /** @returns {number} what to ask for: the advice less what was asked since, or as changed here */
    quantity(row) {
        return this.state.chosen[row.product_id] ?? Math.max(row.advice_qty - row.asked, 0);
    }
    get asked() {
        return this.rows
            .map((row) => ({ product_id: row.product_id, quantity: this.quantity(row) }))
            .filter(({ quantity }) => quantity > 0);
    }
    get pieces() {
        return this.number(this.asked.reduce((sum, { quantity }) => sum + quantity, 0));
    }
    async send() {
        const { asked, pieces } = this;
        const { state, result, error } = await this.pos.outbox.send({
            model: "retail.replenishment.order",
            method: "_send_from_phone",
            values: { config_id: this.pos.config.id, lines: asked },
            label: pieces === "1" ? _t("Refill: 1 piece") : _t("Refill: %s pieces", pieces),
        });
        if (state === "refused") {
            this.notification.add(error, { type: "danger" });
            return;
        }
        this.tellSent(state, result);
        this.state.chosen = Object.fromEntries(this.rows.map((row) => [row.product_id, 0]));
        if (state === "done") {
            await this.answer.refresh();
            this.state.chosen = {};
        }
    }
    /** Say what came of it; an order that went out by mistake can be called back at once. */
    tellSent(state, order) {
        if (state !== "done") {
            const text = _t("Kept on this phone. It is sent when online.");
            this.notification.add(text, { type: "success" });
            return;
        }
        const told =
            order.state === "submitted"
                ? _t("%s waits for approval", order.name)
                : _t("%s was sent", order.name);
        const close = this.notification.add(told, {
            type: "success",
            autocloseDelay: CALL_BACK_MS,
            buttons: [{ name: _t("Call back"), onClick: () => this.callBack(order, close) }],
        });
    }
    async callBack(order, close) {
        close();
        const { state, error } = await this.pos.outbox.send({
            model: "retail.replenishment.order",
            method: "_call_back_from_phone",
            values: { config_id: this.pos.config.id, order_id: order.id },
            label: _t("%s is called back", order.name),
        });
        const isRefused = state === "refused";
        this.notification.add(isRefused ? error : _t("%s is called back", order.name), {
            type: isRefused ? "danger" : "success",
        });
        await this.answer.refresh();
    }
    /** @returns {string} how old the figures themselves are, whenever the phone asked for them */
    get figuresAge() {
        const at = this.answer.data.figures_at;
        return at
            ? _t("15 days · figures from %s", deserializeDateTime(at).toRelative())
            : _t("15 days");
    }
    picture({ product_id, image_key }) {
        return `/web/image?model=product.product&field=image_128&id=${product_id}&unique=${image_key}`;
    }
    number(value, decimals = 2) {
        return formatFloat(value, { digits: [16, decimals], trailingZeros: false });
    }
    trend(row) {
        const arrow = { up: "▲", down: "▼", steady: "=" }[row.direction];
        return arrow ? `${arrow} ${this.number(Math.abs(row.trend) * 100, 0)}%` : "";
    }
    pace(row) {
        return _t("sold %(sold)s · %(pace)s a day", {
            sold: this.number(row.sold_15d),
            pace: this.number(row.avg_daily),
        });
    }
    stock(row) {
        const here = this.number(row.on_hand);
        const coming = row.incoming ? ` + ${this.number(row.incoming)}` : "";
        const parts = [_t("stock %s", here + coming)];
        if (row.avg_daily > 0) {
            const days = this.number(row.cover_days, 0);
            parts.push(days === "1" ? _t("lasts 1 day") : _t("lasts %s days", days));
        }
        return parts.join(" · ");
    }
    /** @returns {string} the sentence of the server, and how much of what came in is sold */
    reason(row) {
        const percent = `${this.number(row.sell_through * 100, 0)}%`;
        const soldThrough = row.sell_through ? _t("Sold through: %s.", percent) : "";
        return `${row.advice_reason} ${soldThrough}`;
    }
    get sendLabel() {
        const { length } = this.asked;
        return length === 1 ? _t("Send 1 line") : _t("Send %s lines", length);
    }
    get piecesLabel() {
        return _t("%s pcs", this.pieces);
    }
    explain(row) {
        this.state.explained = this.state.explained === row.id ? null : row.id;
    }
}

registry.category("pos_pages").add("RefillScreen", {
    name: "RefillScreen",
    component: RefillScreen,
    route: `/pos/ui/${odoo.pos_config_id}/goods/refill`,
    params: {},
});
goodsTabs.add("refill", { label: _t("Refill"), page: "RefillScreen" }, { sequence: 10 });
