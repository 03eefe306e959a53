import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { RPCError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

/** @returns {Object[]} what the server wants approved before it takes a sale; none for other errors */
export function needsOfError(error) {
    const isAboutThis = error instanceof RPCError && /\.ApprovalNeeded$/.test(error.data?.name);
    const needs = isAboutThis ? error.data.context?.retail_approval?.needs : null;
    return Object.entries(needs || {}).map(([operation, amount]) => ({
        operation,
        amount,
        label: "",
    }));
}

patch(OrderPaymentValidation.prototype, {
    async askBeforeValidation() {
        if ((await super.askBeforeValidation()) === false) {
            return false;
        }
        return this.pos.approveOrder(this.order);
    },
    /** @override The server knows more than the phone, such as what goods cost: then it is asked for. */
    handleValidationError(error) {
        const needs = needsOfError(error);
        if (!needs.length) {
            return super.handleValidationError(...arguments);
        }
        this.order.state = "draft";
        this.approveAndValidate(needs);
        return error;
    },
    async approveAndValidate(needs) {
        if (await this.pos.approveNeeds(this.order, needs)) {
            await this.validateOrder(true);
        }
    },
});
