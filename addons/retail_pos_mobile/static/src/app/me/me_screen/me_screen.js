import { Component } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { meTiles, visibleEntries, waitingBehind } from "@retail_pos_mobile/app/shell/sections";
import { registry } from "@web/core/registry";

/** The page of whoever works here: the tiles lead to all that is not selling. */
export class MeScreen extends Component {
    static template = "retail_pos_mobile.MeScreen";
    static props = {};
    static storeOnOrder = false;
    static section = "me";

    setup() {
        this.pos = usePos();
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
