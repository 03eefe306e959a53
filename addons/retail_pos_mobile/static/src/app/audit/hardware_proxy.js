import { HardwareProxy } from "@point_of_sale/app/services/hardware_proxy_service";
import { note } from "@retail_pos_mobile/app/audit/notes";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { uuidv4 } from "@point_of_sale/utils";
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
            if (!action && !this.printer && this.pos.ownPrinterId()) {
                return this.openCloudDrawer(order, approval);
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
    /** The drawer hangs on a printer that the server reaches: it opens it, and tells the trail. */
    async openCloudDrawer(order, approval) {
        const values = {
            ...approval,
            at: Date.now(),
            session_id: this.pos.session.id,
            order_uuid: order?.uuid,
            reference: order?.pos_reference,
            guide_id: order?.guide_id?.id || false,
        };
        try {
            await this.pos.data.call("retail.print.job", "open_drawer", [uuidv4(), values]);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.pos.notification.add(_t("This drawer opens with a connection only."), {
                type: "warning",
            });
        }
    },
});
