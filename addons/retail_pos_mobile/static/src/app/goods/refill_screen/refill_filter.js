import { Component, onMounted, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { FACETS, SHOWN, countFilters, newChoice } from "./refill_choice";

/** What the board can be narrowed down by; the store's own values, with how many rows each has. */
export class RefillFilter extends Component {
    static template = "retail_pos_mobile.RefillFilter";
    static components = { Dialog };
    static props = {
        choice: Object,
        answer: Object, // KeptAnswer of {facet: [{value, label, count}]}
        onShow: Function, // (choice)
        close: Function,
    };

    setup() {
        const { shown, facets, text } = this.props.choice;
        this.state = useState({ shown, text, facets: JSON.parse(JSON.stringify(facets)) });
        this.answer = useState(this.props.answer);
        onMounted(() => this.answer.refresh());
    }
    get shownNames() {
        return Object.entries(SHOWN).map(([key, label]) => ({ key, label }));
    }
    get facets() {
        return Object.entries(FACETS)
            .map(([facet, label]) => ({ facet, label, values: this.answer.data?.[facet] || [] }))
            .filter(({ values }) => values.length);
    }
    isChosen(facet, value) {
        return Boolean(this.state.facets[facet]?.includes(value));
    }
    toggle(facet, value) {
        const values = this.state.facets[facet] || [];
        this.state.facets[facet] = values.includes(value)
            ? values.filter((other) => other !== value)
            : [...values, value];
    }
    get hasChoices() {
        return countFilters(this.state) > 0;
    }
    clear() {
        const { shown, facets, text } = newChoice();
        Object.assign(this.state, { shown, facets, text });
    }
    show() {
        this.props.onShow({ ...this.state });
        this.props.close();
    }
}
