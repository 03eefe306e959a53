import { PosStore } from "@point_of_sale/app/services/pos_store";
import { maskPhone } from "@retail_pos_mobile/app/members/member_search";
import { serializeDate, serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { KeptReceipts, mergeDays } from "./kept_receipts";
import { newSaleNumber } from "./sale_number";

const { DateTime } = luxon;
const RECEIPT_MODELS = { "pos.order.line": "lines", "pos.payment": "payment_ids" };

patch(PosStore.prototype, {
    createNewOrder() {
        const order = super.createNewOrder(...arguments);
        order.sale_number = newSaleNumber();
        return order;
    },

    // Today's receipts on the phone

    get keptReceipts() {
        this._keptReceipts ||= new KeptReceipts(`retail-receipts-${odoo.info?.db}`);
        return this._keptReceipts;
    },
    /** What the phone has of today: what it kept, and what it sold and could not send yet. */
    async getTodaysReceipts() {
        const today = serializeDate(this.config.storeToday());
        let kept;
        try {
            kept = await this.keptReceipts.get(this.config.id);
        } catch {
            // A private window keeps nothing; what is in memory is still there
        }
        const sold = this.models["pos.order"].filter(
            (order) => order.finalized && order.receiptDay === today
        );
        return mergeDays(kept?.day === today ? kept : undefined, {
            day: today,
            receipts: sold
                .map((order) => receiptOf(order))
                .sort((a, b) => b.date.localeCompare(a.date)),
            data: {},
        });
    },
    /** Keep what the server says of today. */
    async refreshTodaysReceipts() {
        const day = await this.data.call("pos.order", "retail_receipts_today", [this.config.id]);
        await this.keepReceipts(day);
        return day;
    },
    async keepReceipts(day, { merge = false } = {}) {
        try {
            const { keptReceipts, config } = this;
            const kept = merge && (await keptReceipts.get(config.id));
            await keptReceipts.put(config.id, merge ? mergeDays(kept, day) : day);
        } catch (error) {
            console.warn("Today's receipts cannot be kept on this phone", error);
        }
    },
    /** @override A sale that reached the server leaves Odoo's memory with a reload; keep it here. */
    postSyncAllOrders(orders) {
        const sold = orders.filter((order) => order.finalized);
        sold.forEach((order) => this.sendKeptDeeds(order));
        if (this.config._is_store && sold.length) {
            this.keepReceipts(
                {
                    day: serializeDate(this.config.storeToday()),
                    receipts: sold.map((order) => receiptOf(order)),
                    data: rawDataOf(sold),
                },
                { merge: true }
            );
        }
        return super.postSyncAllOrders(...arguments);
    },
    /**
     * The order of a receipt: from memory, from the server, or from what the phone kept of today.
     *
     * @returns {Promise<Object|undefined>} none where it cannot be had now
     */
    async getReceiptOrder(uuid) {
        const known = this.models["pos.order"].getBy("uuid", uuid);
        if (known) {
            return known;
        }
        if (!this.data.network.offline) {
            const [order] = await this.data.loadServerOrders([["uuid", "=", uuid]]);
            return order;
        }
        return this.getKeptReceiptOrder(uuid);
    },
    /** @returns {Promise<Object|undefined>} of what the phone kept of today */
    async getKeptReceiptOrder(uuid) {
        const kept = await this.keptReceipts.get(this.config.id).catch(() => undefined);
        const data = kept && dataOfOrder(kept.data, uuid);
        const lacksGoods = data?.["pos.order.line"].some(
            ({ product_id }) => !this.models["product.product"].get(product_id)
        );
        if (!data || lacksGoods) {
            return undefined;
        }
        const [order] = this.models.loadConnectedData(data)["pos.order"];
        Object.assign(order, { config_id: this.config, session_id: this.session });
        order._dirty = false;
        return order;
    },

    // What is told of a sale

    /** Put into the outbox what only a server that has the sale can take; until then it lies with the sale. */
    sendAfterSale(order, deed) {
        if (order.isSynced || this.outbox.has(order.uuid)) {
            const kept = { ...deed, after: [order.uuid] };
            this.outbox.send(kept).catch((error) => console.warn(deed.label, error));
            return;
        }
        order.uiState.keptDeeds = [...(order.uiState.keptDeeds || []), deed];
        this.data.debouncedSynchronizeLocalDataInIndexedDB();
    },
    sendKeptDeeds(order) {
        const deeds = order.uiState.keptDeeds || [];
        order.uiState.keptDeeds = [];
        deeds.forEach((deed) => this.sendAfterSale(order, deed));
    },

    // Copies

    /** @override What is printed once more says so, and is counted on the server. */
    async printReceipt({ order = this.getOrder(), ...options } = {}) {
        const isCopy = this.config._is_store && order.finalized && order.nb_print > 0;
        if (!isCopy || options.printBillActionTriggered) {
            return super.printReceipt({ ...options, order });
        }
        const now = DateTime.now();
        order.uiState.copiedAt = now;
        try {
            // As a bill, which Odoo does not count: its count is written at once and needs a connection
            const result = await super.printReceipt({
                ...options,
                order,
                printBillActionTriggered: true,
            });
            if (result && !order.uiState.isCopyCounted) {
                this.sendAfterSale(order, {
                    model: "retail.receipt.copy",
                    method: "_retail_log_copy",
                    values: {
                        order_uuid: order.uuid,
                        printed_at: serializeDateTime(now),
                        signed_approvals: order.uiState.signedApprovals || false,
                    },
                    label: _t("Copy of receipt %s", order.receiptNumber).toString(),
                });
            }
            return result;
        } finally {
            Object.assign(order.uiState, { copiedAt: undefined, isCopyCounted: false });
        }
    },
});

/** What the list shows of a sale of this phone, as the server writes it. */
export function receiptOf(order) {
    const goods = order.lines.filter((line) => !line.is_reward_line);
    return {
        id: order.id,
        uuid: order.uuid,
        number: order.receiptNumber,
        reference: order.pos_reference,
        date: serializeDateTime(order.date_order),
        business_date: order.receiptDay,
        guide_id: order.guide_id?.id || false,
        guide: order.guide_id?.name || "",
        member: order.partner_id?.name || "",
        phone: maskPhone(order.partner_id?.phone),
        amount: order.priceIncl,
        pieces: goods.reduce((total, line) => total + line.qty, 0),
        is_return: order.isRefund || order.priceIncl < 0,
        copies: 0,
        waits: !order.isSynced,
    };
}

function rawDataOf(orders) {
    const data = { "pos.order": orders.map((order) => ({ ...order.raw })) };
    for (const [model, field] of Object.entries(RECEIPT_MODELS)) {
        data[model] = orders.flatMap((order) => order[field].map((record) => ({ ...record.raw })));
    }
    return JSON.parse(JSON.stringify(data)); // some of Odoo's values cannot be put into IndexedDB
}

function dataOfOrder(data, uuid) {
    const order = data["pos.order"]?.find((record) => record.uuid === uuid);
    if (!order) {
        return undefined;
    }
    const result = { "pos.order": [order] };
    for (const [model, field] of Object.entries(RECEIPT_MODELS)) {
        const ids = new Set(order[field]);
        result[model] = (data[model] || []).filter(({ id }) => ids.has(id));
    }
    return result;
}
