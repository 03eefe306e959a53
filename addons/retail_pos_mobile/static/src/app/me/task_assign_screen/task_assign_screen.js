import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { useKeptAnswer } from "@retail_pos_mobile/app/shell/kept_answer";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
import { serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** A manager says what is to be done, by whom, until when. */
export class TaskAssignScreen extends Component {
    static template = "retail_pos_mobile.TaskAssignScreen";
    static components = { KeptPage, PageHeader };
    static props = {};
    static storeOnOrder = false;
    static section = "me";

    setup() {
        this.pos = usePos();
        this.notification = useService("notification");
        this.today = serializeDate(this.pos.config.storeToday());
        this.state = useState({
            guideIds: [],
            summary: "",
            note: "",
            deadline: this.today,
            isSending: false,
        });
        this.answer = useKeptAnswer("assignees", () =>
            this.pos.data.call("retail.store.task", "read_assignees", [this.pos.config.id])
        );
    }
    get isComplete() {
        return Boolean(this.state.guideIds.length && this.state.summary.trim());
    }
    isChosen(guide) {
        return this.state.guideIds.includes(guide.id);
    }
    toggle(guide) {
        this.state.guideIds = this.isChosen(guide)
            ? this.state.guideIds.filter((id) => id !== guide.id)
            : [...this.state.guideIds, guide.id];
    }
    async handOut() {
        const { guideIds, summary, note, deadline } = this.state;
        this.state.isSending = true;
        const { state, error } = await this.pos.outbox.send({
            model: "retail.store.task",
            method: "_assign",
            values: {
                config_id: this.pos.config.id,
                guide_ids: [...guideIds],
                summary,
                note,
                deadline,
            },
            label: _t("Task: %s", summary),
        });
        this.state.isSending = false;
        if (state === "refused") {
            this.notification.add(error, { type: "danger" });
            return;
        }
        this.notification.add(
            state === "done"
                ? _t("The task is handed out.")
                : _t("The task is kept and sent later."),
            { type: "success" }
        );
        this.pos.navigate("TeamScreen");
    }
}

registry.category("pos_pages").add("TaskAssignScreen", {
    name: "TaskAssignScreen",
    component: TaskAssignScreen,
    route: `/pos/ui/${odoo.pos_config_id}/me/tasks/new`,
    params: {},
});
