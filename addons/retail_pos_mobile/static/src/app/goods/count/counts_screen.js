import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { useKeptAnswer } from "@retail_pos_mobile/app/shell/kept_answer";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { goodsTabs } from "@retail_pos_mobile/app/shell/sections";
import { piecesText } from "@retail_pos_mobile/app/utils/pieces";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

export const COUNT_STATES = {
    counting: _t("Counting"),
    review: _t("To approve"),
    approved: _t("Approved"),
};

/** The open stocktakes of the store. */
export class CountsScreen extends Component {
    static template = "retail_pos_mobile.CountsScreen";
    static components = { KeptPage };
    static props = {};
    static storeOnOrder = false;

    setup() {
        this.pos = usePos();
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.state = useState({ isStarting: false });
        this.answer = useKeptAnswer("counts", () =>
            this.pos.data.call("retail.counting", "read_counts", [this.pos.config.id])
        );
    }
    stateOf({ state }) {
        return COUNT_STATES[state];
    }
    pieces({ pieces }) {
        return piecesText(pieces);
    }
    open({ id }) {
        this.pos.navigate("CountScreen", { countId: id });
    }
    askToStart() {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Count the whole store?"),
            body: _t("Sales go on meanwhile. Goods that nobody counts are missing afterwards."),
            confirmLabel: _t("Start counting"),
            confirm: () => this.start("all"),
            cancel: () => {},
        });
    }
    askForSpot() {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Check some goods?"),
            body: _t("Only what you scan is compared with the books; all else stays as it is."),
            confirmLabel: _t("Start counting"),
            confirm: () => this.start("spot"),
            cancel: () => {},
        });
    }
    async start(kind) {
        this.state.isStarting = true;
        try {
            const id = await this.pos.data.call("retail.counting", "start_count", [
                this.pos.config.id,
                kind,
            ]);
            this.open({ id });
        } catch (error) {
            const text = errorText(error, _t("Starting needs a connection."));
            this.notification.add(text, { type: "danger" });
        } finally {
            this.state.isStarting = false;
        }
    }
}

registry.category("pos_pages").add("CountsScreen", {
    name: "CountsScreen",
    component: CountsScreen,
    route: `/pos/ui/${odoo.pos_config_id}/goods/count`,
    params: {},
});
goodsTabs.add("count", { label: _t("Count"), page: "CountsScreen" }, { sequence: 40 });
