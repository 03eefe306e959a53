import { hydrate } from "@retail_pos_mobile/app/catalogue/hydration";

const OF_STYLE = ["product.pricelist.item", "product.uom"]; // what may leave a style that stays

/**
 * Let Odoo's records follow the server: what changed, what is gone, and the price rules of no product.
 *
 * @param {Object} pos
 * @param {Object} told
 * @param {Object} told.records by model, what changed; a style with all that belongs to it
 * @param {number[]} told.gone styles that are sold no longer
 * @param {Object[]} told.general all price rules for everything or a category
 * @param {Object} memory its `general` is the text of the rules that hold already
 */
export function applyChanges(pos, { records, gone, general }, memory) {
    const { models } = pos;
    const changed = newer(models, records);
    let isDifferent = dropLost(models, records);
    if (Object.keys(changed).length) {
        hydrate(models, changed);
        const exclusions = changed["product.template.attribute.exclusion"] || [];
        if (exclusions.length) {
            pos.productAttributesExclusion = pos.computeProductAttributesExclusion(
                exclusions.map(({ id }) => models["product.template.attribute.exclusion"].get(id))
            );
        }
        isDifferent = true;
    }
    for (const id of gone) {
        models["product.template"].get(id)?.update({ active: false });
    }
    const text = JSON.stringify(general);
    if (memory.general !== text) {
        memory.general = text;
        isDifferent = replaceGeneralRules(models, general) || isDifferent;
    }
    if (isDifferent) {
        // What is in a sale and not paid yet costs what it costs now
        for (const order of models["pos.order"].filter((each) => !each.finalized)) {
            order.setPricelist(order.pricelist_id);
        }
    }
}

/** Those of the records that say anything else than the till's: to load one anew redraws what shows it. */
function newer(models, records) {
    const found = {};
    for (const [model, rows] of Object.entries(records)) {
        const others = rows.filter((row) => isDifferent(models[model].get(row.id), row));
        if (others.length) {
            found[model] = others;
        }
    }
    return found;
}

function isDifferent(record, row) {
    const raw = record?.raw;
    return !raw || Object.keys(row).some((name) => textOf(raw[name]) !== textOf(row[name]));
}

// Odoo leaves out what is not there, and keeps several in the order in which they came
const textOf = (value) =>
    JSON.stringify(Array.isArray(value) ? [...value].sort() : (value ?? false));

/** Remove the price rules and packages that changed styles have no longer. */
function dropLost(models, records) {
    const styles = new Set((records["product.template"] || []).map(({ id }) => id));
    const variants = new Set((records["product.product"] || []).map(({ id }) => id));
    let isAny = false;
    for (const model of OF_STYLE) {
        const kept = new Set((records[model] || []).map(({ id }) => id));
        const lost = models[model].filter((each) => {
            const { product_tmpl_id, product_id } = each.raw;
            const isTheirs = styles.has(product_tmpl_id) || variants.has(product_id);
            return isTheirs && !kept.has(each.id);
        });
        lost.forEach((each) => each.delete());
        isAny = isAny || lost.length > 0;
    }
    return isAny;
}

/** @returns {boolean} whether any is another than before */
function replaceGeneralRules(models, general) {
    const rules = models["product.pricelist.item"];
    const ids = new Set(general.map(({ id }) => id));
    const lost = rules.filter(
        ({ id, raw }) => !raw.product_tmpl_id && !raw.product_id && !ids.has(id)
    );
    const fresh = general.filter((rule) => isDifferent(rules.get(rule.id), rule));
    if (!lost.length && !fresh.length) {
        return false;
    }
    lost.forEach((rule) => rule.delete());
    models.connectNewData({ "product.pricelist.item": fresh });
    for (const pricelist of models["product.pricelist"].getAll()) {
        pricelist.uiState.generalRulesIds = {};
        pricelist.uiState.generalRulesIdsByCateg = {};
        pricelist.computeGeneralRulesByCateg();
    }
    return true;
}
