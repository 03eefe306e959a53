import { Component, onMounted, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { ReturnDetail } from "@retail_pos_mobile/app/returns/return_detail/return_detail";
import { useOnline } from "@retail_pos_mobile/app/shell/online_hook";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
import { answered } from "@retail_pos_mobile/app/utils/answered";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** The page of one return, on a phone. */
export class ReturnScreen extends Component {
    static template = "retail_pos_mobile.ReturnScreen";
    static components = { PageHeader, ReturnDetail };
    static props = { returnId: Number };
    static storeOnOrder = false;
    static section = "me";

    setup() {
        this.pos = usePos();
        this.state = useState({ failure: "" });
        onMounted(() => this.load());
        useOnline(() => this.load());
    }
    /** What the phone has of it may be old, or nothing: the page was opened by its address. */
    async load() {
        this.state.failure = "";
        try {
            const { orm } = this.env.services;
            const args = [this.props.returnId];
            this.pos.keepReturn(
                await answered(orm.silent.call("retail.return", "read_for_phone", args))
            );
        } catch (error) {
            this.state.failure = errorText(
                error,
                _t("This return cannot be shown without a connection.")
            );
        }
    }
    get row() {
        return this.pos.returns.rows?.[this.props.returnId];
    }
}

registry.category("pos_pages").add("ReturnScreen", {
    name: "ReturnScreen",
    component: ReturnScreen,
    route: `/pos/ui/${odoo.pos_config_id}/me/return/{int:returnId}`,
    params: {},
});
