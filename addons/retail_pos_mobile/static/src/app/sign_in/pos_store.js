import { PosStore } from "@point_of_sale/app/services/pos_store";
import { KeptPins } from "@retail_pos_mobile/app/sign_in/kept_pins";
import { SignIns } from "@retail_pos_mobile/app/sign_in/sign_ins";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    get signIns() {
        const check = (employeeId, pin) =>
            this.env.services.orm.silent.call("retail.till.sign.in", "sign_in", [
                this.config.id,
                employeeId,
                pin,
            ]);
        const kept = new KeptPins(`retail_kept_pins_${this.config.id}`);
        this._signIns ||= new SignIns(this.config.id, check, kept);
        return this._signIns;
    },
    /** @returns {Promise<Object|undefined>} the employee of a badge, as the server says */
    async whoHasBadge(badge) {
        const { orm } = this.env.services;
        const answer = await orm.silent.call("retail.till.sign.in", "who_has_badge", [
            this.config.id,
            badge,
        ]);
        if (answer.error) {
            this.notification.add(answer.error, { type: "warning" });
        }
        return this.models["hr.employee"].get(answer.employee_id);
    },
});
