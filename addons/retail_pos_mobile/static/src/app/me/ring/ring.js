import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

const RADIUS = 34;

/** How much of a target is reached, as a ring with the percentage in it. */
export class Ring extends Component {
    static template = "retail_pos_mobile.Ring";
    static props = { attainment: { type: [Number, { value: null }], optional: true } };

    setup() {
        this.length = 2 * Math.PI * RADIUS;
    }
    get hasTarget() {
        return typeof this.props.attainment === "number";
    }
    get percent() {
        return Math.round(Math.max(0, this.props.attainment) * 100);
    }
    get label() {
        return this.hasTarget ? _t("%s of the target", `${this.percent} %`) : _t("No target");
    }
    get dash() {
        const part = this.hasTarget ? Math.min(Math.max(this.props.attainment, 0), 1) : 0;
        return `${part * this.length} ${this.length}`;
    }
}
