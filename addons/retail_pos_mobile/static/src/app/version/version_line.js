import { Component } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { Chrome } from "@point_of_sale/app/pos_app";
import { _t } from "@web/core/l10n/translation";

/** The line that says that there is something new; a tap loads it when nobody is served. */
export class VersionLine extends Component {
    static template = "retail_pos_mobile.VersionLine";
    static props = {};

    setup() {
        this.pos = usePos();
    }
    get isVisible() {
        const { build, promotions } = this.pos.news;
        return build || promotions;
    }
    get text() {
        const what = this.pos.news.build
            ? _t("A new version is ready")
            : _t("The promotions have changed");
        return `${what} · ${this.pos.reasonToWait || _t("Tap to load it")}`;
    }
}

Object.assign(Chrome.components, { VersionLine });
