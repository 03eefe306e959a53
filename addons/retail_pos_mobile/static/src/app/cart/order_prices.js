import { markRaw, toRaw } from "@odoo/owl";
import { PosOrderAccounting } from "@point_of_sale/app/models/accounting/pos_order_accounting";
import { patch } from "@web/core/utils/patch";

/** The prices of a cart, worked out when somebody looks at them for the first time. */
class OrderPrices {
    constructor(order) {
        this.order = toRaw(order); // a change makes another of these, so nobody has to follow it
    }
    get original() {
        return (this._original ||= this.order._constructPriceData());
    }
    get unit() {
        return (this._unit ||= this.order._constructPriceData({ baseLineOpts: { quantity: 1 } }));
    }
}

let latest = null; // what was worked out first for the prices at hand

patch(PosOrderAccounting.prototype, {
    /**
     * @override Odoo works all lines out four times at each change of any field of a line, some dozens of
     * times for one article. To forget them is enough; and plain objects are read many times faster.
     */
    triggerRecomputeAllPrices() {
        if (this._prices) {
            this._prices = markRaw(new OrderPrices(this));
        }
    },
    _constructPriceData() {
        latest = null;
        try {
            return super._constructPriceData(...arguments);
        } finally {
            latest = null;
        }
    },
    /**
     * @override Odoo works out all again without the discounts: where there is none, that is the same.
     * Its log takes a copy of all that hangs on the cart: the total says enough. And a change tells of
     * itself above, so that no line has to be watched, which takes longer than to work it out.
     */
    _computeAllPrices(opts = {}) {
        const isSame = opts.baseLineOpts?.discount === undefined;
        const lines = Array.from(opts.lines || this.lines, toRaw);
        if (latest && (isSame || !lines.some((line) => line.getDiscount()))) {
            return latest;
        }
        const prices = super._computeAllPrices({ ...opts, lines });
        const toJSON = () => ({
            lines: prices.baseLines.length,
            total: prices.taxDetails.total_amount_no_rounding,
        });
        latest = markRaw(Object.defineProperty(prices, "toJSON", { value: toJSON }));
        return latest;
    },
});
