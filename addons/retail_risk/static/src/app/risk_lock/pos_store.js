import { reactive } from "@odoo/owl";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { RiskLock } from "@retail_risk/app/risk_lock/risk_lock";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    async setup() {
        await super.setup(...arguments);
        if (!this.data.network.offline) {
            this.riskLock.take(this.config._risk_lock);
        }
    },
    get riskLock() {
        this._riskLock ||= reactive(new RiskLock(`retail_risk_lock_${this.config.id}`));
        return this._riskLock;
    },
    async takePulse({ risk_lock: lock }) {
        this.riskLock.take(lock);
        return super.takePulse(...arguments);
    },
});
