import { PosData } from "@point_of_sale/app/services/data_service";
import { copies } from "@retail_pos_mobile/app/outbox/copies";
import { storage } from "@retail_pos_mobile/app/outbox/storage";
import { patch } from "@web/core/utils/patch";

// Odoo queues some writes of its own while there is no connection, in memory: here they outlive a
// reload. They are changes of fields, which may come twice.
patch(PosData.prototype, {
    get writesKey() {
        return `writes of ${this.firstDatabaseName}`;
    },
    async setup() {
        await super.setup(...arguments);
        const kept = (await copies().get(this.writesKey)) || [];
        this.network.unsyncData.unshift(...kept);
        if (kept.length && !this.network.offline) {
            this.checkConnectivity();
        }
    },
    async execute() {
        const { length } = this.network.unsyncData;
        try {
            return await super.execute(...arguments);
        } finally {
            if (this.network.unsyncData.length !== length) {
                this.keepWrites();
            }
        }
    },
    async syncData() {
        const { length } = this.network.unsyncData;
        await super.syncData(...arguments);
        if (this.network.unsyncData.length !== length) {
            this.keepWrites();
        }
    },
    async keepWrites() {
        try {
            const writes = JSON.parse(JSON.stringify(this.network.unsyncData));
            await copies().put(this.writesKey, writes);
        } catch (error) {
            storage.report(error);
        }
    },
});
