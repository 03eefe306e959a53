import { Component, useExternalListener, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** The manager beside the guide enters the PIN; the last digit sends it where all are as long. */
export class ReturnPin extends Component {
    static template = "retail_pos_mobile.ReturnPin";
    static components = { Dialog };
    static props = {
        length: Number, // of every manager's PIN; 0 where they differ
        summary: String,
        // (pin) => message of what is wrong, or nothing
        send: Function,
        close: Function,
    };

    setup() {
        this.keys = KEYS;
        this.state = useState({ pin: "", error: "", isSending: false });
        useExternalListener(window, "keydown", this.onKeydown, { capture: true });
    }
    get dots() {
        return "●".repeat(this.state.pin.length).padEnd(this.props.length, "○");
    }
    onKeydown(ev) {
        if (/^\d$/.test(ev.key)) {
            this.type(ev.key);
        } else if (ev.key === "Backspace") {
            this.erase();
        } else if (ev.key !== "Enter") {
            return;
        } else {
            this.send();
        }
        ev.preventDefault();
        ev.stopPropagation();
    }
    type(digit) {
        if (this.state.isSending) {
            return;
        }
        this.state.error = "";
        this.state.pin += digit;
        if (this.state.pin.length === this.props.length) {
            this.send();
        }
    }
    erase() {
        this.state.pin = this.state.pin.slice(0, -1);
    }
    async send() {
        if (!this.state.pin || this.state.isSending) {
            return;
        }
        this.state.isSending = true;
        const error = await this.props.send(this.state.pin);
        this.state.isSending = false;
        if (error === undefined) {
            return this.props.close();
        }
        Object.assign(this.state, { error, pin: "" });
    }
}
