// Odoo's module comes first: it is patched here
import "@pos_hr/app/services/pos_store";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    /** @override Who took over the till without a connection: Odoo remembers it until a reload. */
    setCashier() {
        super.setCashier(...arguments);
        const employee = this.employeeBuffer?.pop();
        if (employee) {
            this.employeeBuffer = [];
            this.outbox
                .send({
                    model: "pos.session",
                    method: "_retail_take_over",
                    values: { session_id: this.session.id, employee_id: employee.id },
                    label: _t("%s took over the till", employee.name).toString(),
                })
                .catch((error) => console.warn("Nobody is told who took over", error));
        }
    },
});
