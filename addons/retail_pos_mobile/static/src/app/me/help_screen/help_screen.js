import { Component, markup } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { useKeptAnswer } from "@retail_pos_mobile/app/shell/kept_answer";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
import { meTiles } from "@retail_pos_mobile/app/shell/sections";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

/** The cashier's manual; the service worker keeps it for when there is no connection. */
export class HelpScreen extends Component {
    static template = "retail_pos_mobile.HelpScreen";
    static components = { KeptPage, PageHeader };
    static props = {};
    static storeOnOrder = false;

    setup() {
        this.pos = usePos();
        const language = user.lang.startsWith("zh") ? "zh_CN" : "en";
        this.url = `/retail_pos_mobile/static/help/${language}/cashier.html`;
        this.answer = useKeptAnswer(`help_${language}`, () => this.fetchManual());
    }
    async fetchManual() {
        const response = await browser.fetch(this.url).catch(() => null);
        if (!response?.ok) {
            throw new ConnectionLostError(this.url);
        }
        return response.text();
    }
    /** @returns {Markup} a file of this module, made by config/make_help.py from our own text */
    get manual() {
        return markup(this.answer.data);
    }
}

registry.category("pos_pages").add("HelpScreen", {
    name: "HelpScreen",
    component: HelpScreen,
    route: `/pos/ui/${odoo.pos_config_id}/me/help`,
    params: {},
});
meTiles.add(
    "help",
    { label: _t("Help"), icon: "fa-question-circle", page: "HelpScreen" },
    { sequence: 80 }
);
