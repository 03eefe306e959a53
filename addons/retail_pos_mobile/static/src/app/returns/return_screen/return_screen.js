import { Component, onWillStart, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { ReturnDetail } from "@retail_pos_mobile/app/returns/return_detail/return_detail";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
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
        this.state = useState({ isMissing: false });
        onWillStart(async () => {
            if (!this.row) {
                const row = await this.pos.askReturns("read_for_phone", [this.props.returnId]);
                row ? this.pos.keepReturn(row) : (this.state.isMissing = true);
            }
        });
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
