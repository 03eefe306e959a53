import { Component } from "@odoo/owl";

const HEIGHT = 16;
const BAR = 3; // pixels, with a gap of one

/** The sales of a window as little bars, by time. */
export class Bars extends Component {
    static template = "retail_pos_mobile.Bars";
    static props = { values: Array };

    get width() {
        return this.props.values.length * (BAR + 1);
    }
    get height() {
        return HEIGHT;
    }
    get bars() {
        const most = Math.max(...this.props.values, 1);
        return this.props.values.map((value, place) => {
            const height = Math.max((Math.max(value, 0) / most) * HEIGHT, 1);
            return { place, x: place * (BAR + 1), y: HEIGHT - height, width: BAR, height };
        });
    }
}
