import { PosStore } from "@point_of_sale/app/services/pos_store";
import { KeptAnswer, keyOf } from "@retail_pos_mobile/app/shell/kept_answer";
import { reactive } from "@odoo/owl";
import { patch } from "@web/core/utils/patch";

const REFRESH_MS = 5 * 60 * 1000;

patch(PosStore.prototype, {
    async afterProcessServerData() {
        const result = await super.afterProcessServerData(...arguments);
        if (this.config._is_store) {
            this.startMe();
        }
        return result;
    },
    /** @returns {number|false} who signed in by a PIN, where employees share the till */
    get employeeAtTill() {
        return (this.config.module_pos_hr && this.cashier?.id) || false;
    },
    /** @returns {Promise<Array>} who is at a shared till, and what proves it, for `retail.me.page` */
    async whoIsAtTill() {
        const employee = this.employeeAtTill;
        return employee ? [employee, await this.signIns.whenReady(employee)] : [];
    },
    /** @override The next one at a shared till sees his own figures. */
    setCashier() {
        const result = super.setCashier(...arguments);
        if (this.me && this.config.module_pos_hr) {
            this.keepMe();
        }
        return result;
    },
    keepMe() {
        this.me = reactive(
            new KeptAnswer(keyOf(this, "me"), async () =>
                this.data.call("retail.me.page", "read_me", [
                    this.config.id,
                    ...(await this.whoIsAtTill()),
                ])
            )
        );
        this.me.refresh();
    },
    /** Keep the figures and tasks at hand: the bar tells of a new task wherever one is. */
    startMe() {
        this.keepMe();
        setInterval(() => !this.data.network.offline && this.me.refresh(), REFRESH_MS);
        this.outbox?.bus.addEventListener("done", ({ detail }) => {
            if (detail.entry.model === "retail.store.task") {
                this.me.refresh();
            }
        });
    },
    /** @returns {Object[]} the user's tasks, without those that are done and wait to be sent */
    get openTasks() {
        const finished = (this.outbox?.waiting || [])
            .filter(({ method }) => method === "_finish")
            .map(({ values }) => values.task_id);
        return (this.me?.data?.tasks || []).filter(({ id }) => !finished.includes(id));
    },
});
