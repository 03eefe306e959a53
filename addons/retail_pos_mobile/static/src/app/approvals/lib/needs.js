const TOLERANCE = 0.01;

/** What a hand took off a line by a discount. */
function takenOff(line) {
    return (line.price_unit * line.qty * line.getDiscount()) / 100;
}

/** What it is about; the rule limits a discount by its percentage, so that is told too. */
function nameOf(line, operation) {
    const name = line.getFullProductName();
    return operation === "discount" ? `${name} −${line.getDiscount()}%` : name;
}

function isSold(line) {
    return line.qty > 0 && !line.is_reward_line;
}

/** What a typed price differs from the rules' one. */
function priceChange(line) {
    if (line.price_type !== "manual" || !isSold(line)) {
        return 0;
    }
    const { order_id: order, product_id: product } = line;
    const price = product.getPrice(
        order.pricelist_id,
        line.qty,
        line.price_extra || 0,
        false,
        product
    );
    return Math.abs(price - line.price_unit) * line.qty * (1 - line.getDiscount() / 100);
}

/** Of goods from elsewhere the server knows whether they ever came. */
function isGoodsBack(line) {
    return (
        line.qty < 0 &&
        !line.is_reward_line &&
        !line.return_line_uuid &&
        !line.refunded_orderline_id?.fulfilment_uuid
    );
}

function daysBack(order, today) {
    const day =
        order.business_date && luxon.DateTime.fromISO(`${order.business_date}`.slice(0, 10));
    return day ? Math.max(Math.round(today.startOf("day").diff(day, "days").days), 0) : 0;
}

/**
 * What in a sale somebody has to approve, by the rules that the till has; the server works it out again,
 * and knows more, such as what goods cost.
 *
 * @param {Object} order
 * @param {Object} policy {operation: {limit, reason}} of what the user may not do alone
 * @param {DateTime} today of the store
 * @returns {{operation: string, amount: number, label: string}[]}
 */
export function needsOf(order, policy, today) {
    const lines = [...order.lines];
    const amounts = {
        price: lines.map((line) => [line, priceChange(line)]),
        discount: lines
            .filter((line) => isSold(line) && line.getDiscount() > (policy.discount?.limit || 0))
            .map((line) => [line, takenOff(line)]),
        refund: lines
            .filter((line) => isGoodsBack(line) && line.refunded_orderline_id)
            .map((line) => [line, Math.abs(line.priceIncl)]),
        receiptless: lines
            .filter((line) => isGoodsBack(line) && !line.refunded_orderline_id)
            .filter((line) => line.product_id.type !== "service")
            .map((line) => [line, Math.abs(line.priceIncl)]),
        backdate: [[null, daysBack(order, today)]],
    };
    const needs = [];
    for (const [operation, rows] of Object.entries(amounts)) {
        const amount = order.currency.round(rows.reduce((sum, [, value]) => sum + value, 0));
        const limit = operation === "discount" ? 0 : policy[operation]?.limit;
        if (policy[operation] && amount > limit) {
            const names = rows
                .filter(([line, value]) => line && value)
                .map(([line]) => nameOf(line, operation));
            needs.push({ operation, amount, label: names.slice(0, 3).join(", ") });
        }
    }
    return needs;
}

/** @returns {Object[]} those needs that nobody has approved yet, or for less */
export function stillNeeded(needs, approved = {}) {
    return needs.filter(
        ({ operation, amount }) => !((approved[operation] ?? -1) + TOLERANCE >= amount)
    );
}
