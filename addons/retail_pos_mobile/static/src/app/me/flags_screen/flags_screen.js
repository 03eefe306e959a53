import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { useKeptAnswer } from "@retail_pos_mobile/app/shell/kept_answer";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
import { meTiles } from "@retail_pos_mobile/app/shell/sections";
import { formatShortDay } from "@retail_pos_mobile/app/utils/dates";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** What did not fit in the sales of this store: what was decided, and why. */
export class FlagsScreen extends Component {
    static template = "retail_pos_mobile.FlagsScreen";
    static components = { KeptPage, PageHeader };
    static props = {};
    static storeOnOrder = false;

    setup() {
        this.pos = usePos();
        this.state = useState({ opened: null });
        this.answer = useKeptAnswer("flags", () =>
            this.pos.data.call("retail.sale.flag", "read_of_till", [this.pos.config.id])
        );
    }
    /** @returns {string} where and when: "Shop/0042 · 22 Nov · Li Lei" */
    about({ sale, date, guide }) {
        return [sale, date && formatShortDay(deserializeDate(date)), guide]
            .filter(Boolean)
            .join(" · ");
    }
    /** @returns {string} that there are more than these, if so */
    get more() {
        const { count, flags } = this.answer.data;
        return count > flags.length
            ? _t("%(shown)s of %(count)s; the others are in the back end.", {
                  shown: flags.length,
                  count,
              })
            : "";
    }
    toggle({ id }) {
        this.state.opened = this.state.opened === id ? null : id;
    }
}

registry.category("pos_pages").add("FlagsScreen", {
    name: "FlagsScreen",
    component: FlagsScreen,
    route: `/pos/ui/${odoo.pos_config_id}/me/flags`,
    params: {},
});
meTiles.add(
    "flags",
    {
        label: _t("Sales to Review"),
        icon: "fa-flag-o",
        page: "FlagsScreen",
        badge: (pos) => pos.me?.data?.flags || 0,
        isVisible: (pos) => pos.config._is_manager,
    },
    { sequence: 45 }
);
