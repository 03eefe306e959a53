import { PosStore } from "@point_of_sale/app/services/pos_store";
import { quantityProblem } from "@retail_pos_mobile/app/goods/quantity_message";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    /** @override A shirt is not weighed, whatever a code says, and nobody buys a thousand million. */
    async addLineToOrder(vals, order, opts) {
        const { product_id: variant, qty } = vals;
        const asked = opts?.code?.type === "weight" ? opts.code.value : qty;
        const isSold = this.goods && typeof variant === "object" && !(asked < 0);
        const problem = isSold && asked !== undefined && quantityProblem(variant, asked);
        if (problem) {
            this.dialog.add(AlertDialog, { title: _t("Not added"), body: problem });
            return;
        }
        return super.addLineToOrder(...arguments);
    },
});
