import { PosStore } from "@point_of_sale/app/services/pos_store";
import { ReturnExchange } from "@retail_pos_mobile/app/returns/return_exchange/return_exchange";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

export const EXCHANGE_FOR_NOTHING = _t(
    "Add the new goods first. A customer who wants the money instead needs a refund: withdraw the exchange and ask for one."
);

patch(PosStore.prototype, {
    /** Whether whoever is signed in takes goods back by an approved return only. */
    get needsReturnApproval() {
        const { _is_store, return_approval, _may_decide_returns } = this.config;
        return _is_store && return_approval && !_may_decide_returns;
    },

    /** The cart on this phone that an approved return was put into before. */
    exchangeOrderOf(row) {
        return this.getOpenOrders().find((order) => order.uiState.returnId === row.id);
    },
    /** Let the customer choose what to take instead; a cart that was begun is taken up again. */
    chooseExchange(row) {
        const order = this.exchangeOrderOf(row);
        if (order) {
            this.setOrder(order);
            this.navigate("ProductScreen", { orderUuid: order.uuid });
        } else {
            this.dialog.add(ReturnExchange, { row });
        }
    },
    /**
     * Put what comes back into a new order; the customer chooses other goods and one payment settles
     * both. Another size of the same style costs what the piece cost that comes back.
     *
     * @param {Object} row the approved return
     * @param {Object} swaps the product that replaces each that comes back, by product id
     * @returns {Promise<boolean>} whether the order is there
     */
    async startExchange(row, swaps = {}) {
        const back = await this.askReturns("exchange_lines", [row.id, this.config.id]);
        if (!back || !(await this.loadGoods(back.lines.map((line) => line.product_id)))) {
            return false;
        }
        const order = this.addNewOrder();
        if (back.partner_id) {
            await this.data.read("res.partner", [back.partner_id]);
            order.setPartner(this.models["res.partner"].get(back.partner_id));
        }
        for (const line of back.lines) {
            this.addExchangeLine(order, line, line.product_id, line.qty, line.return_line_uuid);
            const swap = swaps[line.product_id];
            if (swap) {
                this.addExchangeLine(order, line, swap, -line.qty);
            }
        }
        order.uiState.returnId = row.id;
        // Nobody is asked for the basic information of what is half done
        order.business_date = this.config.storeToday();
        const isComplete = back.lines.every((line) => swaps[line.product_id]);
        this.navigate(isComplete ? "PaymentScreen" : "ProductScreen", { orderUuid: order.uuid });
        return true;
    },
    addExchangeLine(order, line, productId, qty, returnLineUuid) {
        const values = {
            order_id: order,
            product_id: this.models["product.product"].get(productId),
            qty,
            price_unit: line.price_unit,
            discount: line.discount,
            price_type: "manual",
            tax_ids: line.tax_ids.map((id) => ["link", this.models["account.tax"].get(id)]),
        };
        if (returnLineUuid) {
            values.return_line_uuid = returnLineUuid;
        }
        return this.models["pos.order.line"].create(values);
    },
    /** What a gift card or wallet paid goes back to it, by a line of the exchange. */
    addCardRefill(order, { card_id, product_id, name, amount }) {
        const line = this.models["pos.order.line"].create({
            order_id: order,
            product_id: this.models["product.product"].get(product_id),
            qty: 1,
            price_unit: amount,
            price_type: "manual",
            tax_ids: [],
            refilled_card: card_id,
        });
        line.full_product_name = name;
        return line;
    },
    /** Load products that the phone does not have; tell of one that is sold no longer. */
    async loadGoods(productIds) {
        const isMissing = (id) => !this.models["product.product"].get(id);
        if (productIds.some(isMissing)) {
            await this.loadNewProducts([["product_variant_ids", "in", productIds]]);
        }
        if (productIds.some(isMissing)) {
            this.notification.add(
                _t("This product is sold no longer. Withdraw the exchange and ask for a refund."),
                { type: "danger" }
            );
            return false;
        }
        return true;
    },

    /** @override Money that an exchange leaves for the customer goes back by the way it came. */
    async pay() {
        const order = this.getOrder();
        if (order.isExchangeForNothing) {
            this.notification.add(EXCHANGE_FOR_NOTHING, { type: "warning" });
            return;
        }
        await this.preparePayback(order);
        return super.pay(...arguments);
    },
    async preparePayback(order) {
        const { returnId } = order.uiState;
        if (!returnId) {
            return;
        }
        // The goods may have changed since
        order.cardRefills.forEach((line) => line.delete());
        order.dropStalePayback();
        if (order.priceIncl >= 0 || order.payment_ids.length) {
            return;
        }
        const plan = await this.askReturns("payback_plan", [
            returnId,
            this.config.id,
            order.priceIncl,
        ]);
        const { payments = [], cards = [] } = plan || {};
        if (!(await this.loadGoods(cards.map((card) => card.product_id)))) {
            return;
        }
        cards.forEach((card) => this.addCardRefill(order, card));
        for (const { method_id, amount } of payments) {
            const { data } = order.addPaymentline(this.models["pos.payment.method"].get(method_id));
            data.setAmount(-amount);
        }
    },
});
