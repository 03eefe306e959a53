import { Component } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";

/** The head of a page of Me: the way back and the title; its slot holds what stands at the right. */
export class PageHeader extends Component {
    static template = "retail_pos_mobile.PageHeader";
    static props = {
        title: String,
        back: { type: String, optional: true }, // the page to go back to
        slots: { type: Object, optional: true },
    };
    static defaultProps = { back: "MeScreen" };

    setup() {
        this.pos = usePos();
    }
}
