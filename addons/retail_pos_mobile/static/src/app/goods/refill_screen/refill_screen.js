import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { useKeptAnswer } from "@retail_pos_mobile/app/shell/kept_answer";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { goodsTabs } from "@retail_pos_mobile/app/shell/sections";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatFloat } from "@web/core/utils/numbers";

/** What the store sold in 15 days, what it has, and what is advised to refill. */
export class RefillScreen extends Component {
    static template = "retail_pos_mobile.RefillScreen";
    static components = { KeptPage };
    static props = {};
    static storeOnOrder = false;

    setup() {
        this.pos = usePos();
        this.state = useState({ explained: null });
        this.answer = useKeptAnswer("refill", () =>
            this.pos.data.call("retail.refill.board", "read_board", [this.pos.config.id])
        );
    }
    get rows() {
        return this.answer.data.rows;
    }
    get advised() {
        const rows = this.rows.filter((row) => row.advice_qty > 0);
        return {
            lines: rows.length,
            pieces: this.number(rows.reduce((sum, row) => sum + row.advice_qty, 0)),
        };
    }
    /** @returns {string} how old the figures themselves are, whenever the phone asked for them */
    get figuresAge() {
        const at = this.answer.data.figures_at;
        return at ? deserializeDateTime(at).toRelative() : "";
    }
    picture({ product_id, image_key }) {
        return `/web/image?model=product.product&field=image_128&id=${product_id}&unique=${image_key}`;
    }
    number(value, decimals = 2) {
        return formatFloat(value, { digits: [16, decimals], trailingZeros: false });
    }
    trend(row) {
        const arrow = { up: "▲", down: "▼", steady: "=" }[row.direction];
        return arrow ? `${arrow} ${this.number(Math.abs(row.trend) * 100, 0)} %` : "";
    }
    explain(row) {
        this.state.explained = this.state.explained === row.id ? null : row.id;
    }
}

registry.category("pos_pages").add("RefillScreen", {
    name: "RefillScreen",
    component: RefillScreen,
    route: `/pos/ui/${odoo.pos_config_id}/goods/refill`,
    params: {},
});
goodsTabs.add("refill", { label: _t("Refill"), page: "RefillScreen" }, { sequence: 10 });
