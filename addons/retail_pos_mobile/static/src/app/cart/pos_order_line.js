import { toRaw } from "@odoo/owl";
import { PosOrderline } from "@point_of_sale/app/models/pos_order_line";
import { formatCurrency } from "@web/core/currency";
import { patch } from "@web/core/utils/patch";

const MONEY = ["gift_card", "ewallet"];

// Odoo keeps what each getter of a line gave and forgets it at each change of any price, line by line.
// These only look up what the cart keeps of all prices: nothing to keep, and nothing to forget.
const LOOKED_UP = [
    ...["prices", "unitPrices", "priceIncl", "priceExcl", "priceInclNoDiscount"],
    ...["priceExclNoDiscount", "displayPrice", "displayPriceNoDiscount", "displayPriceUnit"],
    ...["displayPriceUnitExcl", "displayPriceUnitNoDiscount", "currencyDisplayPrice"],
    ...["currencyDisplayPriceUnit", "currencyDisplayPriceUnitExcl", "basePrice"],
    ...["comboTotalPrice", "comboTotalPriceWithoutTax"],
];
PosOrderline.excludedLazyGetters = [...PosOrderline.excludedLazyGetters, ...LOOKED_UP];

patch(PosOrderline.prototype, {
    /** A gift card or wallet pays a part of the sale: it takes nothing off its price. */
    get isVoucher() {
        return Boolean(
            this.is_reward_line && MONEY.includes(this.reward_id?.program_id?.program_type)
        );
    },
    /** What the line adds to the total; Odoo shows what a refund gives back without its minus. */
    get signedDisplayPrice() {
        const price = this.displayPrice;
        return this.order_id?.isRefund && this.qty < 0 && price > 0 ? -price : price;
    },
    /** @override */
    get currencyDisplayPrice() {
        const text = super.currencyDisplayPrice;
        const price = this.signedDisplayPrice;
        return text && price !== this.displayPrice ? formatCurrency(price, this.currency.id) : text;
    },
    /** @override Odoo works out a price for each line of the cart before it looks at the goods. */
    canBeMergedWith(line) {
        return this.product_id.id === line.product_id.id && super.canBeMergedWith(...arguments);
    },
    /** @override Taxes are worked out of plain records, which are read many times faster; see OrderPrices. */
    prepareBaseLineForTaxesComputationExtraValues() {
        const values = super.prepareBaseLineForTaxesComputationExtraValues(...arguments);
        for (const name of ["currency_id", "product_id", "product_uom_id"]) {
            values[name] = toRaw(values[name]);
        }
        return { ...values, tax_ids: Array.from(values.tax_ids, toRaw) };
    },
    /** Sold off this store's shelf: neither held in another store nor coming back. */
    get isFromHere() {
        return this.qty > 0 && !this.fulfilment_uuid && !this.refunded_orderline_id;
    },
    /** The price list of a member or a level made this price, and nobody changed it by hand. */
    get isPriceGranted() {
        const granted = this.order_id.pricelist_id;
        const isGoods = this.qty > 0 && !this.is_reward_line && !this.combo_parent_id;
        const isOwn = this.price_type === "original" && !this.refunded_orderline_id;
        return Boolean(
            isGoods &&
            isOwn &&
            !this.combo_line_ids.length &&
            granted &&
            granted.id !== this.config.pricelist_id?.id
        );
    },
    /** The price of a piece by the till's own price list, as `price_unit` has it. */
    get listPriceUnit() {
        if (!this.isPriceGranted) {
            return this.price_unit;
        }
        return this.product_id.product_tmpl_id.getPrice(
            this.config.pricelist_id,
            this.getQuantity(),
            this.getPriceExtra(),
            false,
            this.product_id
        );
    },
    /** What the line costs whoever has no card, before any discount, as the cart shows prices. */
    get displayListPrice() {
        if (!this.isPriceGranted) {
            return this.displayPriceNoDiscount;
        }
        const details = this.product_id.getTaxDetails({
            overridedValues: {
                price: this.listPriceUnit,
                quantity: this.getQuantity(),
                tax_ids: this.tax_ids,
            },
        });
        const { iface_tax_included } = this.config;
        return iface_tax_included === "total" ? details.total_included : details.total_excluded;
    },
    /** What the member's price takes off this line; 0 where it is no better. */
    get memberSaved() {
        const saved = this.displayListPrice - this.displayPriceNoDiscount;
        return this.isPriceGranted ? Math.max(this.currency.round(saved), 0) : 0;
    },
});
