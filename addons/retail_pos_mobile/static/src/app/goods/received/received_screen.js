import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { ReceiveNav } from "@retail_pos_mobile/app/goods/receive_nav/receive_nav";
import { useKeptAnswer } from "@retail_pos_mobile/app/shell/kept_answer";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { formatShortDay } from "@retail_pos_mobile/app/utils/dates";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** What came into the store, the latest first: searched by number, sender and day. */
export class ReceivedScreen extends Component {
    static template = "retail_pos_mobile.ReceivedScreen";
    static components = { KeptPage, ReceiveNav };
    static props = {};
    static storeOnOrder = false;
    static section = "goods";
    static goodsTab = "receive";

    setup() {
        this.pos = usePos();
        this.notification = useService("notification");
        this.state = useState({ query: "", since: "", until: "", isLoading: false });
        this.answer = useKeptAnswer("received", () => this.ask(0));
    }
    ask(offset) {
        const { query, since, until } = this.state;
        return this.pos.data.call("retail.receiving", "read_received", [
            this.pos.config.id,
            query,
            since || null,
            until || null,
            offset,
        ]);
    }
    get receipts() {
        return this.answer.data.receipts;
    }
    get isFiltered() {
        const { query, since, until } = this.state;
        return Boolean(query || since || until);
    }
    get emptyText() {
        return this.isFiltered ? _t("Nothing was received then.") : _t("Nothing was received yet.");
    }
    search(values) {
        Object.assign(this.state, values);
        return this.answer.refresh();
    }
    async showMore() {
        this.state.isLoading = true;
        try {
            const more = await this.ask(this.receipts.length);
            this.receipts.push(...more.receipts);
            this.answer.data.has_more = more.has_more;
        } catch (error) {
            const text = errorText(error, _t("This needs a connection."));
            this.notification.add(text, { type: "danger" });
        } finally {
            this.state.isLoading = false;
        }
    }
    day({ date }) {
        return formatShortDay(deserializeDateTime(date));
    }
    pieces({ pieces }) {
        return _t("%s pcs", pieces);
    }
    amount({ amount }) {
        return this.env.utils.formatCurrency(amount);
    }
    open({ id }) {
        this.pos.navigate("ReceiptOfGoodsScreen", { pickingId: id });
    }
}

registry.category("pos_pages").add("ReceivedScreen", {
    name: "ReceivedScreen",
    component: ReceivedScreen,
    route: `/pos/ui/${odoo.pos_config_id}/goods/received`,
    params: {},
});
