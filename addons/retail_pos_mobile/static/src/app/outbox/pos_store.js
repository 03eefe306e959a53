import { PosStore } from "@point_of_sale/app/services/pos_store";
import { isBooked, isRefusal } from "@retail_pos_mobile/app/outbox/kinds";
import { sendKeptSale } from "@retail_pos_mobile/app/outbox/outbox_service";
import { inTime } from "@retail_pos_mobile/app/outbox/database";
import { unsentOrders } from "@retail_pos_mobile/app/shell/connection";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { delay } from "@web/core/utils/concurrency";
import { patch } from "@web/core/utils/patch";

const PATIENCE_MS = 8000; // nobody waits longer for what is kept on the phone

// The service of the till has taken this very list already
PosStore.serviceDependencies.push("retail_outbox");

patch(PosStore.prototype, {
    async setup(env, { retail_outbox }) {
        this.outbox = retail_outbox;
        this.outbox.sendSale = (entry) => this.sendSaleOfOutbox(entry);
        await this.outbox.ready;
        try {
            await super.setup(...arguments);
        } catch (error) {
            await this.data.restartRepaired(error);
        }
        this.data.noteStart();
        env.services.retail_starting_network.end();
    },
    async processServerData() {
        const result = await super.processServerData(...arguments);
        this.dropCartsOfFinishedSales();
        return result;
    },
    /** @override A reload on the page of a sale that is done: without a connection, of what is kept. */
    async handleUrlParams() {
        try {
            return await super.handleUrlParams(...arguments);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            const order = await this.getKeptReceiptOrder(this.router.state.params.orderUuid);
            const { page, params } = this.defaultPage;
            order ? this.setOrder(order) : this.router.navigate(page, params);
        }
    },
    /**
     * @override A finished sale is on the phone's disk before it is sent, and before any page says
     * that it is done.
     */
    async syncAllOrders(options = {}) {
        await this.keepFinishedSales();
        const order = !options.orders && this.orderInFinish;
        // Alone: an older sale that the server cannot book must not undo this one
        const chosen = order ? { ...options, orders: [order] } : options;
        const sending = this.outbox.whileOdooSends(() => super.syncAllOrders(chosen));
        const result = await (order ? withPatience(sending) : sending);
        if (!this.hasSentOnce) {
            this.hasSentOnce = true;
            await this.sendWhatOdooLost();
        } else if (order) {
            this.outbox.flush(); // the older ones
        }
        return result;
    },
    /** @override What the server names as finished need not be kept any longer. */
    async postSyncAllOrders(orders) {
        await this.confirmSales(orders);
        return super.postSyncAllOrders(...arguments);
    },
    async confirmSales(orders) {
        await Promise.all(orders.filter(isBooked).map(({ uuid }) => this.outbox.confirm(uuid)));
    },

    async keepFinishedSales() {
        for (const order of unsentOrders(this)) {
            if (isBooked(order) && !this.outbox.has(order.uuid)) {
                await this.keepSale(order);
            }
        }
    },
    /** A phone that cannot keep it sends it nevertheless; offline it is then not finished. */
    async keepSale(order) {
        try {
            await this.preSyncAllOrders([order]);
            await this.outbox.keepSale({
                uuid: order.uuid,
                // Plain values, as IndexedDB takes them; Odoo still has to send its commands
                values: JSON.parse(JSON.stringify(order.serializeForORM({ keepCommands: true }))),
                context: this.getSyncAllOrdersContext([order]),
                label: _t("Sale %s", order.receiptNumber || order.pos_reference).toString(),
                amount: order.priceIncl,
                configId: this.config.id,
                after: [order.member_uuid, ...soldBefore(order)].filter(Boolean),
            });
        } catch (error) {
            console.warn("This phone cannot keep the sale", order.uuid, error);
        }
    },

    /**
     * @param {RPCError} error of the sending of a finished sale, while the customer is there
     * @returns {Promise<boolean>} whether the server has it, or may have: only what it refuses by its
     *  rules, and has not, is certainly not booked
     */
    async mayBeBooked({ uuid }, error) {
        try {
            const domain = [
                ["uuid", "=", uuid],
                ["state", "not in", ["draft", "cancel"]],
            ];
            const { silent } = this.env.services.orm;
            if (await silent.searchCount("pos.order", domain)) {
                return true;
            }
        } catch {
            return this.outbox.has(uuid);
        }
        return !isRefusal(error) && this.outbox.has(uuid);
    },

    /**
     * Odoo writes carts a moment later, order, lines and payments each by themselves: after a crash it
     * may have a cart of what was sold, or a part of it. What was kept here is whole, and what was
     * sent from here is at the server: sold once more under its key, the goods would be nowhere.
     */
    dropCartsOfFinishedSales() {
        for (const { uuid, values } of this.outbox.sales) {
            const order = this.models["pos.order"].getBy("uuid", uuid);
            if (order && !(order.finalized && isWhole(order, values))) {
                this.data.localDeleteCascade(order);
            }
        }
        for (const uuid of this.outbox.sentBefore) {
            const order = this.models["pos.order"].getBy("uuid", uuid);
            if (order && !order.finalized) {
                this.data.localDeleteCascade(order);
            }
        }
    },
    /** Before the carts of the server are read, among which there may be some of these sales. */
    async sendWhatOdooLost() {
        await this.outbox.tillStarted();
        this.outbox.flush();
        await inTime(this.outbox.run, "The server", PATIENCE_MS).catch(() => {});
    },
    /** Let Odoo send a sale that it has in memory; else send what was kept, and show it. */
    async sendSaleOfOutbox(entry) {
        const order = unsentOrders(this).find(({ uuid }) => uuid === entry.uuid);
        if (order) {
            await this.syncAllOrders({ orders: [order], force: true, throw: true });
            if (!this.outbox.has(entry.uuid)) {
                return { state: "done" };
            }
        }
        const answer = await sendKeptSale(this.env.services.orm, entry);
        if (entry.configId === this.config.id) {
            await this.showSentSale(answer.result);
        }
        return answer;
    },
    async showSentSale(answer) {
        try {
            const data = this.models.loadConnectedData(await this.data.missingRecursive(answer));
            await this.postSyncAllOrders(data["pos.order"]);
            data["pos.order"].forEach((order) => this.removePendingOrder(order));
        } catch (error) {
            console.warn("The sale is booked, but cannot be shown", error);
        }
    },
});

/** @returns {boolean} whether Odoo has all of a sale: its lines with their coupons, and its payments */
const isWhole = (order, { lines, payment_ids }) =>
    order.lines.length === lines.length &&
    order.payment_ids.length === payment_ids.length &&
    order.lines.every((line) => !line.raw.coupon_id || line.coupon_id);

/** What is kept need not be waited for: go on as without a connection; the sending goes on, too. */
function withPatience(sending) {
    sending.catch(() => {}); // the outbox tries again
    const late = () => {
        throw new ConnectionLostError("/web/dataset/call_kw/pos.order/sync_from_ui");
    };
    return Promise.race([sending, delay(PATIENCE_MS).then(late)]);
}

/** @returns {string[]} the keys of the sales from which goods come back */
function soldBefore(order) {
    return order.lines.map((line) => line.refunded_orderline_id?.order_id?.uuid);
}
