import { Component, onMounted, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { FigureRow } from "@retail_pos_mobile/app/me/figure_row/figure_row";
import { periods } from "@retail_pos_mobile/app/me/periods";
import { Ring } from "@retail_pos_mobile/app/me/ring/ring";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { meTiles, visibleEntries, waitingBehind } from "@retail_pos_mobile/app/shell/sections";
import { registry } from "@web/core/registry";

/** The page of whoever works here: his figures, and the tiles that lead to all that is not selling. */
export class MeScreen extends Component {
    static template = "retail_pos_mobile.MeScreen";
    static components = { FigureRow, KeptPage, Ring };
    static props = {};
    static storeOnOrder = false;
    static section = "me";

    setup() {
        this.pos = usePos();
        this.state = useState({ isExplained: false });
        this.periods = periods();
        onMounted(() => this.pos.me?.refresh());
    }
    get me() {
        return this.pos.me?.data;
    }
    get name() {
        return this.me?.name || this.pos.cashier.name;
    }
    get tiles() {
        return visibleEntries(meTiles, this.pos).map((tile) => ({
            ...tile,
            waiting: waitingBehind(tile, this.pos),
        }));
    }
}

registry.category("pos_pages").add("MeScreen", {
    name: "MeScreen",
    component: MeScreen,
    route: `/pos/ui/${odoo.pos_config_id}/me`,
    params: {},
});
