import { reactive } from "@odoo/owl";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { IdleLock } from "@retail_pos_mobile/app/idle_lock/idle_lock";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    async setup() {
        await super.setup(...arguments);
        this.idleLock.start();
    },
    get idleLock() {
        this._idleLock ||= reactive(
            new IdleLock(`retail_idle_lock_${this.config.id}`, {
                minutes: this.config._idle_minutes,
                who: () => this.whoIsHere,
                ask: (secret) => this.askToUnlock(secret),
                isOffline: () => this.data.network.offline,
            })
        );
        return this._idleLock;
    },
    /** The cashier of a shared till, else who is signed in. */
    get whoIsHere() {
        const cashier = this.config.module_pos_hr && this.getCashier();
        return cashier
            ? { key: `employee ${cashier.id}`, name: cashier.name }
            : { key: `user ${this.user.id}`, name: this.user.name };
    },
    askToUnlock(secret) {
        const cashier = this.config.module_pos_hr && this.getCashier();
        return this.env.services.orm.silent.call("retail.till.unlock", "unlock", [
            this.config.id,
            cashier?.id || false,
            secret,
        ]);
    },
});
