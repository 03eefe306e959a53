import { Component, onWillStart, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { formatDistance } from "@retail_pos_mobile/app/utils/distance";
import { Dialog } from "@web/core/dialog/dialog";
import { registry } from "@web/core/registry";

const actions = registry.category("retail_stock_elsewhere_actions");

/** Where else a variant lies, read just now, with the ways to sell it from there. */
export class ElsewhereSheet extends Component {
    static template = "retail_pos_mobile.ElsewhereSheet";
    static components = { Dialog };
    static props = { product: Object, close: Function };

    setup() {
        this.pos = usePos();
        this.state = useState({ rows: null, error: "" });
        onWillStart(() => {
            this.load(); // the sheet opens at once
        });
    }
    async load() {
        this.state.error = "";
        try {
            this.state.rows = await this.pos.elsewhere.candidates(this.props.product.id);
        } catch (error) {
            this.state.error = errorText(error);
        }
    }
    placeText({ city, distance }) {
        return [city, formatDistance(distance)].filter(Boolean).join(" · ");
    }
    actionsOf(row) {
        const where = { product: this.props.product, warehouse: row, quantity: row.free };
        return actions
            .getEntries()
            .map(([key, action]) => ({ key, ...action }))
            .filter(({ isVisible }) => !row.problem && (!isVisible || isVisible(this.pos, where)));
    }
    run(action, row) {
        this.props.close();
        return action.run(this.pos, { product: this.props.product, warehouse: row, quantity: 1 });
    }
}
