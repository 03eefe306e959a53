import { PosStore } from "@point_of_sale/app/services/pos_store";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    /**
     * Whether a member may owe what is left of a sale, by the credit rules of the company.
     *
     * @returns {Promise<boolean>} true for any other way to pay
     */
    async mayPayLater(order, paymentMethod) {
        const amount = order.getDefaultAmountDueToPayIn(paymentMethod);
        if (paymentMethod.type !== "pay_later" || !order.partner_id || amount <= 0) {
            return true;
        }
        const reason = await this.reasonNotToPayLater(order.partner_id, amount);
        if (reason) {
            this.dialog.add(AlertDialog, { title: _t("Pay later"), body: reason });
        }
        return !reason;
    },
    async reasonNotToPayLater(partner, amount) {
        try {
            const credit = await this.data.call("res.partner", "retail_credit", [
                [partner.id],
                this.config.id,
            ]);
            if (!credit.limited || credit.left >= amount) {
                return "";
            }
            const { formatCurrency } = this.env.utils;
            return _t("%(name)s owes %(owed)s already and may owe %(left)s more.", {
                name: partner.name,
                owed: formatCurrency(credit.owed),
                left: formatCurrency(Math.max(credit.left, 0)),
            });
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            return _t(
                "Without a connection nobody knows what %s owes. Choose another way to pay.",
                [partner.name]
            );
        }
    },
});
