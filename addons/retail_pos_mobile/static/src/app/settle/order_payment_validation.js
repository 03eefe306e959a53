import { ask } from "@point_of_sale/app/utils/make_awaitable_dialog";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { isUnlikelyCash } from "./cash_notes";
import { problemsOf } from "./sale_problems";

patch(OrderPaymentValidation.prototype, {
    async isOrderValid(isForceValidate) {
        if (this.order.finalized) {
            this.leaveFinished();
            return false;
        }
        if (!this.pos.config._is_store) {
            return super.isOrderValid(...arguments);
        }
        const stop = this.getReasonToStop() || (await this.getReasonNotToOwe());
        if (stop) {
            this.pos.dialog.add(AlertDialog, { title: _t("Please check the sale"), body: stop });
            return false;
        }
        if (!isForceValidate && this.isCashUnlikely() && !(await this.confirmCash())) {
            return false;
        }
        return super.isOrderValid(isForceValidate || this.isCashUnlikely());
    },
    /** Another phone of this till was quicker: money must not change hands a second time. */
    leaveFinished() {
        this.pos.dialog.add(AlertDialog, {
            title: _t("Finished on another phone"),
            body: _t("%s was settled there already. Take and give no money for it here.", [
                this.order.pos_reference,
            ]),
        });
        this.pos.orderDone(this.order);
    },
    /** @returns {string} why the sale cannot be finished as it stands, "" if it can */
    getReasonToStop() {
        const { order } = this;
        const problem = problemsOf(order, this.pos.goods).find(({ blocks }) => blocks);
        if (problem) {
            return problem.text;
        }
        const byOtherMeans = this.amountPaidBy((line) => !line.payment_method_id.is_cash_count);
        const surplus = order.currency.round(byOtherMeans - order.totalDue);
        if (order.totalDue > 0 && surplus > 0) {
            return _t("%s more than is due would be taken. Only cash is given back.", [
                this.pos.env.utils.formatCurrency(surplus),
            ]);
        }
        return "";
    },
    /** Asked for the tile already, but the member may have been chosen after it. */
    async getReasonNotToOwe() {
        const owed = this.amountPaidBy((line) => line.payment_method_id.type === "pay_later");
        const partner = this.order.partner_id;
        return owed > 0 && partner ? this.pos.reasonNotToPayLater(partner, owed) : "";
    },
    amountPaidBy(isMeant) {
        return this.paymentLines
            .filter((line) => line.isDone() && isMeant(line))
            .reduce((total, line) => total + line.getAmount(), 0);
    },
    isCashUnlikely() {
        const { order } = this;
        return isUnlikelyCash(order.totalDue, order.amountPaid, order.currency.name);
    },
    confirmCash() {
        const { formatCurrency } = this.pos.env.utils;
        return ask(this.pos.dialog, {
            title: _t("So much cash?"),
            body: _t("%(paid)s for %(due)s: you would give back %(change)s.", {
                paid: formatCurrency(this.order.amountPaid),
                due: formatCurrency(this.order.totalDue),
                change: formatCurrency(this.order.change),
            }),
            confirmLabel: _t("It is right"),
        });
    },
});
