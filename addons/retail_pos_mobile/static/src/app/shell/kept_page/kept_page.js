import { Component, useRef, useState } from "@odoo/owl";
import { useOnline } from "@retail_pos_mobile/app/shell/online_hook";
import { _t } from "@web/core/l10n/translation";

const PULL = 80; // pixels

/**
 * A page made of one kept answer: skeleton, error, nothing to show, or its content; pulled down it
 * asks the server again. Slots: `default`, `empty` (what helps when there is nothing), `footer`.
 */
export class KeptPage extends Component {
    static template = "retail_pos_mobile.KeptPage";
    static props = {
        answer: Object,
        isEmpty: { type: Boolean, optional: true },
        emptyIcon: { type: String, optional: true },
        emptyText: { type: String, optional: true },
        rows: { type: Number, optional: true }, // of the skeleton
        class: { type: String, optional: true },
        slots: Object,
    };
    static defaultProps = { isEmpty: false, emptyIcon: "fa-inbox", emptyText: "", rows: 6 };

    setup() {
        this.scroll = useRef("scroll");
        this.pull = useState({ from: null, by: 0 });
        useOnline(() => this.props.answer.isOffline && this.props.answer.refresh());
    }
    get skeletonRows() {
        return Array.from({ length: this.props.rows }, (_, row) => row);
    }
    get ageText() {
        const { age, error, isOffline } = this.props.answer;
        return _t("%(why)s · as of %(age)s", { why: isOffline ? _t("Offline") : error, age });
    }
    onTouchStart(ev) {
        this.pull.from = this.scroll.el.scrollTop <= 0 ? ev.touches[0].clientY : null;
    }
    onTouchMove(ev) {
        if (this.pull.from !== null) {
            this.pull.by = Math.max(0, ev.touches[0].clientY - this.pull.from);
        }
    }
    onTouchEnd() {
        if (this.pull.by > PULL) {
            this.props.answer.refresh();
        }
        Object.assign(this.pull, { from: null, by: 0 });
    }
}
