import { OrderSummary } from "@point_of_sale/app/screens/product_screen/order_summary/order_summary";
import { quantityProblem } from "@retail_pos_mobile/app/goods/quantity_message";
import { shortageText } from "@retail_pos_mobile/app/goods/shortage";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(OrderSummary.prototype, {
    /** @override No 1.5 of a shirt, no billion, and no negative number but in a return. */
    _setValue(value) {
        const line = this.currentOrder.getSelectedOrderline();
        const isQuantity = this.pos.numpadMode === "quantity" && value !== "remove" && value !== "";
        const isReturned = line?.refunded_orderline_id || line?.qty < 0;
        if (this.pos.goods && line && isQuantity && !isReturned) {
            const problem =
                quantityProblem(line.product_id, value) || this.problemOfStock(line, value);
            if (problem) {
                this.numberBuffer.reset();
                this.dialog.add(AlertDialog, { title: _t("Quantity not changed"), body: problem });
                return;
            }
        }
        return super._setValue(...arguments);
    },
    /** @returns {string} why a store that sells no more than is here refuses a quantity */
    problemOfStock(line, value) {
        const { goods } = this.pos;
        if (!goods.isStrict || !line.isFromHere) {
            return "";
        }
        const more = Number(value) - line.qty;
        const shortage = more > 0 && goods.shortageOf(line.product_id, this.currentOrder, more);
        return shortage ? shortageText(shortage) : "";
    },
});
