import { PosStore } from "@point_of_sale/app/services/pos_store";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { LeaveDialog } from "@retail_pos_mobile/app/outbox/leave_dialog";
import { onlyHere, unkeptOrders } from "@retail_pos_mobile/app/shell/connection";
import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    /** Send whatever waits; resolves when all of it was tried. */
    async sendAll() {
        await this.data.checkConnectivity();
        await this.outbox.sendNow();
        if (unkeptOrders(this).length) {
            await this.syncAllOrders({ orders: unkeptOrders(this), force: true });
        }
    },
    /** @returns {Promise<boolean>} whether nothing would be left behind that only this phone has */
    async mayLeave() {
        return !onlyHere(this) || Boolean(await makeAwaitable(this.dialog, LeaveDialog));
    },
    /** @override Odoo leaves, whether its orders could be sent or not. */
    async closePos() {
        if (this.isOpenElsewhere || (await this.mayLeave())) {
            return super.closePos(...arguments);
        }
    },
    /** @override Odoo closes the register, whether its orders could be sent or not. */
    async closeSession() {
        if (await this.mayLeave()) {
            return super.closeSession(...arguments);
        }
    },
    async pushOrdersWithClosingPopup() {
        return (
            (this.isOpenElsewhere || (await this.mayLeave())) &&
            super.pushOrdersWithClosingPopup(...arguments)
        );
    },
    /** @override The till was opened in another tab, which has the same outbox: this one goes. */
    closeOtherTabs() {
        browser.addEventListener("storage", ({ key, newValue }) => {
            if (key === "message" && newValue) {
                const { message, session } = JSON.parse(newValue);
                this.isOpenElsewhere ||= message === "close_tabs" && session === this.session.id;
            }
        });
        return super.closeOtherTabs(...arguments);
    },
});
