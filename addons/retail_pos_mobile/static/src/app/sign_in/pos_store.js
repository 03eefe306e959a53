import { PosStore } from "@point_of_sale/app/services/pos_store";
import { SignIns } from "@retail_pos_mobile/app/sign_in/sign_ins";
import { takeTypedPin } from "@retail_pos_mobile/app/sign_in/typed_pin";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    get signIns() {
        this._signIns ||= new SignIns(this.config.id, (employeeId, pin) =>
            this.data.silentCall("retail.till.sign.in", "sign_in", [
                this.config.id,
                employeeId,
                pin,
            ])
        );
        return this._signIns;
    },
    /** @override Who enters a PIN proves it to the server, before anything is asked in this name. */
    setCashier(employee) {
        const pin = this.config.module_pos_hr && employee && takeTypedPin(employee);
        if (pin) {
            this.signIns.signIn(employee.id, pin);
        }
        return super.setCashier(...arguments);
    },
});
