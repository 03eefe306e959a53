import { HardwareProxy } from "@point_of_sale/app/services/hardware_proxy_service";
import { note } from "@retail_pos_mobile/app/audit/notes";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(HardwareProxy.prototype, {
    /** @override A drawer that is opened without a sale being paid. */
    async openCashbox(action = false) {
        if (this.pos?.config.iface_cashdrawer && !this.pos.orderInFinish) {
            const order = this.pos.getOrder?.();
            // Counting, and money put in or taken out, have their own record
            const approval = action ? {} : await this.pos.approveDeed("drawer", { order });
            if (!approval) {
                return;
            }
            note(
                this.pos,
                "drawer",
                order,
                _t("Drawer opened"),
                action ? { why: `${action}` } : {},
                approval
            );
        }
        return super.openCashbox(...arguments);
    },
});
