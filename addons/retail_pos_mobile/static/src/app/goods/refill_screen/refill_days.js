import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

const { DateTime } = luxon;

/** Any window of days, from one to another. */
export class RefillDays extends Component {
    static template = "retail_pos_mobile.RefillDays";
    static components = { Dialog };
    static props = { window: String, onShow: Function, close: Function };

    setup() {
        const [first, last] = this.props.window.split("..");
        const today = DateTime.now().toISODate();
        this.today = today;
        this.state = useState(last ? { first, last } : { first: today, last: today });
    }
    get isPossible() {
        const { first, last } = this.state;
        return Boolean(first && last && first <= last);
    }
    show() {
        this.props.onShow(`${this.state.first}..${this.state.last}`);
        this.props.close();
    }
}
