import { markRaw } from "@odoo/owl";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { Goods } from "@retail_pos_mobile/app/goods/goods";
import { shortageText, tellShortage } from "@retail_pos_mobile/app/goods/shortage";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    async processServerData() {
        await super.processServerData(...arguments);
        if (this.config._is_store) {
            this.goods = markRaw(new Goods(this));
            this.goods.start();
        }
    },
    /** @override The pages of goods bring their own search, always open. */
    showSearchButton() {
        return !this.goods && super.showSearchButton(...arguments);
    },
    /** Open a style: its pictures, prices, and its colours and sizes with their stock. */
    openStyle(style, page = "GoodsDetailScreen") {
        this.navigate(page, { styleId: style.id });
    },
    /** Back to the goods of the sale at hand. */
    openSellingGoods() {
        const order = this.getOrder() || this.addNewOrder();
        this.mobile_pane = "right";
        this.navigate("ProductScreen", { orderUuid: order.uuid });
    },
    /** @override What is no longer sold is refused, although this till still knows it; it may come back. */
    async addLineToOrder(vals, order, opts) {
        const variant = vals.product_id;
        const isSold = this.goods && typeof variant === "object" && !(vals.qty < 0);
        if (isSold && this.goods.isNoLongerSold(variant)) {
            this.dialog.add(AlertDialog, {
                title: _t("No longer sold"),
                body: _t(
                    "%s was archived or taken from the tills. It was not added; the rest of the sale is as it was.",
                    variant.display_name
                ),
            });
            return;
        }
        if (isSold && this.refusesBeyondStock(variant, order, vals)) {
            return;
        }
        const line = await super.addLineToOrder(...arguments);
        if (this.goods && line?.isFromHere && !opts?.isShortageTold) {
            const shortage = this.goods.shortageOf(line.product_id, order);
            if (shortage) {
                tellShortage(this, line.product_id, shortage);
            }
        }
        return line;
    },
    /** Where a store sells no more than its books show: say so, and what can be done. */
    refusesBeyondStock(variant, order, { qty = 1, fulfilment_uuid }) {
        const shortage = !fulfilment_uuid && this.goods.shortageOf(variant, order, qty);
        if (!shortage || !this.goods.isStrict) {
            return false;
        }
        this.dialog.add(AlertDialog, {
            title: this.goods.fullName(variant),
            body: _t("%s. This store sells no more than is here: see where else it lies.", [
                shortageText(shortage),
            ]),
        });
        return true;
    },
    /**
     * Put several variants into the sale at once.
     *
     * @param {Map<Object, number>} quantities by variant
     * @param {Object} [opts] `isShortageTold`: the page says already what is not here
     * @returns {Promise<number>} how many pieces were added
     */
    async addVariants(quantities, opts = {}) {
        let pieces = 0;
        for (const [variant, qty] of quantities) {
            const line = await this.addLineToCurrentOrder(
                { product_id: variant, product_tmpl_id: variant.product_tmpl_id, qty },
                opts,
                variant.needToConfigure()
            );
            pieces += line ? qty : 0;
        }
        return pieces;
    },
});
