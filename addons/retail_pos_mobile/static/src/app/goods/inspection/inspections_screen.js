import { Component } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { useKeptAnswer } from "@retail_pos_mobile/app/shell/kept_answer";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { goodsTabs } from "@retail_pos_mobile/app/shell/sections";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const { DateTime } = luxon;

/** The rounds that this store makes, those that are due first, and what was found lately. */
export class InspectionsScreen extends Component {
    static template = "retail_pos_mobile.InspectionsScreen";
    static components = { KeptPage };
    static props = {};
    static storeOnOrder = false;

    setup() {
        this.pos = usePos();
        this.answer = useKeptAnswer("inspections", () =>
            this.pos.data.call("retail.inspecting", "read_inspections", [this.pos.config.id])
        );
    }
    get checklists() {
        return [...this.answer.data.checklists].sort((one, other) => other.is_due - one.is_due);
    }
    points({ points }) {
        return points.length === 1 ? _t("1 point") : _t("%s points", points.length);
    }
    last({ last }) {
        return last ? _t("last %s", deserializeDateTime(last).toRelative()) : _t("never done yet");
    }
    at({ at }) {
        return deserializeDateTime(at).toLocaleString({
            ...DateTime.DATE_SHORT,
            ...DateTime.TIME_SIMPLE,
        });
    }
    found({ findings, open }) {
        if (!findings) {
            return _t("All passed");
        }
        const found = findings === 1 ? _t("1 finding") : _t("%s findings", findings);
        return open ? found : _t("%s, solved", found);
    }
    begin({ id }) {
        this.pos.navigate("InspectionScreen", { checklistId: id });
    }
}

registry.category("pos_pages").add("InspectionsScreen", {
    name: "InspectionsScreen",
    component: InspectionsScreen,
    route: `/pos/ui/${odoo.pos_config_id}/goods/inspect`,
    params: {},
});
goodsTabs.add("inspect", { label: _t("Inspect"), page: "InspectionsScreen" }, { sequence: 50 });
