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
            if (action && this.hasCloudDrawer) {
                return this.openCloudDrawerToCount(order, action);
            }
            // Counting, and money put in or taken out, have their own record
            const approval = action ? {} : await this.pos.approveDeed("drawer", { order });
            if (!approval) {
                return;
            }
            if (this.hasCloudDrawer) {
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
    /** Whether the drawer hangs on a printer that the server reaches. */
    get hasCloudDrawer() {
        return Boolean(
            this.pos?.config.iface_cashdrawer && !this.printer && this.pos.ownPrinterId()
        );
    },
    /** Of a closing the server sees nothing yet, so it is asked for before; booked money opens by itself. */
    async openCloudDrawerToCount(order, why) {
        if (this.pos.session.state === "opening_control") {
            await this.openCloudDrawer(order, { details: { why: `${why}` } });
        }
    },
    /** The server opens it, and tells the trail. */
    async openCloudDrawer(order, more) {
        const values = {
            ...more,
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
