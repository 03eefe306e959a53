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
    /** Keep the user's figures and tasks at hand: the bar tells of a new task wherever he is. */
    startMe() {
        this.me = reactive(
            new KeptAnswer(keyOf(this, "me"), () =>
                this.data.call("retail.me.page", "read_me", [this.config.id])
            )
        );
        this.me.refresh();
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
