import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { Bars } from "@retail_pos_mobile/app/goods/refill_screen/bars";
import {
    ORDERS,
    WINDOWS,
    countFilters,
    newChoice,
    windowName,
} from "@retail_pos_mobile/app/goods/refill_screen/refill_choice";
import { RefillDays } from "@retail_pos_mobile/app/goods/refill_screen/refill_days";
import { RefillDefinitions } from "@retail_pos_mobile/app/goods/refill_screen/refill_definitions";
import { RefillFilter } from "@retail_pos_mobile/app/goods/refill_screen/refill_filter";
import { splitVariantName } from "@retail_pos_mobile/app/goods/lib/variant_name";
import { PieceStepper } from "@retail_pos_mobile/app/goods/piece_stepper/piece_stepper";
import { KeptAnswer, keyOf, useKeptAnswer } from "@retail_pos_mobile/app/shell/kept_answer";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { goodsTabs } from "@retail_pos_mobile/app/shell/sections";
import { piecesText } from "@retail_pos_mobile/app/utils/pieces";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/core/utils/numbers";

const CALL_BACK_MS = 10_000;
const ANY_DAYS = "any";

/** What the store sold in a window of days, what it has, and what is advised to refill. */
export class RefillScreen extends Component {
    static template = "retail_pos_mobile.RefillScreen";
    static components = { Bars, KeptPage, PieceStepper };
    static props = {};
    static storeOnOrder = false;

    setup() {
        this.pos = usePos();
        this.notification = useService("notification");
        this.dialog = useService("dialog");
        this.splitVariantName = splitVariantName;
        // chosen: {product id: pieces}
        this.state = useState({ explained: null, chosen: {}, isAdding: false });
        this.choice = useState(newChoice());
        this.answer = useKeptAnswer("refill", () => this.read(0));
        this.quick = useKeptAnswer("quick_summary", () =>
            this.pos.data.call("retail.quick.list", "read_summary", [this.pos.config.id])
        );
        this.facets = new KeptAnswer(keyOf(this.pos, "refill_facets"), () =>
            this.pos.data.call("retail.refill.board", "read_facets", [this.pos.config.id])
        );
    }
    /** @returns {Promise<Object>} a page of rows, and what was asked for */
    async read(offset) {
        const choice = JSON.parse(JSON.stringify(this.choice));
        const board = await this.pos.data.call("retail.refill.board", "read_board", [
            this.pos.config.id,
            { ...choice, offset },
        ]);
        return { ...board, choice };
    }

    // -- What is shown ---------------------------------------------------------------------------

    get windows() {
        const { window } = this.choice;
        const names = Object.entries(WINDOWS).map(([key, label]) => ({ key, label }));
        if (!WINDOWS[window]) {
            names.push({ key: window, label: windowName(window) });
        }
        return [...names, { key: ANY_DAYS, label: _t("Other days…") }];
    }
    get orders() {
        return Object.entries(ORDERS).map(([key, label]) => ({ key, label }));
    }
    get filterCount() {
        return countFilters(this.choice);
    }
    onWindow(ev) {
        if (ev.target.value !== ANY_DAYS) {
            return this.show({ window: ev.target.value });
        }
        ev.target.value = this.choice.window;
        this.dialog.add(RefillDays, {
            window: this.choice.window,
            onShow: (window) => this.show({ window }),
        });
    }
    openFilter() {
        this.dialog.add(RefillFilter, {
            choice: this.choice,
            answer: this.facets,
            onShow: (choice) => this.show(choice),
        });
    }
    openDefinitions() {
        this.dialog.add(RefillDefinitions, { definitions: this.answer.data.definitions });
    }
    /** Ask for other rows; without a connection the page stays with what it has. */
    async show(choice) {
        Object.assign(this.choice, choice);
        await this.answer.refresh();
        if (this.answer.isOld) {
            const text = this.answer.error || _t("Other rows need a connection.");
            this.notification.add(text, { type: "warning" });
            Object.assign(this.choice, this.answer.data.choice);
        }
    }
    async addRows() {
        this.state.isAdding = true;
        try {
            const { rows, has_more } = await this.read(this.rows.length);
            const known = new Set(this.rows.map(({ id }) => id));
            this.rows.push(...rows.filter(({ id }) => !known.has(id)));
            this.answer.data.has_more = has_more;
        } catch (error) {
            const text = errorText(error, _t("Other rows need a connection."));
            this.notification.add(text, { type: "warning" });
        } finally {
            this.state.isAdding = false;
        }
    }
    get quickText() {
        const { pieces, due_at, was_due } = this.quick.data;
        const sold =
            pieces === 1 ? _t("Sold: 1 piece") : _t("Sold: %s pieces", this.number(pieces));
        if (!due_at) {
            return _t("Nothing sold yet");
        }
        const time = deserializeDateTime(due_at).toLocaleString(luxon.DateTime.TIME_SIMPLE);
        return was_due
            ? _t("%s · to be sent", sold)
            : _t("%(sold)s · due %(time)s", { sold, time });
    }

    // -- What is asked for -----------------------------------------------------------------------

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
    get isAnyAsked() {
        return this.asked.length > 0;
    }
    isAsked(row) {
        return this.quantity(row) > 0;
    }
    /** Ask for an article as advised, for one where nothing is advised; or not at all. */
    toggle(row) {
        this.state.chosen[row.product_id] = this.isAsked(row)
            ? 0
            : Math.max(row.advice_qty - row.asked, 1);
    }
    /** Ask for nothing of what is shown, or for all that is advised. */
    toggleAll() {
        const isAnyAsked = this.isAnyAsked;
        for (const row of this.rows) {
            this.state.chosen[row.product_id] = isAnyAsked
                ? 0
                : Math.max(row.advice_qty - row.asked, 0);
        }
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
        for (const { product_id } of asked) {
            this.state.chosen[product_id] = 0;
        }
        if (state === "done") {
            await this.answer.refresh();
            for (const { product_id } of asked) {
                delete this.state.chosen[product_id];
            }
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
        const { figures_at: at, choice } = this.answer.data;
        const window = windowName(choice?.window || "15d");
        return at
            ? _t("%(window)s · figures from %(age)s", {
                  window,
                  age: deserializeDateTime(at).toRelative(),
              })
            : window;
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
        return _t("sold %(sold)s · %(pace)s/day", {
            sold: this.number(row.sold),
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
    /** The numbers behind the advice, in the words of the server. */
    numbers(row) {
        const percent = (share) => `${this.number(share * 100, 0)}%`;
        const { definitions } = this.answer.data;
        const shown = {
            sold: this.number(row.sold),
            sold_before: this.number(row.sold_before),
            days_on_market: row.days_on_market ? this.number(row.days_on_market) : "–",
            received_total: this.number(row.received_total),
            sell_through: row.received_total > 0 ? percent(row.sell_through) : "–",
            cover_days: row.avg_daily > 0 ? this.number(row.cover_days, 1) : "–",
        };
        return Object.entries(shown).map(([name, value]) => ({
            name,
            value,
            label: definitions?.[name]?.string || "",
        }));
    }
    get sendLabel() {
        const { length } = this.asked;
        return length === 1 ? _t("Send 1 line") : _t("Send %s lines", length);
    }
    get piecesLabel() {
        return piecesText(this.pieces);
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
