import { Component, onMounted, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
import { meTiles } from "@retail_pos_mobile/app/shell/sections";
import { formatShortDay } from "@retail_pos_mobile/app/utils/dates";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** What the user has to do; a task is done here, without a connection too. */
export class TasksScreen extends Component {
    static template = "retail_pos_mobile.TasksScreen";
    static components = { KeptPage, PageHeader };
    static props = {};
    static storeOnOrder = false;

    setup() {
        this.pos = usePos();
        this.notification = useService("notification");
        this.state = useState({ opened: null, feedback: "" });
        onMounted(() => this.pos.me.refresh());
    }
    day(date) {
        return formatShortDay(deserializeDate(date));
    }
    toggle(task) {
        const isOpen = this.state.opened === task.id;
        Object.assign(this.state, { opened: isOpen ? null : task.id, feedback: "" });
    }
    async finish(task) {
        const { feedback } = this.state;
        this.state.opened = null;
        const [employee_id, proof] = await this.pos.whoIsAtTill();
        const { state, error } = await this.pos.outbox.send({
            model: "retail.store.task",
            method: "_finish",
            values: {
                task_id: task.id,
                feedback,
                ...(employee_id && { config_id: this.pos.config.id, employee_id, proof }),
            },
            label: _t("Task done: %s", task.summary),
        });
        if (state === "refused") {
            this.notification.add(error, { type: "danger" });
        } else {
            this.notification.add(_t("Done: %s", task.summary), { type: "success" });
        }
    }
}

registry.category("pos_pages").add("TasksScreen", {
    name: "TasksScreen",
    component: TasksScreen,
    route: `/pos/ui/${odoo.pos_config_id}/me/tasks`,
    params: {},
});
meTiles.add(
    "tasks",
    {
        label: _t("Tasks"),
        icon: "fa-check-square-o",
        page: "TasksScreen",
        badge: (pos) => pos.openTasks.length,
    },
    { sequence: 30 }
);
