const MODELS = ["loyalty.program", "loyalty.rule", "loyalty.reward"];

/** @returns {number[]} the products of promotions that the till has */
export function promotionProducts({ models }) {
    const products = models["loyalty.reward"].map(({ raw }) => [
        raw.discount_line_product_id,
        raw.reward_product_id,
        ...(raw.reward_product_ids || []),
    ]);
    const triggers = models["loyalty.program"].map(({ raw }) => raw.trigger_product_ids || []);
    const ids = new Set([...products, ...triggers].flat());
    return [...ids].filter((id) => id && models["product.product"].get(id));
}

/**
 * Let the till's records follow what changed of the promotions: those that are gone go, in memory and on
 * the disk, the others come as at a start.
 *
 * @param {Object} pos
 * @param {Object} told what `pos.config.retail_promotions` says
 * @returns {Promise} resolves when it is on the disk
 */
export async function applyPromotions(pos, { ids, records, special }) {
    const { models, data } = pos;
    for (const model of MODELS) {
        const kept = new Set(ids[model]);
        const lost = models[model].filter(({ id }) => !kept.has(id));
        data.indexedDB.delete(
            model,
            lost.map(({ id }) => id)
        );
        lost.forEach((record) => record.delete({ silent: true }));
    }
    const fresh = special.length
        ? { "pos.config": [withSpecial(pos.config.raw, special)], ...records }
        : records;
    models.connectNewData(fresh);
    // As Odoo does at a start
    const products = models["product.product"].getAll();
    for (const { id } of records["loyalty.rule"] || []) {
        const rule = models["loyalty.rule"].get(id);
        rule.validProductIds = new Set(rule.raw.valid_product_ids);
    }
    for (const { id } of records["loyalty.reward"] || []) {
        pos.computeDiscountProductIds(models["loyalty.reward"].get(id), products);
    }
    pos.updateRewards();
    await data.synchronizeServerDataInIndexedDB(fresh);
}

/** The till's settings with more products that are not shown for sale. */
function withSpecial(config, special) {
    const known = config._pos_special_products_ids || [];
    return { ...config, _pos_special_products_ids: [...new Set([...known, ...special])] };
}
