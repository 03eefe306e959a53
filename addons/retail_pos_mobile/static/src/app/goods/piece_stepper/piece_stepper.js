import { Component } from "@odoo/owl";

/** A number of pieces with a button on each side. */
export class PieceStepper extends Component {
    static template = "retail_pos_mobile.PieceStepper";
    static props = {
        value: Number,
        label: String, // of what, for those who hear the page
        max: { type: Number, optional: true },
        onChange: Function, // (value) => void
    };
    static defaultProps = { max: 100_000 };

    set(value) {
        const whole = Math.trunc(Number(value));
        this.props.onChange(Math.min(Math.max(whole || 0, 0), this.props.max));
    }
}
