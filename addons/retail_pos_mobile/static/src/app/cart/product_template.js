import { ProductTemplateAccounting } from "@point_of_sale/app/models/accounting/product_template_accounting";
import { patch } from "@web/core/utils/patch";

const MONEY = ["gift_card", "ewallet"];

patch(ProductTemplateAccounting.prototype, {
    /** @override A gift card is money: no member pays less for it than it is worth. */
    getPrice(pricelist, ...rest) {
        const isMoney = pricelist && this._isOfLevel(pricelist) && this._isMoney(rest[3]);
        return super.getPrice(isMoney ? false : pricelist, ...rest);
    },
    _isOfLevel(pricelist) {
        const levels = this.models["retail.member.card.type"]?.getAll() ?? [];
        return levels.some((level) => level.pricelist_id?.id === pricelist.id);
    },
    /** As the server says: what is kept in stock is goods, whatever sells it. */
    _isMoney(variant) {
        if (this.is_storable) {
            return false;
        }
        const variants = variant ? [variant] : (this.product_variant_ids ?? [this]);
        const ids = new Set(variants.map((each) => each.id));
        return (this.models["loyalty.program"]?.getAll() ?? [])
            .filter((program) => MONEY.includes(program.program_type))
            .some((program) => program.trigger_product_ids?.some((each) => ids.has(each.id)));
    },
});
