import { registry } from "@web/core/registry";

const SHOWN_TYPES = new Set(["promotion", "buy_x_get_y", "promo_code"]);

/** Whether a program counts this variant, or gives something on it. */
function concerns(program, variant) {
    return (
        program.rule_ids.some(
            (rule) => rule.any_product || rule.validProductIds?.has(variant.id)
        ) ||
        program.reward_ids.some(
            (reward) =>
                reward.discount_applicability === "specific" &&
                reward.all_discount_product_ids?.some(({ id }) => id === variant.id)
        )
    );
}

function runs({ date_from, date_to }, today) {
    return (!date_from || date_from <= today) && (!date_to || today <= date_to);
}

/**
 * The promotions that run now for a style. Another module may tell them better:
 *
 *     registry.category("retail_running_promotions").add("rules", (pos, style) => [...])
 *
 * @returns {{ key: string, name: string, until: luxon.DateTime | false }[]}
 */
export function runningPromotions(pos, style) {
    return registry
        .category("retail_running_promotions")
        .getAll()
        .flatMap((tell) => tell(pos, style));
}

registry.category("retail_running_promotions").add("loyalty", (pos, style) => {
    const today = pos.config.storeToday();
    return pos.models["loyalty.program"]
        .filter(
            (program) =>
                SHOWN_TYPES.has(program.program_type) &&
                runs(program, today) &&
                style.product_variant_ids.some((variant) => concerns(program, variant))
        )
        .map(({ id, name, date_to }) => ({ key: `loyalty-${id}`, name, until: date_to || false }));
});
