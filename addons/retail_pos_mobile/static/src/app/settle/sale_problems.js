import { isCounted } from "@retail_pos_mobile/app/goods/quantity_message";
import { shortageText } from "@retail_pos_mobile/app/goods/shortage";
import { _t } from "@web/core/l10n/translation";

const MAX_PIECES = 100_000; // of one line, as on the server

/** Goods that are sold, not what a promotion gives, a card pays or a customer brings back. */
function isGoods(line) {
    return line.qty > 0 && !line.is_reward_line && !line.refunded_orderline_id;
}

/** Whether a line brings less than its goods cost; gifts of promotions do not count. */
export function isBelowCost(line) {
    const cost = line.product_id?.standard_price || 0;
    const isSale = line.qty > 0 && !line.is_reward_line && !line.refunded_orderline_id;
    return Boolean(cost && isSale && line.currency.round(line.priceExcl - cost * line.qty) < 0);
}

/**
 * What a guide should see before the customer pays.
 *
 * @param {Object} order
 * @param {Object} [goods] the stock that this phone knows; see `Goods`
 * @returns {{text: string, blocks: boolean}[]}
 */
export function problemsOf(order, goods) {
    const problems = (goods?.shortagesOf(order) || []).map(({ variant, ...shortage }) => ({
        text: `${goods.fullName(variant)}: ${shortageText(shortage)}`,
        blocks: goods.isStrict,
    }));
    for (const line of order.lines) {
        const name = line.getFullProductName();
        if (Math.abs(line.qty) > MAX_PIECES) {
            problems.push({
                text: _t("%(name)s: nobody sells %(count)s pieces at once.", {
                    name,
                    count: line.qty.toLocaleString(),
                }),
                blocks: true,
            });
        } else if (!(line.getDiscount() >= 0 && line.getDiscount() <= 100)) {
            problems.push({
                text: _t("%s: a discount lies between 0 % and 100 %.", name),
                blocks: true,
            });
        } else if (isGoods(line) && isCounted(line.product_id) && !Number.isInteger(line.qty)) {
            problems.push({ text: _t("%s is sold in whole pieces.", name), blocks: true });
        } else if (isGoods(line) && line.price_unit < 0) {
            problems.push({ text: _t("%s: a price cannot be negative.", name), blocks: true });
        } else if (isGoods(line) && !line.price_unit && line.product_id.lst_price) {
            problems.push({ text: _t("%s: given away for nothing", name), blocks: false });
        } else if (isBelowCost(line)) {
            problems.push({ text: _t("%s: sold below cost", name), blocks: false });
        }
    }
    return problems;
}
