import { Component, onWillUnmount, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { splitVariantName } from "@retail_pos_mobile/app/goods/lib/variant_name";
import { PieceStepper } from "@retail_pos_mobile/app/goods/piece_stepper/piece_stepper";
import { useKeptAnswer } from "@retail_pos_mobile/app/shell/kept_answer";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/core/utils/numbers";

const { DateTime } = luxon;

/** What the store sold since the last cut-off and will refill, and what became of earlier lists. */
export class QuickListScreen extends Component {
    static template = "retail_pos_mobile.QuickListScreen";
    static components = { KeptPage, PageHeader, PieceStepper };
    static props = {};
    static storeOnOrder = false;
    static section = "goods";

    setup() {
        this.pos = usePos();
        this.notification = useService("notification");
        this.splitVariantName = splitVariantName;
        this.state = useState({ isSending: false });
        this.answer = useKeptAnswer("quick_list", () =>
            this.pos.data.call("retail.quick.list", "read_list", [this.pos.config.id])
        );
        this.pos.quickListPage = this;
        onWillUnmount(() => (this.pos.quickListPage = null));
    }
    /** The list that goes first: one that was due and waits, or today's. */
    get open() {
        return this.answer.data.lists[0];
    }
    get isEmpty() {
        const { data } = this.answer;
        return Boolean(data && !data.lists.length && !data.earlier.length);
    }
    get emptyText() {
        return this.answer.data?.is_on
            ? _t("Nothing was sold since the last list.")
            : _t("This store does not refill what it sells by itself. It is set on the store.");
    }
    at(moment) {
        return deserializeDateTime(moment).toLocaleString({
            ...DateTime.DATE_SHORT,
            ...DateTime.TIME_SIMPLE,
        });
    }
    get dueText() {
        const { due_at, was_due } = this.open;
        if (was_due) {
            return _t("Due since %s: look at it and send it.", this.at(due_at));
        }
        return this.answer.data.sends_itself
            ? _t("Sent by itself on %s. Sales until then are added.", this.at(due_at))
            : _t("Due on %s. Sales until then are added.", this.at(due_at));
    }
    number(value) {
        return formatFloat(value, { digits: [16, 2], trailingZeros: false });
    }
    sold({ sold }) {
        return _t("sold %s", this.number(sold));
    }
    pieces({ pieces }) {
        return pieces === 1 ? _t("1 pc") : _t("%s pcs", this.number(pieces));
    }
    /** What became of an earlier list, and when. */
    outcome({ state_name, sent_at }) {
        return sent_at ? `${state_name} · ${this.at(sent_at)}` : state_name;
    }
    picture({ product_id, image_key }) {
        return `/web/image?model=product.product&field=image_128&id=${product_id}&unique=${image_key}`;
    }
    async deliver(method, values, label) {
        const { state, error } = await this.pos.outbox.send({
            model: "retail.quick.list",
            method,
            values: { config_id: this.pos.config.id, order_id: this.open.id, ...values },
            label,
        });
        if (state === "refused") {
            this.notification.add(error, { type: "danger" });
        } else if (state !== "done") {
            const text = _t("Kept on this phone. It is sent when online.");
            this.notification.add(text, { type: "success" });
        }
        return state;
    }
    async change(row, quantity) {
        row.quantity = quantity;
        const { name } = this.open;
        const values = { product_id: row.product_id, quantity };
        if ((await this.deliver("_change_from_phone", values, name)) !== "waiting") {
            await this.answer.refresh();
        }
    }
    async send() {
        const { name } = this.open;
        this.state.isSending = true;
        try {
            if ((await this.deliver("_send_from_phone", {}, _t("Send %s", name))) === "done") {
                this.notification.add(_t("%s was sent", name), { type: "success" });
            }
            await this.answer.refresh();
        } finally {
            this.state.isSending = false;
        }
    }
}

registry.category("pos_pages").add("QuickListScreen", {
    name: "QuickListScreen",
    component: QuickListScreen,
    route: `/pos/ui/${odoo.pos_config_id}/goods/refill/sold`,
    params: {},
});
