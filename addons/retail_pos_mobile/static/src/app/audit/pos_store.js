import { PosStore } from "@point_of_sale/app/services/pos_store";
import { note } from "@retail_pos_mobile/app/audit/notes";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    /** @override A cart with goods in it that is thrown away. */
    async _onBeforeDeleteOrder(order) {
        const mayDelete = await super._onBeforeDeleteOrder(...arguments);
        if (mayDelete && order.lines.length && !order.finalized) {
            note(this, "cancel", order, _t("Cart %s deleted", order.pos_reference), {
                amount: order.priceIncl,
                lines: order.lines.length,
            });
        }
        return mayDelete;
    },
});
