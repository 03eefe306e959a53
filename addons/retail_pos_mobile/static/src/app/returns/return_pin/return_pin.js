import { Component } from "@odoo/owl";
import { PinPad } from "@retail_pos_mobile/app/components/pin_pad/pin_pad";
import { Dialog } from "@web/core/dialog/dialog";

/** The manager beside the guide enters the PIN. */
export class ReturnPin extends Component {
    static template = "retail_pos_mobile.ReturnPin";
    static components = { Dialog, PinPad };
    static props = {
        length: Number, // of every manager's PIN; 0 where they differ
        summary: String,
        // (pin) => message of what is wrong, or nothing
        send: Function,
        close: Function,
    };

    async send(pin) {
        const error = await this.props.send(pin);
        if (error === undefined) {
            this.props.close();
        }
        return error;
    }
}
