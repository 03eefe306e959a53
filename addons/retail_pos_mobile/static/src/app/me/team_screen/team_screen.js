import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { FigureRow } from "@retail_pos_mobile/app/me/figure_row/figure_row";
import { usePeriods } from "@retail_pos_mobile/app/me/periods";
import { Ring } from "@retail_pos_mobile/app/me/ring/ring";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
import { meTiles } from "@retail_pos_mobile/app/shell/sections";
import { formatShortDay } from "@retail_pos_mobile/app/utils/dates";
import { piecesText } from "@retail_pos_mobile/app/utils/pieces";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatFloat } from "@web/core/utils/numbers";

/** The store now, for its manager: by guide and hour, who sells what, and what is still to do. */
export class TeamScreen extends Component {
    static template = "retail_pos_mobile.TeamScreen";
    static components = { FigureRow, KeptPage, PageHeader, Ring };
    static props = {};
    static storeOnOrder = false;

    setup() {
        this.pos = usePos();
        this.state = useState({ opened: null });
        this.periods = usePeriods("read_team");
    }
    get answer() {
        return this.periods.answer;
    }
    get team() {
        return this.answer.data;
    }
    /** @returns {Object[]} each hour from the first to the last sale, with the height of its bar */
    get hours() {
        const turnovers = new Map(this.team.hours.map(({ hour, turnover }) => [hour, turnover]));
        const [first, last] = [Math.min(...turnovers.keys()), Math.max(...turnovers.keys())];
        const highest = Math.max(1, ...turnovers.values());
        return Array.from({ length: last - first + 1 }, (_, index) => {
            const turnover = turnovers.get(first + index) || 0;
            return {
                hour: first + index,
                turnover,
                height: Math.max(0, Math.round((turnover / highest) * 100)),
            };
        });
    }
    pieces(number) {
        return piecesText(this.quantity(number));
    }
    quantity(number) {
        return formatFloat(number, { digits: [16, 2], trailingZeros: false });
    }
    day(date) {
        return formatShortDay(deserializeDate(date));
    }
    toggle(guide) {
        this.state.opened = this.state.opened === guide.id ? null : guide.id;
    }
}

registry.category("pos_pages").add("TeamScreen", {
    name: "TeamScreen",
    component: TeamScreen,
    route: `/pos/ui/${odoo.pos_config_id}/me/team`,
    params: {},
});
meTiles.add(
    "team",
    {
        label: _t("Team"),
        icon: "fa-users",
        page: "TeamScreen",
        isVisible: (pos) => pos.config._is_manager,
    },
    { sequence: 40 }
);
