import { PosStore } from "@point_of_sale/app/services/pos_store";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { uuidv4 } from "@point_of_sale/utils";
import { ApprovalSheet } from "@retail_pos_mobile/app/approvals/approval_sheet/approval_sheet";
import { needsOf, stillNeeded } from "@retail_pos_mobile/app/approvals/lib/needs";
import { ManagerKey } from "@retail_pos_mobile/app/approvals/lib/manager_key";
import { EventBus } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";

const MODEL = "retail.approval";

patch(PosStore.prototype, {
    async setup() {
        this.approvalBus = new EventBus();
        return super.setup(...arguments);
    },
    async afterProcessServerData() {
        const result = await super.afterProcessServerData(...arguments);
        if (this.config._is_store) {
            this.refreshApprovalData();
            this.data.connectWebSocket("RETAIL_APPROVAL", (payload) => {
                this.approvalBus.trigger("change", payload);
                if (this.config._may_approve) {
                    this.me?.refresh();
                }
            });
        }
        return result;
    },
    /** Odoo loads a till's data once a session; a manager's new phone, or rule, counts with the next start. */
    async refreshApprovalData() {
        const key = `retail_approval_data_${this.config.id}_${this.user.id}`;
        try {
            const data = await this.askApprovals("read_till_data", []);
            browser.localStorage.setItem(key, JSON.stringify(data));
            this.freshApprovals = data;
        } catch {
            // Offline: what was learned last
            this.freshApprovals = JSON.parse(browser.localStorage.getItem(key) || "null");
        }
    },
    /** @returns {Object} what the user may not do alone here: {operation: {limit, reason}} */
    get approvalPolicy() {
        return (this.config._is_store && this.approvalData._approval_policy) || {};
    },
    get approvalData() {
        return this.freshApprovals || this.config;
    },
    get managerKey() {
        const name = `retail-approval-key-${odoo.info?.db}`;
        const device = `${navigator.platform || "Phone"} · ${this.config.name}`;
        this._managerKey ||= new ManagerKey(name, (publicKey) =>
            this.env.services.orm.silent.call("retail.approval.key", "register", [
                publicKey,
                device,
            ])
        );
        return this._managerKey;
    },
    /** Ask the server about approvals, without the till's own error dialogs. */
    askApprovals(method, args) {
        return this.env.services.orm.silent.call(MODEL, method, [this.config.id, ...args]);
    },
    needsOfOrder(order) {
        const { approvalPolicy, config } = this;
        const needs = needsOf(order, approvalPolicy, config.storeToday());
        return stillNeeded(needs, order.uiState.approved);
    },
    /** @returns {Promise<boolean>} whether all that this sale needs is approved now */
    async approveOrder(order) {
        const needs = this.needsOfOrder(order);
        return !needs.length || this.approveNeeds(order, needs);
    },
    /** Ask for what a sale needs, and let the sale carry what came of it. */
    async approveNeeds(order, needs) {
        const answer = await this.openApprovalSheet({
            key: order.uuid,
            reference: order.pos_reference,
            guideId: order.guide_id?.id || false,
            needs,
        });
        if (!answer) {
            return false;
        }
        const amounts = needs.map(({ operation, amount }) => [operation, amount]);
        order.uiState.approved = { ...order.uiState.approved, ...Object.fromEntries(amounts) };
        if (answer.signed && order.finalized) {
            order.uiState.signedApprovals = answer.signed; // goes with the deed; the sale is over
        } else if (answer.signed) {
            order.signed_approvals = [order.signed_approvals, answer.signed]
                .filter(Boolean)
                .join(" ");
        }
        return true;
    },
    /**
     * Let somebody approve a deed that is no sale.
     *
     * @returns {Promise<Object|null>} what its note to the server carries, null if nobody did
     */
    async approveDeed(operation, { label = "", order } = {}) {
        if (!this.approvalPolicy[operation]) {
            return {};
        }
        const key = uuidv4();
        const answer = await this.openApprovalSheet({
            key,
            reference: order?.pos_reference,
            guideId: order?.guide_id?.id || false,
            needs: [{ operation, amount: 0, label }],
        });
        return answer ? { approval_key: key, signed_approvals: answer.signed || false } : null;
    },
    /** @returns {Promise<Object|undefined>} `{ signed }` or `{}` once it is approved */
    openApprovalSheet(asked) {
        return makeAwaitable(this.dialog, ApprovalSheet, { asked });
    },

    // What needs one

    /** @override What a manager has to approve is asked before money is taken. */
    async pay() {
        const order = this.getOrder();
        if (order?.canPay() && !(await this.approveOrder(order))) {
            return;
        }
        return super.pay(...arguments);
    },
    /** @override Who may ask for a price may type one. */
    cashierHasPriceControlRights() {
        return super.cashierHasPriceControlRights() || Boolean(this.approvalPolicy.price);
    },
    /** Money was taken for this cart, or it was printed: its lines do not go unseen. */
    isTouchy(order) {
        const isPaid = order?.payment_ids?.some((line) => line.isDone() && line.getAmount());
        return Boolean(order && !order.finalized && (isPaid || order.nb_print));
    },
    async approveVoid(order, lines) {
        if (!this.approvalPolicy.void || !this.isTouchy(order)) {
            return true;
        }
        const amount = order.currency.round(lines.reduce((sum, line) => sum + line.priceIncl, 0));
        const label = lines
            .slice(0, 3)
            .map((line) => line.getFullProductName())
            .join(", ");
        const isMore = amount > this.approvalPolicy.void.limit;
        return !isMore || this.approveNeeds(order, [{ operation: "void", amount, label }]);
    },
    /** @override A cart for which money was taken is not thrown away alone. */
    async _onBeforeDeleteOrder(order) {
        return (
            (await this.approveVoid(order, [...order.lines])) &&
            super._onBeforeDeleteOrder(...arguments)
        );
    },
    /** @override One copy too many. */
    async printReceipt({ order = this.getOrder() } = {}) {
        const rule = this.approvalPolicy.reprint;
        const copies = (order.uiState.copies || 0) + 1;
        const isCopy = order.finalized && order.nb_print > 0;
        if (rule && isCopy && copies > rule.limit) {
            const label = order.receiptNumber;
            const needs = [{ operation: "reprint", amount: copies, label }];
            if (!(await this.approveNeeds(order, needs))) {
                return false;
            }
        }
        const result = await super.printReceipt(...arguments);
        if (result && isCopy) {
            order.uiState.copies = copies;
        }
        return result;
    },
});
