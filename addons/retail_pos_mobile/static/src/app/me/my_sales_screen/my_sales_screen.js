import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { usePeriods } from "@retail_pos_mobile/app/me/periods";
import { KeptAnswer } from "@retail_pos_mobile/app/shell/kept_answer";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
import { meTiles } from "@retail_pos_mobile/app/shell/sections";
import { formatDay } from "@retail_pos_mobile/app/utils/dates";
import { piecesText } from "@retail_pos_mobile/app/utils/pieces";
import { deserializeDate, deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatFloat } from "@web/core/utils/numbers";

/** The user's own sales of today, this week or this month; one of them with its lines. */
export class MySalesScreen extends Component {
    static template = "retail_pos_mobile.MySalesScreen";
    static components = { KeptPage, PageHeader };
    static props = {};
    static storeOnOrder = false;

    setup() {
        this.pos = usePos();
        this.state = useState({ sale: null });
        this.periods = usePeriods("read_sales", async (pos, period) => [
            pos.config.id,
            period,
            ...(await pos.whoIsAtTill()),
        ]);
    }
    get answer() {
        return this.periods.answer;
    }
    /** @returns {{day: string, sales: Object[], total: number}[]} the sales by day, newest first */
    get days() {
        const days = new Map();
        for (const sale of this.answer.data.sales) {
            days.set(sale.day, [...(days.get(sale.day) || []), sale]);
        }
        return [...days].map(([day, sales]) => ({
            day: formatDay(deserializeDate(day)),
            sales,
            total: sales.reduce((sum, { amount, share }) => sum + (amount * share) / 100, 0),
        }));
    }
    time(moment) {
        return deserializeDateTime(moment).toLocaleString(luxon.DateTime.TIME_SIMPLE);
    }
    summary(sale) {
        const parts = [this.time(sale.moment), piecesText(this.quantity(sale.pieces)), sale.number];
        return [...parts, ...(sale.share === 100 ? [] : [this.percent(sale.share)])].join(" · ");
    }
    percent(share) {
        return `${this.quantity(share)} %`;
    }
    quantity(number) {
        return formatFloat(number, { digits: [16, 2], trailingZeros: false });
    }
    show(sale) {
        const { config, data } = this.pos;
        // Not kept: a phone is no archive
        this.state.sale = new KeptAnswer(null, async () =>
            data.call("retail.me.page", "read_sale", [
                config.id,
                sale.id,
                ...(await this.pos.whoIsAtTill()),
            ])
        );
        this.state.sale.refresh();
    }
}

registry.category("pos_pages").add("MySalesScreen", {
    name: "MySalesScreen",
    component: MySalesScreen,
    route: `/pos/ui/${odoo.pos_config_id}/me/sales`,
    params: {},
});
meTiles.add(
    "sales",
    { label: _t("My sales"), icon: "fa-line-chart", page: "MySalesScreen" },
    { sequence: 10 }
);
