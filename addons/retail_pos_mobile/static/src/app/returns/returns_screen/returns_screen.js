import { Component, onMounted, useEffect, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { STATE_CLASSES, STATES, TYPES } from "@retail_pos_mobile/app/returns/labels";
import { ReturnDetail } from "@retail_pos_mobile/app/returns/return_detail/return_detail";
import { useOnline } from "@retail_pos_mobile/app/shell/online_hook";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
import { answered } from "@retail_pos_mobile/app/utils/answered";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { SIZES } from "@web/core/ui/ui_service";
import { useService } from "@web/core/utils/hooks";

/** The returns of the store: asked, approved, done. Beside the list the one that is chosen, if there is room. */
export class ReturnsScreen extends Component {
    static template = "retail_pos_mobile.ReturnsScreen";
    static components = { PageHeader, ReturnDetail };
    static props = {};
    static storeOnOrder = false;

    setup() {
        this.pos = usePos();
        this.ui = useService("ui");
        this.state = useState({
            tab: this.firstTab,
            isLoading: false,
            failure: "",
            chosenId: null,
        });
        Object.assign(this, { TYPES, STATES, STATE_CLASSES });
        onMounted(() => this.load());
        useOnline(() => this.load());
        useEffect(
            (stamp) => {
                if (stamp && stamp > (this.list?.loadedAt || Infinity)) {
                    this.load();
                }
            },
            () => [this.pos.returns.stamp]
        );
    }
    /** Managers decide, guides pay out what was decided. */
    get firstTab() {
        const { asked, approved } = this.pos.returns.counts;
        return !this.pos.config._may_decide_returns && approved && !asked ? "approved" : "asked";
    }
    get tabs() {
        const { asked, approved } = this.pos.returns.counts;
        return [
            { id: "asked", label: STATES.asked, count: asked },
            { id: "approved", label: STATES.approved, count: approved },
            { id: "done", label: STATES.done, count: 0 },
        ];
    }
    get list() {
        return this.pos.returns.lists[this.state.tab];
    }
    /** Applications that still lie on this phone. */
    get kept() {
        return this.pos.outbox.entries.filter(({ model }) => model === "retail.return");
    }
    /** Whether there is room for the list and one return beside it; the till calls tablets small. */
    get isWide() {
        return this.ui.size >= SIZES.MD;
    }
    get chosen() {
        const rows = this.list?.rows || [];
        return this.isWide && (rows.find(({ id }) => id === this.state.chosenId) || rows[0]);
    }
    /** What to tell of a list that could not be loaded anew. */
    get age() {
        const { failure } = this.state;
        if (!failure || !this.list) {
            return "";
        }
        const age = luxon.DateTime.fromMillis(this.list.loadedAt).toRelative();
        const { offline } = this.pos.data.network;
        return _t("%(why)s · as of %(age)s", { why: offline ? _t("Offline") : failure, age });
    }
    money(amount) {
        return this.env.utils.formatCurrency(amount);
    }
    day(text) {
        return text && deserializeDateTime(text).toLocaleString({ day: "numeric", month: "short" });
    }
    goods(row) {
        return row.lines.map(({ name, qty }) => (qty === 1 ? name : `${name} × ${qty}`)).join(", ");
    }
    async choose(tab) {
        Object.assign(this.state, { tab, chosenId: null });
        await this.load();
    }
    async load(offset = 0) {
        const { tab } = this.state;
        this.state.isLoading = true;
        const page = await this.read(tab, offset);
        this.state.isLoading = false;
        if (page) {
            const before = offset ? this.pos.returns.lists[tab].rows : [];
            const rows = [...before, ...page.rows];
            this.pos.returns.counts = page.counts;
            this.pos.returns.lists[tab] = { ...page, rows, loadedAt: Date.now() };
            const byId = Object.fromEntries(rows.map((row) => [row.id, row]));
            this.pos.returns.rows = { ...this.pos.returns.rows, ...byId };
        }
    }
    /** The page itself tells what went wrong, for as long as it holds. */
    async read(tab, offset) {
        try {
            const args = [this.pos.config.id, tab, offset];
            const { orm } = this.env.services;
            const page = await answered(orm.silent.call("retail.return", "phone_list", args));
            this.state.failure = "";
            return page;
        } catch (error) {
            this.state.failure = errorText(error);
        }
    }
    open(row) {
        if (this.isWide) {
            this.state.chosenId = row.id;
        } else {
            this.pos.navigate("ReturnScreen", { returnId: row.id });
        }
    }
    apply() {
        this.pos.navigate("ReturnApplicationScreen");
    }
}

registry.category("pos_pages").add("ReturnsScreen", {
    name: "ReturnsScreen",
    component: ReturnsScreen,
    route: `/pos/ui/${odoo.pos_config_id}/me/returns`,
    params: {},
});
registry.category("retail_me_tiles").add(
    "returns",
    {
        label: _t("Returns"),
        icon: "fa-undo",
        page: "ReturnsScreen",
        params: {},
        badge: (pos) => pos.waitingReturns,
        isVisible: (pos) => Boolean(pos.config._is_store),
    },
    { sequence: 20 }
);
