import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

patch(OrderPaymentValidation.prototype, {
    async finalizeValidation() {
        this.pos.orderInFinish = this.order;
        try {
            return await super.finalizeValidation(...arguments);
        } finally {
            this.pos.orderInFinish = null;
        }
    },
    /**
     * @override What the server refuses is a cart again; what nobody keeps is not sold.
     *
     * An error is no refusal where the sale is booked all the same (another copy of the request got
     * through, or what came after the booking failed), or where nobody knows: the outbox finds out.
     */
    async handleValidationError(error) {
        if (error instanceof RPCError) {
            if (await this.pos.mayBeBooked(this.order, error)) {
                console.warn("The sale may be booked, the outbox looks after it", error);
                return this.afterOrderValidation(false);
            }
            await this.pos.outbox.withdraw(this.order.uuid);
        } else if (error instanceof ConnectionLostError && this.isKeptNowhere) {
            return this.undoFinish();
        }
        return super.handleValidationError(...arguments);
    },
    get isKeptNowhere() {
        return this.order.isUnsyncedPaid && !this.pos.outbox.has(this.order.uuid);
    },
    /** @returns {RPCError} so that Odoo stays on the page, as after a refusal */
    undoFinish() {
        this.order.state = "draft";
        this.pos.dialog.add(AlertDialog, {
            title: _t("The sale is not finished"),
            body: _t(
                "There is no connection, and this phone has no room to keep the sale. Free some room or find a connection, then validate again."
            ),
        });
        return new RPCError("Not kept");
    },
});
