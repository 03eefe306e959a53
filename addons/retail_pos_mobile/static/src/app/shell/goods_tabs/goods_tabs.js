import { Component } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { goodsTabs, visibleEntries, waitingBehind } from "@retail_pos_mobile/app/shell/sections";
import { registry } from "@web/core/registry";

/** The tabs above each page of Goods. */
export class GoodsTabs extends Component {
    static template = "retail_pos_mobile.GoodsTabs";
    static props = {};

    setup() {
        this.pos = usePos();
    }
    get tabs() {
        const { current } = this.pos.router.state;
        // Several pages may share a tab: they name it with `static goodsTab = "receive"`
        const tabOfPage = registry.category("pos_pages").get(current, null)?.component.goodsTab;
        return visibleEntries(goodsTabs, this.pos).map((tab) => ({
            ...tab,
            waiting: waitingBehind(tab, this.pos),
            isActive: tab.page === current || tab.key === tabOfPage,
        }));
    }
    /** A page below a tab, such as one delivery, has its own head. */
    get isVisible() {
        return this.tabs.some(({ isActive }) => isActive);
    }
}
