import { PosStore } from "@point_of_sale/app/services/pos_store";
import { ElsewhereDesk } from "@retail_pos_mobile/app/elsewhere/elsewhere_desk";
import { holds } from "@retail_pos_mobile/app/elsewhere/holds";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    async afterProcessServerData() {
        const result = await super.afterProcessServerData(...arguments);
        this.setupElsewhere();
        return result;
    },
    setupElsewhere() {
        this.elsewhere = new ElsewhereDesk(
            (model, method, args) => this.env.services.orm.silent.call(model, method, args),
            this.outbox,
            this.config.id
        );
        holds.release = (uuid) => this.elsewhere.release(uuid);
        if (this.config._is_store) {
            this.data.connectWebSocket("RETAIL_FULFILMENT", () => this.elsewhere.refresh());
            this.elsewhere.refresh();
        }
    },
    /**
     * Put goods that are held elsewhere into the cart.
     *
     * @param {Object} hold as `ElsewhereDesk.reserve` returns it
     */
    async addHeldLine({ product, quantity, kind, hold }) {
        const note =
            kind === "ship"
                ? _t("Shipped from %s", hold.source)
                : _t("To be picked up here, comes from %s", hold.source);
        const line = await this.addLineToCurrentOrder(
            {
                product_tmpl_id: product.product_tmpl_id,
                product_id: product,
                qty: quantity,
                fulfilment_uuid: hold.uuid,
                customer_note: note,
            },
            {},
            false
        );
        if (!line) {
            await this.elsewhere.release(hold.uuid);
        }
        return line;
    },
    async _onBeforeDeleteOrder(order) {
        const goesOn = await super._onBeforeDeleteOrder(...arguments);
        if (goesOn && order.state === "draft") {
            for (const line of order.fulfilmentLines) {
                holds.release(line.fulfilment_uuid);
            }
        }
        return goesOn;
    },
    /**
     * Load the refund that the server prepared, and go where its money is paid out. The sale comes
     * with it: a refund line without the line that it refunds would be a mere negative sale.
     */
    async openPreparedRefund({ order_id, sale_id }) {
        await this.data.loadServerOrders([["id", "=", sale_id]]);
        const [order] = await this.data.loadServerOrders([["id", "=", order_id]]);
        this.setOrder(order);
        this.navigate("PaymentScreen", { orderUuid: order.uuid });
    },
});
