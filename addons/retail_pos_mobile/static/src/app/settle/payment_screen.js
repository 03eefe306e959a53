import { PaymentScreen } from "@point_of_sale/app/screens/payment_screen/payment_screen";
import { patch } from "@web/core/utils/patch";
import { suggestCash } from "./cash_notes";
import { SettleCheck } from "./settle_check";
import { takesVouchers, VoucherDialog } from "./voucher_dialog";

Object.assign(PaymentScreen.components, { SettleCheck });

patch(PaymentScreen.prototype, {
    get isStore() {
        return Boolean(this.pos.config._is_store);
    },
    get isStorePhone() {
        return this.isStore && this.ui.isSmall;
    },
    get takesVouchers() {
        return this.isStore && !this.isRefundOrder && takesVouchers(this.pos);
    },
    get cashLine() {
        return this.paymentLines.find((line) => line.payment_method_id.is_cash_count);
    },
    /** What the customer may hand over, for the part of the sale that is paid in cash. */
    get cashSuggestions() {
        const { cashLine, currentOrder } = this;
        if (!this.isStore || !cashLine || this.isRefundOrder) {
            return [];
        }
        const others = currentOrder.amountPaid - cashLine.getAmount();
        const due = this.pos.currency.round(currentOrder.totalDue - others);
        const { rounding_method, hasCashRounding } = this.pos.config;
        const inCash = hasCashRounding ? rounding_method.round(due) : due;
        return suggestCash(inCash, this.pos.currency.name);
    },
    giveCash(amount) {
        this.currentOrder.selectPaymentline(this.cashLine);
        this.updateSelectedPaymentline(amount);
        this.numberBuffer.reset();
    },
    openVoucher() {
        this.dialog.add(VoucherDialog, { order: this.currentOrder });
    },
    /** @override The code to pay by is on the screen with the tap that chose it, and one who owes may. */
    async addNewPaymentLine(paymentMethod) {
        if (this.isStore && !(await this.pos.mayPayLater(this.currentOrder, paymentMethod))) {
            return false;
        }
        const isAdded = await super.addNewPaymentLine(...arguments);
        const isCode = paymentMethod.payment_method_type === "qr_code";
        if (isAdded && isCode && this.isStore && !this.isRefundOrder) {
            await this.sendPaymentRequest(this.selectedPaymentLine);
        }
        return isAdded;
    },
});
