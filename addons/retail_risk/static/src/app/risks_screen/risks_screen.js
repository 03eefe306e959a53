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

/** The open risk alerts of this store, each with its evidence, closed with a verdict. */
export class RisksScreen extends Component {
    static template = "retail_risk.RisksScreen";
    static components = { KeptPage, PageHeader };
    static props = {};
    static storeOnOrder = false;

    setup() {
        this.pos = usePos();
        this.state = useState({ opened: null, reason: "", error: "", isBusy: false });
        this.answer = useKeptAnswer("risks", () =>
            this.pos.data.call("retail.risk.alert", "read_of_till", [this.pos.config.id])
        );
        this.verdicts = [
            { key: "true", label: _t("True") },
            { key: "false", label: _t("False Alarm") },
            { key: "unclear", label: _t("Unclear") },
        ];
    }
    /** @returns {string} whom and when: "22 Nov · Li Lei · Till 1" */
    about({ day, guide, till, member }) {
        return [formatShortDay(deserializeDate(day)), guide, till, member]
            .filter(Boolean)
            .join(" · ");
    }
    toggle({ id }) {
        const opened = this.state.opened === id ? null : id;
        Object.assign(this.state, { opened, reason: "", error: "" });
    }
    async close(alert, verdict) {
        if (!this.state.reason.trim()) {
            this.state.error = _t("Say why.");
            return;
        }
        Object.assign(this.state, { isBusy: true, error: "" });
        try {
            const { silent } = this.env.services.orm;
            const args = [this.pos.config.id, alert.id, verdict, this.state.reason];
            const left = await silent.call("retail.risk.alert", "close_on_phone", args);
            Object.assign(this.answer.data, left);
            if (this.pos.me?.data) {
                this.pos.me.data.risks = left.count;
            }
            Object.assign(this.state, { opened: null, reason: "" });
        } catch (error) {
            this.state.error = error.data?.message || _t("There is no connection.");
        }
        this.state.isBusy = false;
    }
}

registry.category("pos_pages").add("RisksScreen", {
    name: "RisksScreen",
    component: RisksScreen,
    route: `/pos/ui/${odoo.pos_config_id}/me/risks`,
    params: {},
});
meTiles.add(
    "risks",
    {
        label: _t("Risk Alerts"),
        icon: "fa-shield",
        page: "RisksScreen",
        badge: (pos) => pos.me?.data?.risks || 0,
        isVisible: (pos) => pos.config._is_manager,
    },
    { sequence: 46 }
);
