import { PosStore } from "@point_of_sale/app/services/pos_store";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { StartSheet } from "@retail_pos_mobile/app/components/start_sheet/start_sheet";
import { newReceiptToken } from "@retail_pos_mobile/app/utils/receipt_link";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    /** The guides who sell at this till, by name. */
    get guides() {
        const storeId = this.config.raw.store_id;
        return this.models["hr.employee.public"]
            .filter(({ raw }) => raw.is_guide && (!raw.store_id || raw.store_id === storeId))
            .sort((a, b) => a.name.localeCompare(b.name));
    },
    get lastGuideKey() {
        return `retail_last_guide_${this.config.id}`;
    },
    /** Whoever is signed in at the till, if a guide of this store. */
    get guideAtTill() {
        return this.guides.find((guide) =>
            this.config.module_pos_hr
                ? guide.id === this.cashier?.id
                : guide.raw.user_id === this.user.id
        );
    },
    /** The guide of the sale before, or whoever is at the till. */
    getLikelyGuide() {
        const lastId = Number(browser.localStorage.getItem(this.lastGuideKey));
        return this.guides.find((guide) => guide.id === lastId) || this.guideAtTill;
    },
    /** The company wants to know who served the customer, and this sale does not tell yet. */
    lacksGuide(order) {
        const { _is_store, _guide_required } = this.config;
        const isAsked = _is_store && _guide_required && this.guides.length && !order.isRefund;
        return Boolean(isAsked && !order.guide_id);
    },
    setGuide(order, guide) {
        order.guide_id = guide;
        if (guide) {
            browser.localStorage.setItem(this.lastGuideKey, guide.id);
        }
    },
    createNewOrder() {
        const order = super.createNewOrder(...arguments);
        order.receipt_token = newReceiptToken();
        if (this.config._is_store && !order.guide_id) {
            order.guide_id = this.getLikelyGuide();
        }
        return order;
    },
    /**
     * @override Without a connection, a card that the phone does not know is as good as none. Odoo then
     * counts on a local one, which the server joins with the member's; the error would keep a till
     * that is reloaded with a member on the sale from starting.
     */
    async fetchCoupons() {
        try {
            return await super.fetchCoupons(...arguments);
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                return [];
            }
            throw error;
        }
    },
    /** Fetch the points of members whom the server found, as the native list of customers does. */
    async loadLoyaltyCardsOf(members) {
        const programIds = this.models["loyalty.program"].getAllIds();
        if (members.length && programIds.length) {
            const cards = await this.fetchCoupons(
                [
                    ["partner_id", "in", members.map((member) => member.id)],
                    ["program_id", "in", programIds],
                ],
                null
            );
            this.computePartnerCouponIds(cards);
        }
    },
    /** Begin the start sheet anew, as who is at the till finds it on a new sale; the cart stays. */
    clearBasicInformation(order) {
        this.setPartnerToCurrentOrder(false);
        const guide = this.guideAtTill || this.getLikelyGuide();
        order.update({ guide_id: guide, business_date: undefined });
        order.setRemark("");
    },
    /** Show the start sheet once on a new sale, as soon as the register is open. */
    async showStartSheetIfNew(order) {
        const isNew = order?.state === "draft" && order.isEmpty() && !order.business_date;
        if (isNew && !order.isRefund && this.config.hasStartSheet()) {
            await this.openStartSheet(order);
        }
    },
    /**
     * @returns {Promise<boolean>} whether the guide confirmed the sheet
     */
    async openStartSheet(order) {
        if (this.startSheetOrder === order) {
            return false;
        }
        this.startSheetOrder = order;
        try {
            return Boolean(await makeAwaitable(this.dialog, StartSheet, { order }));
        } finally {
            this.startSheetOrder = null;
        }
    },
    /**
     * Let a sale go on to its payment only with a valid sale date, and with a guide where the company
     * demands one: the start sheet asks for what is missing.
     *
     * @returns {Promise<boolean>} whether the sale may go on
     */
    async ensureBasicInformation(order) {
        if (!this.config._is_store) {
            return true;
        }
        if (!(await this.ensureBusinessDate(order))) {
            return false;
        }
        return !this.lacksGuide(order) || this.openStartSheet(order);
    },
    /** The guide confirms the date where the till has a start sheet, elsewhere it is today. */
    async ensureBusinessDate(order) {
        if (order.hasValidBusinessDate()) {
            return true;
        }
        if (this.config.hasStartSheet() && !order.isRefund) {
            return this.openStartSheet(order);
        }
        order.business_date = this.config.storeToday();
        return true;
    },
    async pay() {
        const order = this.getOrder();
        if (order.canPay() && !(await this.ensureBasicInformation(order))) {
            return;
        }
        return super.pay(...arguments);
    },
});
