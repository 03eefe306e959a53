import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

/** Asks why an order is sent back: whoever asked has to know. */
export class ReasonDialog extends Component {
    static template = "retail_pos_mobile.ReasonDialog";
    static components = { Dialog };
    static props = { onReason: Function, close: Function };

    setup() {
        this.state = useState({ reason: "" });
    }
    send() {
        this.props.close();
        this.props.onReason(this.state.reason.trim());
    }
}
