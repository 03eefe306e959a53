import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { isDark, switchAppearance } from "@retail_pos_mobile/app/me/appearance/appearance";
import { describeStorage, storage } from "@retail_pos_mobile/app/outbox/storage";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
import { meTiles } from "@retail_pos_mobile/app/shell/sections";
import { isDisplayStandalone } from "@web/core/browser/feature_detection";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const WEB_LINK = /^https?:\/\//i; // What is typed into the settings must not become a script

/** Who signed in where, which build this is, and whom to call. */
export class AboutScreen extends Component {
    static template = "retail_pos_mobile.AboutScreen";
    static components = { PageHeader };
    static props = {};
    static storeOnOrder = false;

    setup() {
        this.pos = usePos();
        this.storage = useState(storage);
        this.isInstalled = isDisplayStandalone();
        this.isDark = isDark();
        this.switchAppearance = switchAppearance;
    }
    get facts() {
        const { config, me, user } = this.pos;
        return [
            { id: "name", label: _t("Employee"), value: me?.data?.name || user.name },
            { id: "number", label: _t("Employee number"), value: me?.data?.employee_id },
            { id: "account", label: _t("Account"), value: me?.data?.login },
            { id: "store", label: _t("Store"), value: config._store_name },
            { id: "till", label: _t("Till"), value: config.name },
            {
                id: "storage",
                label: _t("Data on this phone"),
                value: describeStorage(this.storage),
            },
            { id: "version", label: _t("Version"), value: config._build },
        ].filter(({ value }) => value);
    }
    get links() {
        const { company } = this.pos;
        return [
            { id: "site", label: _t("Site"), url: company.retail_site },
            { id: "terms", label: _t("Terms of use"), url: company.retail_terms_url },
            { id: "privacy", label: _t("Privacy notice"), url: company.retail_privacy_url },
        ].filter(({ url }) => WEB_LINK.test(url));
    }
    get callText() {
        return _t("Call the service: %s", this.servicePhone);
    }
    get servicePhone() {
        return this.pos.company.retail_service_phone;
    }
}

registry.category("pos_pages").add("AboutScreen", {
    name: "AboutScreen",
    component: AboutScreen,
    route: `/pos/ui/${odoo.pos_config_id}/me/about`,
    params: {},
});
meTiles.add(
    "about",
    { label: _t("About"), icon: "fa-info-circle", page: "AboutScreen" },
    { sequence: 90 }
);
