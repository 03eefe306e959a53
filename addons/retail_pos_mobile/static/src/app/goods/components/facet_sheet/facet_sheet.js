import { Component, useState } from "@odoo/owl";
import {
    FACET_LABELS,
    clearFilter,
    countChoices,
    toggleChoice,
} from "@retail_pos_mobile/app/goods/facets";
import { useGoods } from "@retail_pos_mobile/app/goods/goods_hook";
import { FACETS } from "@retail_pos_mobile/app/goods/lib/goods_index";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** What goods can be narrowed down by, each with the number of styles it would leave. */
export class FacetSheet extends Component {
    static template = "retail_pos_mobile.FacetSheet";
    static components = { Dialog };
    static props = {
        filter: Object,
        text: String,
        close: Function,
    };

    setup() {
        this.goods = useGoods();
        this.filter = useState(this.props.filter);
    }
    get result() {
        return this.goods.find({ ...this.filter, text: this.props.text });
    }
    facetsOf({ counts }) {
        return FACETS.map((facet) => ({
            facet,
            label: FACET_LABELS[facet],
            values: counts[facet],
        })).filter(({ values }) => values.length);
    }
    get hasChoices() {
        return countChoices(this.filter) > 0;
    }
    showLabel({ ids }) {
        return ids.length === 1 ? _t("Show 1 style") : _t("Show %s styles", ids.length);
    }
    toggle(facet, value) {
        toggleChoice(this.filter, facet, value);
    }
    setPrice(bound, typed) {
        const price = parseFloat(typed);
        this.filter[bound] = Number.isFinite(price) && price >= 0 ? price : null;
    }
    clear() {
        clearFilter(this.filter);
    }
}
