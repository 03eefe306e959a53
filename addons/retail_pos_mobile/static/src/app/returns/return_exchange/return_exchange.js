import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { Dialog } from "@web/core/dialog/dialog";

/** What the customer gets for each piece: another size of the style, or goods chosen while selling. */
export class ReturnExchange extends Component {
    static template = "retail_pos_mobile.ReturnExchange";
    static components = { Dialog };
    static props = { row: Object, close: Function };

    setup() {
        this.pos = usePos();
        this.state = useState({ swaps: {}, isStarting: false });
    }
    /** The variants of a style that the phone knows, the one that comes back among them. */
    variants(line) {
        const product = this.pos.models["product.product"].get(line.product_id);
        return product ? product.product_tmpl_id.product_variant_ids : [];
    }
    label(variant) {
        const values = variant.product_template_variant_value_ids || [];
        return values.map((value) => value.name).join(" · ") || variant.display_name;
    }
    choose(line, variant) {
        const { swaps } = this.state;
        swaps[line.product_id] = swaps[line.product_id] === variant.id ? undefined : variant.id;
    }
    get isComplete() {
        return this.props.row.lines.every((line) => this.state.swaps[line.product_id]);
    }
    async start(swaps) {
        this.state.isStarting = true;
        if (await this.pos.startExchange(this.props.row, swaps)) {
            this.props.close();
        }
        this.state.isStarting = false;
    }
}
