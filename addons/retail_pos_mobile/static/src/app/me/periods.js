import { onMounted, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { KeptAnswer, keyOf } from "@retail_pos_mobile/app/shell/kept_answer";
import { _t } from "@web/core/l10n/translation";

/** @returns {{id: string, label: string}[]} the periods of all figures of Me */
export function periods() {
    return [
        { id: "day", label: _t("Today") },
        { id: "week", label: _t("This week") },
        { id: "month", label: _t("This month") },
    ];
}

/**
 * Answers of `retail.me.page` for today, this week or this month; each is asked for when it is chosen.
 *
 * @param {string} method takes the till and the period
 * @param {Function} [argumentsOf] what the method takes, of the till and a period
 */
export function usePeriods(method, argumentsOf = (pos, period) => [pos.config.id, period]) {
    const pos = usePos();
    const chosen = useState({ period: "day" });
    const answers = useState({});
    for (const { id } of periods()) {
        answers[id] = new KeptAnswer(keyOf(pos, `${method}_${id}`), async () =>
            pos.data.call("retail.me.page", method, await argumentsOf(pos, id))
        );
    }
    const choose = (period) => {
        chosen.period = period;
        answers[period].refresh();
    };
    onMounted(() => choose(chosen.period));
    return {
        all: periods(),
        choose,
        get period() {
            return chosen.period;
        },
        get answer() {
            return answers[chosen.period];
        },
    };
}
